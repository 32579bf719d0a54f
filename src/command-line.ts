import { CommanderError } from "commander";
import type { CommandContext, GlobalOptions, LoadCommand, Rendered } from "./commands/command.ts";
import { buildProgram, type Execute, helpFor } from "./commands/program.ts";
import { type ExitCode, exitCode } from "./domain/exit-codes.ts";
import type { Output } from "./domain/ports/output.ts";
import { Problem } from "./domain/problems.ts";
import { brokenLine } from "./report/layout.ts";
import { plain, type Style } from "./report/style.ts";
import { version } from "./version.ts";

/** What a command line has of the process that runs it. */
export interface Surroundings {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Ends the command. */
  readonly signal: AbortSignal;
}

/** Runs what the user typed, prints the answer or what is wrong, and gives the exit code. */
export const runCommandLine = (surroundings: Surroundings): Promise<ExitCode> =>
  new CommandLine(surroundings).run();

class CommandLine {
  readonly #around: Surroundings;
  readonly #wantsJson: boolean;

  constructor(surroundings: Surroundings) {
    this.#around = surroundings;
    this.#wantsJson = surroundings.argv.includes("--json");
  }

  async run(): Promise<ExitCode> {
    const { argv, stdout, stderr } = this.#around;
    let exit: ExitCode = exitCode.done;
    const execute: Execute = async (load, options, commandHelp) => {
      exit = await this.#execute(load, options, commandHelp);
    };
    const program = buildProgram(version, execute, argv);
    for (const command of [program, ...program.commands])
      command.configureOutput({
        writeOut: (text) => stdout.write(text),
        writeErr: (text) => stderr.write(text),
      });
    try {
      await program.parseAsync(argv, { from: "user" });
      return exit;
    } catch (error) {
      return this.#explain(error, `see ${helpFor(program, argv)}`);
    }
  }

  async #execute<Options>(
    load: LoadCommand<Options>,
    options: Options & GlobalOptions,
    commandHelp: CommandContext["commandHelp"],
  ): Promise<ExitCode> {
    const { env, cwd, stdout, stderr, signal } = this.#around;
    const [{ run }, wiring, style] = await Promise.all([
      load(),
      import("./wiring.ts"),
      this.#styleFor(options),
    ]);
    const { copyFileTo, newProject, openWorker, openWorkspace, readHelpTopics } = wiring;
    const { liveLine, pager, screenOn, terminalPrompt } = wiring;
    const { addToFile, readPageParts, serve, writeReportFile } = wiring;
    const live = liveLine(stderr, !options.json && !options.quiet);
    const prompt = options.json || options.quiet ? null : terminalPrompt(live.clear);
    const showPages = pager(stdout, prompt);
    const page = async (text: () => readonly string[]): Promise<void> => {
      live.clear();
      if (showPages) await showPages(this.#fitting(text()), signal);
      else if (!options.quiet) this.#write(text());
    };
    const context: CommandContext = {
      style,
      cwd,
      env,
      progress: live.show,
      say: (text, json) => {
        live.clear();
        if (options.json) stdout.write(`${JSON.stringify(json)}\n`);
        else if (!options.quiet) this.#write(text());
      },
      copyOut: async (path) => {
        live.clear();
        await copyFileTo(path, stdout);
      },
      page,
      note: (line) => {
        live.clear();
        stderr.write(`${line}\n`);
      },
      prompt,
      signal,
      screen: screenOn(stdout, !options.quiet),
      helpTopics: readHelpTopics,
      pageParts: readPageParts,
      serve,
      writeReport: ({ project }, path, text) => writeReportFile(project.root, cwd, path, text),
      commandHelp,
      openWorkspace: (flags) => openWorkspace({ root: options.root, env, cwd }, flags),
      openWorker: (queue) => openWorker(queue, env),
      newProject: () => newProject(cwd),
    };
    try {
      const rendered = await run(options, context);
      live.clear();
      await this.#print(rendered, options, page);
      this.#addSummary(rendered, addToFile);
      return signal.aborted ? exitCode.interrupted : rendered.exit;
    } finally {
      live.clear();
    }
  }

  /** For the page that GitHub shows beside a workflow's run; the command stands without it. */
  #addSummary({ markdown }: Rendered, addToFile: (path: string, text: string) => void): void {
    const { GITHUB_STEP_SUMMARY: path } = this.#around.env;
    if (!path || !markdown) return;
    try {
      addToFile(path, `${markdown().join("\n")}\n`);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#around.stderr.write(`WARNING: the summary was not added: ${error.message}\n`);
    }
  }

  async #print(
    rendered: Rendered,
    { json: asJson, quiet }: GlobalOptions,
    page: CommandContext["page"],
  ): Promise<void> {
    const { warnings = [], json, text, isLastLine = false, isPaged = false } = rendered;
    const { stdout, stderr } = this.#around;
    for (const warning of warnings) stderr.write(`WARNING: ${warning}\n`);
    if (asJson) stdout.write(`${JSON.stringify(json, null, isLastLine ? 0 : 2)}\n`);
    else if (isPaged) await page(text);
    else if (!quiet) this.#write(text());
  }

  #write(lines: readonly string[]): void {
    if (lines.length > 0) this.#around.stdout.write(`${this.#fitting(lines).join("\n")}\n`);
  }

  /** On a terminal, lines are broken between words; what is read by programs stays as it is. */
  #fitting(lines: readonly string[]): readonly string[] {
    const { isTTY, columns = 0 } = this.#around.stdout;
    return isTTY && columns > 0 ? lines.flatMap((line) => brokenLine(line, columns)) : lines;
  }

  /** The last word on anything thrown: a user's mistake in one line, our bug with its stack. */
  #explain(error: unknown, hint: string): ExitCode {
    const { stderr, signal } = this.#around;
    if (signal.aborted) {
      stderr.write("interrupted\n");
      this.#printError("interrupted", "interrupted", "run the command again");
      return exitCode.interrupted;
    }
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return exitCode.done;
      if (error.code !== "commander.help") stderr.write(`  hint: ${hint}\n`);
      this.#printError("bad-usage", error.message.replace(/^error: /, ""), hint);
      return exitCode.mistake;
    }
    if (error instanceof Problem) {
      stderr.write(`error: ${error.message}\n  hint: ${error.hint}\n`);
      this.#printError(error.code, error.message, error.hint);
      return error.exit;
    }
    const stack = error instanceof Error ? error.stack : String(error);
    stderr.write(`This is a bug in CleanLoop, not your mistake:\n${stack}\n`);
    this.#printError("bug", String(error), "please report it with the stack on stderr");
    return exitCode.bug;
  }

  #printError(code: string, message: string, hint: string): void {
    if (!this.#wantsJson) return;
    this.#around.stdout.write(`${JSON.stringify({ error: { code, message, hint } })}\n`);
  }

  /** Colours only where a person looks: a terminal, and no word against them. */
  async #styleFor({ json }: GlobalOptions): Promise<Style> {
    const { argv, env, stdout } = this.#around;
    const { NO_COLOR, FORCE_COLOR, TERM } = env;
    const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
    const wanted = forced || (stdout.isTTY && TERM !== "dumb");
    if (json || !wanted || NO_COLOR || argv.includes("--no-color")) return plain;
    const { Chalk } = await import("chalk");
    const { green, red, yellow, bold, dim } = new Chalk({ level: 1 });
    return {
      good: (text) => green(text), // chalk's own would colour a second argument too, as of map
      bad: (text) => red(text),
      warn: (text) => yellow(text),
      strong: (text) => bold(text),
      faint: (text) => dim(text),
    };
  }
}
