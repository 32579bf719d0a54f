import { Argument, Command as Commander, Option } from "commander";
import type { Command } from "./command.ts";
import * as flags from "./flags.ts";

export interface GlobalOptions {
  readonly root?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

type Load<Options> = () => Promise<{ readonly run: Command<Options> }>;

/** Runs the command that the user asked for, with the options as given. */
export type Execute = <Options>(
  load: Load<Options>,
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
  readonly arguments?: readonly Argument[];
  readonly options: readonly Option[];
  readonly examples: readonly string[];
  /** What it does; asking for help loads none of it. */
  readonly load: Load<Options>;
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
    for (const argument of entry.arguments ?? []) command.addArgument(argument);
    for (const option of [...entry.options, ...globals()]) command.addOption(option);
    command.action(async () => {
      const given = (entry.arguments ?? []).map((one, at) => [one.name(), command.args[at]]);
      await execute(entry.load, {
        ...command.optsWithGlobals<Options & GlobalOptions>(),
        ...Object.fromEntries(given),
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
    load: () => import("./sandbox.ts"),
  });
  add({
    name: "loop",
    summary: "propose, run contained, judge, keep what is better; until perfect or stopped",
    options: [
      new Option("--max-iterations <n>", "rounds at most").argParser(flags.iterations).default(5),
      new Option(
        "--proposer <name>",
        "search, openai, command:<program> or replay:<trail> (default: openai when configured)",
      ),
      new Option("--rerank", "several candidates a round, the best of them is judged on"),
      new Option("--candidates <n>", "how many, with --rerank (default: 3)").argParser(
        flags.candidates,
      ),
      new Option("--reviewer <who>", "who approves while trust is SUPERVISED: human or judge")
        .argParser(flags.reviewer)
        .default("human"),
      new Option("--force-review", "a review of every change, whatever the trust"),
      new Option("--fresh", "start from the starter genome; all evidence stays"),
      new Option("--accept-changes", "record changed seals, and go back to SUPERVISED"),
      isolationOption(),
      new Option("--name <text>", "a name for this run, for people"),
      new Option("--budget-tokens <n>", "tokens at most").argParser(flags.budgetTokens),
      new Option("--budget-usd <x>", "US dollars at most").argParser(flags.budgetUsd),
      new Option("--budget-minutes <n>", "minutes at most").argParser(flags.budgetMinutes),
      new Option("--seed <n>", "for whatever is left to chance").argParser(flags.seed).default(1),
    ],
    examples: [
      "cleanloop loop --reviewer judge --max-iterations 20",
      "cleanloop loop --proposer command:./propose.py --rerank",
      "cleanloop loop --json | tail -n 1",
    ],
    load: () => import("./loop.ts"),
  });
  add({
    name: "review",
    summary: "candidates that wait for a person: list, show, approve or reject them",
    arguments: [
      new Argument("<action>", "what to do").choices(["list", "show", "approve", "reject"]),
      new Argument("[id]", "the candidate, as list shows it"),
    ],
    options: [new Option("--reason <text>", "why it is rejected")],
    examples: [
      "cleanloop review list",
      "cleanloop review show r3",
      'cleanloop review reject r3 --reason "drops refunds"',
    ],
    load: () => import("./review.ts"),
  });
  add({
    name: "stop",
    summary: "the kill switch: ends a running loop within a second, and lets none start",
    options: [new Option("--clear", "let loops start again")],
    examples: ["cleanloop stop", "cleanloop stop --clear"],
    load: () => import("./stop.ts"),
  });
  add({
    name: "evaluate",
    summary: "run the genome in force and judge it, or judge an existing master table",
    arguments: [new Argument("[file]", "a master table to judge instead (master's checks only)")],
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
    load: () => import("./evaluate.ts"),
  });
  add({
    name: "autonomy",
    summary: "the trust that the evidence has earned, and what the next promotion needs",
    options: [
      new Option("--rounds <n>", "how many judged rounds to show (default: 5)").argParser(
        flags.judgedRounds,
      ),
      new Option("--from-history", "refuse where there is no history, instead of simulating one"),
      new Option("--simulate", "show simulated rounds, though there is a history"),
      new Option("--seed <n>", "for the simulation (default: 1)").argParser(flags.seed),
    ],
    examples: [
      "cleanloop autonomy --rounds 10",
      "cleanloop autonomy --from-history --json",
      "cleanloop autonomy --simulate --rounds 30 --seed 7",
    ],
    load: () => import("./autonomy.ts"),
  });
  add({
    name: "calibrate",
    summary: "measure starter, noise and run times; propose score floor and limits with reasons",
    options: [new Option("--write", "store what is proposed in cleanloop.json")],
    examples: ["cleanloop calibrate", "cleanloop calibrate --write"],
    load: () => import("./calibrate.ts"),
  });
  add({
    name: "status",
    summary: "inputs, genome, settings and where each comes from",
    options: [],
    examples: ["cleanloop status", "cleanloop status --json --root ~/feeds"],
    load: () => import("./status.ts"),
  });
  add({
    name: "reset",
    summary: "put the starter or an earlier genome back; the present one and all evidence are kept",
    options: [
      new Option("--dry-run", "say what would happen, change nothing"),
      new Option(
        "--to <sha|round>",
        "an earlier genome instead: its digest, the beginning of it, or the round after which it was in force",
      ).argParser(flags.resetTarget),
    ],
    examples: ["cleanloop reset --dry-run", "cleanloop reset", "cleanloop reset --to 12"],
    load: () => import("./reset.ts"),
  });
  add({
    name: "observe",
    summary: "fitness over rounds, decisions, trust, tripwires and artifacts; changes nothing",
    options: [
      new Option("--round <n>", "one round whole, with its change as a diff").argParser(
        flags.round,
      ),
      new Option("--watch", "show it anew whenever the trail grows, until Ctrl-C"),
      new Option("--limit <n>", "how many of the last rounds to list (default: 20)").argParser(
        flags.limit,
      ),
    ],
    examples: [
      "cleanloop observe",
      "cleanloop observe --round 12",
      "cleanloop observe --watch",
      "cleanloop observe --limit 100 --json",
    ],
    load: () => import("./observe.ts"),
  });
  add({
    name: "verify",
    summary: "hold trail, seals, genomes, isolation and machine against what was recorded",
    options: [
      new Option("--rescore", "run every kept genome again and compare with what was recorded"),
      new Option("--head <digest>", "a head digest that you kept elsewhere").argParser(
        flags.headDigest,
      ),
    ],
    examples: [
      "cleanloop verify",
      "cleanloop verify --rescore --json",
      "cleanloop verify --head $(cat ~/cleanloop-head)",
    ],
    load: () => import("./verify.ts"),
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
    load: () => import("./challenge.ts"),
  });
  return program;
};

const helpExamples = (examples: readonly string[]): string =>
  `\nExamples:\n${examples.map((example) => `  $ ${example}`).join("\n")}`;
