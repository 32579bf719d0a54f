import { CommanderError } from "commander";
import type { CommandContext, GlobalOptions, Rendered } from "./commands/command.ts";
import { buildProgram, type Execute, helpFor } from "./commands/program.ts";
import { type ExitCode, exitCode } from "./domain/exit-codes.ts";
import { Problem } from "./domain/problems.ts";
import { brokenLine } from "./report/layout.ts";
import { plain, type Style } from "./report/style.ts";
import { version } from "./version.ts";

const argv = process.argv.slice(2);
const wantsJson = argv.includes("--json");
const interruption = new AbortController();

const main = async (): Promise<void> => {
  process.stdout.on("error", endUnheard);
  process.stderr.on("error", () => {}); // nobody watches any more; the answer may still be wanted
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      if (interruption.signal.aborted) process.exit(exitCode.interrupted);
      interruption.abort(signal);
    });
  const program = buildProgram(version, execute);
  for (const command of [program, ...program.commands])
    command.configureOutput({ writeErr: (text) => process.stderr.write(text) });
  try {
    await program.parseAsync(argv, { from: "user" });
  } catch (error) {
    process.exitCode = explain(error, `see ${helpFor(program, argv)}`);
  }
};

const execute: Execute = async (load, options, commandHelp) => {
  const [{ run }, wiring, style] = await Promise.all([
    load(),
    import("./wiring.ts"),
    styleFor(options),
  ]);
  const { copyFileTo, newProject, openWorker, openWorkspace, readHelpTopics } = wiring;
  const { liveLine, pager, screenOn, terminalPrompt } = wiring;
  const { addToFile, readPageParts, serve, writeReportFile } = wiring;
  const live = liveLine(process.stderr, !options.json && !options.quiet);
  const prompt = options.json || options.quiet ? null : terminalPrompt(live.clear);
  const showPages = pager(process.stdout, prompt);
  const page = async (text: () => readonly string[]): Promise<void> => {
    live.clear();
    if (showPages) await showPages(fitting(text()), interruption.signal);
    else if (!options.quiet) write(text());
  };
  const context: CommandContext = {
    style,
    cwd: process.cwd(),
    env: process.env,
    progress: live.show,
    say: (text, json) => {
      live.clear();
      if (options.json) process.stdout.write(`${JSON.stringify(json)}\n`);
      else if (!options.quiet) write(text());
    },
    copyOut: async (path) => {
      live.clear();
      await copyFileTo(path, process.stdout);
    },
    page,
    note: (line) => {
      live.clear();
      process.stderr.write(`${line}\n`);
    },
    prompt,
    signal: interruption.signal,
    screen: screenOn(process.stdout, !options.quiet),
    helpTopics: readHelpTopics,
    pageParts: readPageParts,
    serve,
    writeReport: ({ project }, path, text) =>
      writeReportFile(project.root, process.cwd(), path, text),
    commandHelp,
    openWorkspace: (flags) =>
      openWorkspace({ root: options.root, env: process.env, cwd: process.cwd() }, flags),
    openWorker: (queue) => openWorker(queue, process.env),
    newProject: () => newProject(process.cwd()),
  };
  try {
    const rendered = await run(options, context);
    live.clear();
    await print(rendered, options, page);
    addSummary(rendered, addToFile);
  } finally {
    live.clear();
  }
};

/** For the page that GitHub shows beside a workflow's run; the command stands without it. */
const addSummary = (
  { markdown }: Rendered,
  addToFile: (path: string, text: string) => void,
): void => {
  const { GITHUB_STEP_SUMMARY: path } = process.env;
  if (!path || !markdown) return;
  try {
    addToFile(path, `${markdown().join("\n")}\n`);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    process.stderr.write(`WARNING: the summary was not added: ${error.message}\n`);
  }
};

const print = async (
  rendered: Rendered,
  { json: asJson, quiet }: GlobalOptions,
  page: CommandContext["page"],
): Promise<void> => {
  const { exit, warnings = [], json, text, isLastLine = false, isPaged = false } = rendered;
  for (const warning of warnings) process.stderr.write(`WARNING: ${warning}\n`);
  if (asJson) process.stdout.write(`${JSON.stringify(json, null, isLastLine ? 0 : 2)}\n`);
  else if (isPaged) await page(text);
  else if (!quiet) write(text());
  process.exitCode = interruption.signal.aborted ? exitCode.interrupted : exit;
};

const write = (lines: readonly string[]): void => {
  if (lines.length > 0) process.stdout.write(`${fitting(lines).join("\n")}\n`);
};

/** On a terminal, lines are broken between words; what is read by programs stays as it is. */
const fitting = (lines: readonly string[]): readonly string[] => {
  const { isTTY, columns } = process.stdout;
  return isTTY && columns > 0 ? lines.flatMap((line) => brokenLine(line, columns)) : lines;
};

/** The last word on anything thrown: a user's mistake in one line, our bug with its stack. */
const explain = (error: unknown, hint: string): ExitCode => {
  if (interruption.signal.aborted) {
    process.stderr.write("interrupted\n");
    if (wantsJson) printError("interrupted", "interrupted", "run the command again");
    return exitCode.interrupted;
  }
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCode.done;
    if (error.code !== "commander.help") process.stderr.write(`  hint: ${hint}\n`);
    if (wantsJson) printError("bad-usage", error.message.replace(/^error: /, ""), hint);
    return exitCode.mistake;
  }
  if (error instanceof Problem) {
    process.stderr.write(`error: ${error.message}\n  hint: ${error.hint}\n`);
    if (wantsJson) printError(error.code, error.message, error.hint);
    return error.exit;
  }
  const stack = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`This is a bug in CleanLoop, not your mistake:\n${stack}\n`);
  if (wantsJson) printError("bug", String(error), "please report it with the stack on stderr");
  return exitCode.bug;
};

const printError = (code: string, message: string, hint: string): void => {
  process.stdout.write(`${JSON.stringify({ error: { code, message, hint } })}\n`);
};

/** Colours only where a person looks: a terminal, and no word against them. */
const styleFor = async ({ json }: GlobalOptions): Promise<Style> => {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  const wanted = forced || (process.stdout.isTTY && TERM !== "dumb");
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
};

/** Nobody hears the answer: once it is given that is nothing, before it ends the command. */
const endUnheard = ({ code }: NodeJS.ErrnoException): void => {
  if (interruption.signal.aborted) return;
  const { exitCode: given } = process;
  const isLeft = code === "EPIPE"; // the reader of a pipe may go
  if (!isLeft) {
    process.stderr.write(`error: cannot write the answer to stdout: ${code}\n`);
    process.stderr.write("  hint: free some space where stdout goes, then run the command again\n");
  }
  if (given === undefined) interruption.abort(code);
  else process.exit(isLeft ? given : exitCode.mistake);
};

/** Settles when the command has given its answer. */
export const finished: Promise<void> = main();
