import type { AnyCommand, CommandEntry, Flag } from "./command.ts";
import * as value from "./values.ts";

const command =
  <Options>(entry: CommandEntry<Options>): AnyCommand =>
  (use) =>
    use(entry);

const isolation = {
  flag: "--isolation <mode>",
  about: "auto, strict (refuse without namespaces) or process",
  value: value.isolationMode,
} satisfies Flag<unknown>;

/** Every command of CleanLoop: its name, options and examples, and where its code is. */
export const commands: readonly AnyCommand[] = [
  command({
    name: "sandbox",
    summary: "run the genome contained, judge what it left",
    options: {
      timeout: {
        flag: "--timeout <seconds>",
        about: "hard wall for the run",
        value: value.timeInSeconds,
      },
      memory: { flag: "--memory <mb>", about: "memory limit for the run", value: value.megabytes },
      isolation,
      genome: { flag: "--genome <file>", about: "run this genome instead of the one in force" },
      redTeam: {
        flag: "--red-team",
        about: "run our hostile programs against copies of this project instead",
      },
    },
    examples: [
      "cleanloop sandbox --timeout 10",
      "cleanloop sandbox --genome candidate.ts --isolation strict --json",
      "cleanloop sandbox --red-team",
    ],
    load: () => import("./sandbox.ts"),
  }),
  command({
    name: "loop",
    summary: "propose, run contained, judge, keep what is better; until perfect or stopped",
    options: {
      maxIterations: {
        flag: "--max-iterations <n>",
        about: "rounds at most",
        value: value.wholeNumber(1, 100_000),
        default: 5,
      },
      proposer: {
        flag: "--proposer <name>",
        about:
          "search, openai, command:<program> or replay:<trail> (default: openai when configured)",
      },
      rerank: {
        flag: "--rerank",
        about: "several candidates a round, the best of them is judged on",
      },
      candidates: {
        flag: "--candidates <n>",
        about: "how many, with --rerank (default: 3)",
        value: value.wholeNumber(1, 1000),
      },
      reviewer: {
        flag: "--reviewer <who>",
        about: "who approves while trust is SUPERVISED: human or judge",
        value: value.reviewerName,
        default: "human",
      },
      forceReview: {
        flag: "--force-review",
        about: "a review of every change, whatever the trust",
      },
      fresh: { flag: "--fresh", about: "start from the starter genome; all evidence stays" },
      acceptChanges: {
        flag: "--accept-changes",
        about: "record changed seals, and go back to SUPERVISED",
      },
      isolation,
      name: { flag: "--name <text>", about: "a name for this run, for people" },
      budgetTokens: {
        flag: "--budget-tokens <n>",
        about: "tokens at most",
        value: value.wholeNumber(1),
      },
      budgetUsd: {
        flag: "--budget-usd <x>",
        about: "US dollars at most",
        value: value.amountOfMoney,
      },
      budgetMinutes: {
        flag: "--budget-minutes <n>",
        about: "minutes at most",
        value: value.timeInMinutes,
      },
      seed: {
        flag: "--seed <n>",
        about: "for all that is left to chance",
        value: value.seedNumber,
        default: 1,
      },
      queue: {
        flag: "--queue <url>",
        about: "let workers elsewhere run the candidates, see cleanloop help queue",
      },
      failUnder: {
        flag: "--fail-under <fitness>",
        about: "exit 1 when it ends with a lower fitness or held-out fitness",
        value: value.fitnessFigure,
      },
    },
    examples: [
      "cleanloop loop --reviewer judge --max-iterations 20",
      "cleanloop loop --proposer command:./propose.py --rerank",
      "cleanloop loop --rerank --candidates 200 --queue redis://127.0.0.1:6379",
      "cleanloop loop --json | tail -n 1",
    ],
    load: () => import("./loop.ts"),
  }),
  command({
    name: "worker",
    summary: "make contained runs for loops on other machines, until told to end",
    options: {
      queue: {
        flag: "--queue <url>",
        about:
          "where loops put what is to be run: redis:// or rediss:// (default: CLEANLOOP_QUEUE)",
      },
      concurrency: {
        flag: "--concurrency <n>",
        about: "runs side by side (default: one for each core)",
        value: value.wholeNumber(1, 1024),
      },
    },
    examples: [
      "cleanloop worker --queue redis://127.0.0.1:6379",
      "cleanloop worker --concurrency 4 --json",
    ],
    load: () => import("./worker.ts"),
  }),
  command({
    name: "review",
    summary: "candidates that wait for a person: list, show, approve, reject or export them",
    options: {
      action: {
        argument: "<action>",
        about: "what to do",
        choices: ["list", "show", "approve", "reject", "export"],
      },
      id: { argument: "[id]", about: "the candidate, as list shows it" },
      reason: { flag: "--reason <text>", about: "why it is rejected" },
      patch: {
        flag: "--patch",
        about: "with export: a patch with scores and evidence in its message, for git am",
      },
    },
    examples: [
      "cleanloop review list",
      "cleanloop review show r3",
      'cleanloop review reject r3 --reason "drops refunds"',
      "cleanloop review export r3 --patch",
    ],
    load: () => import("./review.ts"),
  }),
  command({
    name: "stop",
    summary: "the kill switch: ends a running loop within a second, and lets none start",
    options: { clear: { flag: "--clear", about: "let loops start again" } },
    examples: ["cleanloop stop", "cleanloop stop --clear"],
    load: () => import("./stop.ts"),
  }),
  command({
    name: "evaluate",
    summary: "run the genome in force and judge it, or judge an existing master table",
    options: {
      file: { argument: "[file]", about: "a master table to judge instead (master's checks only)" },
      failUnder: {
        flag: "--fail-under <fitness>",
        about: "exit 1 when fitness or held-out fitness is lower",
        value: value.fitnessFigure,
      },
      rows: {
        flag: "--rows",
        about: "show missing and unexpected rows side by side, those that differ least first",
      },
      limit: {
        flag: "--limit <n>",
        about: "how many of them, with --rows (default: 20)",
        value: value.wholeNumber(1, 400),
      },
      junit: {
        flag: "--junit <file>",
        about: "write checks and vetoes as JUnit XML too, for a build server",
      },
      audit: {
        flag: "--audit",
        about: "damage correct output in known ways and show that the judge notices",
      },
      isolation,
    },
    examples: [
      "cleanloop evaluate --json",
      "cleanloop evaluate .output/finance_master.csv --fail-under 0.9",
      "cleanloop evaluate --rows --limit 5",
      "cleanloop evaluate --junit cleanloop.xml",
      "cleanloop evaluate --audit",
    ],
    load: () => import("./evaluate.ts"),
  }),
  command({
    name: "autonomy",
    summary: "the trust that the evidence has earned, and what the next promotion needs",
    options: {
      rounds: {
        flag: "--rounds <n>",
        about: "how many judged rounds to show",
        value: value.wholeNumber(1, 1000),
        default: 5,
      },
      fromHistory: {
        flag: "--from-history",
        about: "refuse where there is no history, instead of simulating one",
      },
      simulate: {
        flag: "--simulate",
        about: "show simulated rounds, though there is a history",
      },
      seed: {
        flag: "--seed <n>",
        about: "for the simulation",
        value: value.seedNumber,
        default: 1,
      },
    },
    examples: [
      "cleanloop autonomy --rounds 10",
      "cleanloop autonomy --from-history --json",
      "cleanloop autonomy --simulate --rounds 30 --seed 7",
    ],
    load: () => import("./autonomy.ts"),
  }),
  command({
    name: "calibrate",
    summary: "measure starter, noise and run times; propose score floor and limits with reasons",
    options: { write: { flag: "--write", about: "store what is proposed in cleanloop.json" } },
    examples: ["cleanloop calibrate", "cleanloop calibrate --write"],
    load: () => import("./calibrate.ts"),
  }),
  command({
    name: "status",
    summary: "inputs, genome, settings and where each comes from",
    options: {},
    examples: ["cleanloop status", "cleanloop status --json --root ~/feeds"],
    load: () => import("./status.ts"),
  }),
  command({
    name: "reset",
    summary: "put the starter or an earlier genome back; the present one and all evidence are kept",
    options: {
      dryRun: { flag: "--dry-run", about: "say what would happen, change nothing" },
      to: {
        flag: "--to <sha|round>",
        about:
          "an earlier genome instead: its digest, the beginning of it, or the round after which it was in force",
        value: value.genomeOrRound,
      },
    },
    examples: ["cleanloop reset --dry-run", "cleanloop reset", "cleanloop reset --to 12"],
    load: () => import("./reset.ts"),
  }),
  command({
    name: "observe",
    summary: "fitness over rounds, decisions, trust, tripwires and artifacts; changes nothing",
    options: {
      round: {
        flag: "--round <n>",
        about: "one round whole, with its change as a diff",
        value: value.wholeNumber(1),
      },
      row: {
        flag: "--row <key>",
        about:
          "one record's story: what came in, what is wanted, which table it reached under each genome",
      },
      html: {
        flag: "--html <file>",
        about: "write it as one HTML file that needs nothing else: charts, every round, evidence",
      },
      watch: { flag: "--watch", about: "show it anew whenever the trail grows, until Ctrl-C" },
      limit: {
        flag: "--limit <n>",
        about:
          "how many of the last rounds to list, or with --row of the last genomes (default: 20)",
        value: value.wholeNumber(1, 10_000),
      },
    },
    examples: [
      "cleanloop observe",
      "cleanloop observe --round 12",
      "cleanloop observe --row INV-1001",
      "cleanloop observe --html report.html",
      "cleanloop observe --watch",
      "cleanloop observe --limit 100 --json",
    ],
    load: () => import("./observe.ts"),
  }),
  command({
    name: "dashboard",
    summary: "the report as a page that follows a running loop; it shows and changes nothing",
    options: {
      port: {
        flag: "--port <n>",
        about: "where it listens; 0 for any port that is free",
        value: value.wholeNumber(0, 65_535),
        default: 4173,
      },
      host: {
        flag: "--host <address>",
        about: "the address that it answers under",
        default: "127.0.0.1",
      },
    },
    examples: ["cleanloop dashboard", "cleanloop dashboard --port 0 --json"],
    load: () => import("./dashboard.ts"),
  }),
  command({
    name: "verify",
    summary: "hold trail, seals, genomes, isolation and machine against what was recorded",
    options: {
      rescore: {
        flag: "--rescore",
        about: "run every kept genome again and compare with what was recorded",
      },
      head: {
        flag: "--head <digest>",
        about: "a head digest that you kept elsewhere",
        value: value.wholeDigest,
      },
    },
    examples: [
      "cleanloop verify",
      "cleanloop verify --rescore --json",
      "cleanloop verify --head $(cat ~/cleanloop-head)",
    ],
    load: () => import("./verify.ts"),
  }),
  command({
    name: "challenge",
    summary: "add harder inputs whose right answer is known, or take them away",
    options: {
      levels: {
        flag: "--levels <levels...>",
        about: "how hard, from 1 to 5; several may be given",
        value: value.challengeLevel,
      },
      count: {
        flag: "--count <rows>",
        about: "rows a level (default: 12)",
        value: value.wholeNumber(1, 1000),
      },
      seed: {
        flag: "--seed <number>",
        about: "the same seed makes the same rows (default: 1)",
        value: value.seedNumber,
      },
      remove: { flag: "--remove", about: "take every challenge file away" },
    },
    examples: [
      "cleanloop challenge --levels 1 2 3",
      "cleanloop challenge --levels 4 5 --count 20 --seed 7",
      "cleanloop challenge --remove",
    ],
    load: () => import("./challenge.ts"),
  }),
  command({
    name: "init",
    summary: "make a project of your own feeds and of rows whose right answer you know",
    options: {
      dir: { argument: "[dir]", about: "the folder of the new project (default: this one)" },
      input: {
        flag: "--input <files...>",
        about: "the feeds; without feeds and gold, a small example is made",
      },
      gold: { flag: "--gold <file>", about: "a table of rows as they should come out" },
      partial: { flag: "--partial", about: "the gold knows only some of the rows" },
      link: { flag: "--link", about: "link to the feeds where they are, instead of copying them" },
      force: {
        flag: "--force",
        about: "replace the project that is there; what it was is kept in before-init-1",
      },
    },
    examples: [
      "cleanloop init shop --input web.csv till.csv --gold right.csv",
      "cleanloop init shop --input export/*.csv --gold right.csv --partial --link",
      "cleanloop init example",
    ],
    load: () => import("./init.ts"),
  }),
  command({
    name: "run",
    summary: "clean new feeds with the kept genome; publish the tables only when they pass",
    options: {
      input: { flag: "--input <files...>", about: "the feeds to clean; - is stdin" },
      out: {
        flag: "--out <dir>",
        about: "the folder to publish to; left out with --input -, the table goes to stdout",
      },
      genome: {
        flag: "--genome <sha|round>",
        about: "an earlier kept genome instead of the one in force",
        value: value.genomeOrRound,
      },
      maxFailed: {
        flag: "--max-failed <n|p%>",
        about: "at most so many rows in the failures table, or such a share of the rows read",
        value: value.rowsOrShare,
      },
      columns: {
        flag: "--columns <rule>",
        about: "other columns than the arena's: strict publishes nothing, warn says so",
        value: value.columnsRule,
        default: "strict",
      },
      junit: {
        flag: "--junit <file>",
        about: "write the checks of the new data as JUnit XML too, for a build server",
      },
      sinceLast: {
        flag: "--since-last",
        about: "clean only files that the published tables do not hold, and add their rows",
      },
      acceptDrift: {
        flag: "--accept-drift",
        about: "record the drift of these feeds in data/drift-accepted.json as right",
      },
      openlineage: {
        flag: "--openlineage <file|url>",
        about: "tell an OpenLineage server of the run, or add its events to a file",
      },
      shard: {
        flag: "--shard <i/n>",
        about:
          "only one of n parts, for merge; auto takes i and n from Slurm, AWS Batch and others",
        value: value.shardOfMany,
      },
    },
    examples: [
      "cleanloop run --input exports/*.csv --out clean",
      "cleanloop run --input exports/*.csv --out clean --max-failed 2% --json",
      "cleanloop run --input exports/*.csv --out clean --since-last --columns warn",
      "cleanloop run --input large.csv --out parts --shard 3/16",
      "cleanloop run --input - | head",
    ],
    load: () => import("./run.ts"),
  }),
  command({
    name: "merge",
    summary: "put the shards of a run together: all there, of one genome, the same as one run",
    options: {
      dirs: { argument: "<dirs...>", about: "the folders of the shards" },
      out: { flag: "--out <dir>", about: "the folder to publish to" },
    },
    examples: ["cleanloop merge parts/* --out clean"],
    load: () => import("./merge.ts"),
  }),
  command({
    name: "help",
    summary: "how things work, by topic: trust, arena, kit, safety, settings and more",
    options: {
      topic: { argument: "[topic]", about: "a topic, or a command; without one, the list" },
    },
    examples: ["cleanloop help", "cleanloop help trust", "cleanloop help loop"],
    load: () => import("./help.ts"),
  }),
];
