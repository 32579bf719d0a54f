import { Argument, Command as Commander, Option } from "commander";
import type { Command } from "./command.ts";
import * as flags from "./flags.ts";

export interface GlobalOptions {
  readonly root?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

type Commands = typeof import("./index.ts");

/** Runs the command that the user asked for, with the options as given. */
export type Execute = <Options>(
  choose: (commands: Commands) => Command<Options>,
  options: Options & GlobalOptions,
) => Promise<void>;

const globals = () => [
  new Option(
    "--root <dir>",
    "the project's folder (default: CLEANLOOP_ROOT, else upwards from here)",
  ),
  new Option("--json", "one JSON document on stdout, everything else on stderr"),
  new Option("--quiet", "print nothing but errors"),
  new Option("--no-color", "no colours (NO_COLOR does the same)"),
];

interface Entry<Options> {
  readonly name: string;
  readonly summary: string;
  readonly argument?: Argument;
  readonly options: readonly Option[];
  readonly examples: readonly string[];
  readonly run: (commands: Commands) => Command<Options>;
}

const isolationOption = () =>
  new Option("--isolation <mode>", "auto, strict (refuse without namespaces) or process").argParser(
    flags.isolation,
  );

/** Every command of CleanLoop: its name, flags and examples, and what does it. */
export const buildProgram = (version: string, execute: Execute): Commander => {
  const program = new Commander("cleanloop")
    .description("A self-repairing data-cleaning loop that is safe to leave running.")
    .version(version)
    .addHelpText(
      "after",
      helpExamples(["cleanloop sandbox --timeout 10", "cleanloop evaluate --json"]),
    )
    .showSuggestionAfterError()
    .exitOverride();
  for (const option of globals()) program.addOption(option);

  const add = <Options>(entry: Entry<Options>): void => {
    const command = program
      .command(entry.name)
      .description(entry.summary)
      .addHelpText("after", helpExamples(entry.examples))
      .exitOverride();
    if (entry.argument) command.addArgument(entry.argument);
    for (const option of [...entry.options, ...globals()]) command.addOption(option);
    command.action(async () => {
      const argument = entry.argument ? { [entry.argument.name()]: command.args[0] } : {};
      await execute(entry.run, {
        ...command.optsWithGlobals<Options & GlobalOptions>(),
        ...argument,
      });
    });
  };

  add({
    name: "sandbox",
    summary: "run the genome contained, judge what it left",
    options: [
      new Option("--timeout <seconds>", "hard wall for the run").argParser(flags.timeout),
      new Option("--memory <mb>", "memory limit for the run").argParser(flags.memory),
      isolationOption(),
      new Option("--genome <file>", "run this genome instead of the one in force"),
      new Option("--red-team", "run our hostile programs against copies of this project instead"),
    ],
    examples: [
      "cleanloop sandbox --timeout 10",
      "cleanloop sandbox --genome candidate.ts --isolation strict --json",
      "cleanloop sandbox --red-team",
    ],
    run: ({ sandbox }) => sandbox,
  });
  add({
    name: "evaluate",
    summary: "run the genome in force and judge it, or judge an existing master table",
    argument: new Argument("[file]", "a master table to judge instead (master's checks only)"),
    options: [
      new Option(
        "--fail-under <fitness>",
        "exit 1 when fitness or held-out fitness is lower",
      ).argParser(flags.failUnder),
      new Option("--audit", "damage correct output in known ways and show that the judge notices"),
      isolationOption(),
    ],
    examples: [
      "cleanloop evaluate --json",
      "cleanloop evaluate .output/finance_master.csv --fail-under 0.9",
      "cleanloop evaluate --audit",
    ],
    run: ({ evaluate }) => evaluate,
  });
  add({
    name: "status",
    summary: "inputs, genome, settings and where each comes from",
    options: [],
    examples: ["cleanloop status", "cleanloop status --json --root ~/feeds"],
    run: ({ status }) => status,
  });
  add({
    name: "reset",
    summary: "put the starter genome back; the present one and all evidence are kept",
    options: [new Option("--dry-run", "say what would happen, change nothing")],
    examples: ["cleanloop reset --dry-run", "cleanloop reset"],
    run: ({ reset }) => reset,
  });
  add({
    name: "challenge",
    summary: "add harder inputs whose right answer is known, or take them away",
    options: [
      new Option("--levels <levels...>", "how hard, from 1 to 5; several may be given").argParser(
        flags.levels,
      ),
      new Option("--count <rows>", "rows a level (default: 12)").argParser(flags.count),
      new Option("--seed <number>", "the same seed makes the same rows (default: 1)").argParser(
        flags.seed,
      ),
      new Option("--remove", "take every challenge file away"),
    ],
    examples: [
      "cleanloop challenge --levels 1 2 3",
      "cleanloop challenge --levels 4 5 --count 20 --seed 7",
      "cleanloop challenge --remove",
    ],
    run: ({ challenge }) => challenge,
  });
  return program;
};

const helpExamples = (examples: readonly string[]): string =>
  `\nExamples:\n${examples.map((example) => `  $ ${example}`).join("\n")}`;
