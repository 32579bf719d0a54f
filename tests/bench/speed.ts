import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { layOutFinance, shipped } from "../support/finance.ts";
import { lateAppend } from "./append.ts";
import { containedStart, untilReady } from "./contained-start.ts";
import { readingGain } from "./feed-reading.ts";
import { keptRound } from "./kept-round.ts";
import { writeLargeArena } from "./large-arena.ts";
import { loopStart } from "./loop-start.ts";
import { pairedRatio, timeOf, type Watched, watchedRun } from "./measure.ts";
import { millionRows } from "./million-rows.ts";
import { observeLong } from "./observe-long.ts";
import { queueCosts, queueThroughput } from "./queue.ts";
import { type Row, say, type Table } from "./rows.ts";
import { searchGrowth } from "./search-growth.ts";
import { shardedRun } from "./sharded-run.ts";
import { gainOfStarts, sideBySide } from "./side-by-side.ts";

const cli = shipped("dist/cli.cjs");
const node = process.execPath;
const pairs = 21;
const bareNode = (): number => timeOf(node, ["-e", "0"]);
const command =
  (...args: string[]) =>
  (): number =>
    timeOf(node, [cli, ...args]);

interface Line {
  readonly what: string;
  readonly measured: number;
  readonly bound: { readonly at: "most" | "least"; readonly value: number };
  readonly unit: "×" | "MB" | "ms" | "calls" | "kB";
}

const atMost = (what: string, measured: number, value: number, unit: Line["unit"] = "×"): Line => ({
  what,
  measured,
  bound: { at: "most", value },
  unit,
});

const atLeast = (what: string, measured: number, value: number): Line => ({
  what,
  measured,
  bound: { at: "least", value },
  unit: "×",
});

const holds = ({ measured, bound: { at, value } }: Line): boolean =>
  at === "most" ? measured <= value : measured >= value;

const withProject = async <T>(
  layOut: (root: string) => void,
  work: (root: string) => T | Promise<T>,
): Promise<T> => {
  const root = mkdtempSync(join(tmpdir(), "cleanloop-bench-"));
  try {
    layOut(root);
    return await work(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};

const evaluated = (rows: number): Promise<Watched> =>
  withProject(
    (root) => writeLargeArena(root, rows),
    async (root) => {
      const run = await watchedRun(node, [cli, "evaluate", "--json", "--root", root]);
      const { score, outcome } = JSON.parse(run.stdout);
      if (outcome !== "ok" || score !== 13)
        throw new Error(`${rows} rows: ${outcome}, ${score}/14`);
      return run;
    },
  );

const cores = availableParallelism();
const hasRedis = spawnSync("redis-server", ["--version"], { stdio: "ignore" }).status === 0;

/** What is measured at one go, as one line or more of the table. */
const measurements: readonly (readonly [name: string, lines: () => AsyncGenerator<Line>])[] = [
  ["version", startOfNothing],
  ["contained-start", startsOfGenomes],
  ["sandbox", startOfSandbox],
  ["kept-round", keptRounds],
  ...(cores > 1 ? [["side-by-side", candidatesSideBySide] as const] : []),
  ...(hasRedis ? [["queue", queuedCandidates] as const] : []),
  ["append", appending],
  ["loop-start", startsOfLoops],
  ["observe", looks],
  ["feed-reading", feedReading],
  ["evaluate", evaluations],
  ["shards", shardedRuns],
  ["peers", besideItsPeers],
  ["search-long", () => searches(1_000, 20)],
  ["search-large", () => searches(10_000, 15)],
];

async function* startOfNothing(): AsyncGenerator<Line> {
  yield atMost(
    "cleanloop --version / node -e 0",
    pairedRatio(pairs, command("--version"), bareNode),
    1.4,
  );
}

async function* startsOfGenomes(): AsyncGenerator<Line> {
  const { cold, ready } = await containedStart(pairs, bareNode);
  yield atMost("contained genome start / node -e 0", cold, 1.6);
  yield atMost("the same in a sandbox that stood ready / node -e 0", ready, 0.5);
}

async function* startOfSandbox(): AsyncGenerator<Line> {
  yield atMost(
    "cleanloop sandbox (finance) / node -e 0",
    await withProject(layOutFinance, (root) =>
      pairedRatio(pairs, command("sandbox", "--quiet", "--root", root), bareNode),
    ),
    6,
  );
}

async function* keptRounds(): AsyncGenerator<Line> {
  const { cold, ready } = await keptRound(untilReady * bareNode());
  yield atMost("a kept round / its contained runs, each set up for itself", cold, 1.5);
  yield atMost("the same / runs in sandboxes that stood ready too", ready, 2.5);
}

async function* candidatesSideBySide(): AsyncGenerator<Line> {
  yield atLeast(`8 candidates a round, on 1 core / on ${cores}`, await sideBySide(3), 1.7);
  const gain = (await gainOfStarts(cores)).toFixed(2);
  say(`  starts of a bare node, which share nothing, gain ${gain} × on the same cores`);
}

async function* queuedCandidates(): AsyncGenerator<Line> {
  // Here sandboxes stand ready beforehand; there the loop shares its cores with the workers, and runs
  // the best and a sample again.
  const round = "24 candidates a round by way of a queue";
  yield atLeast(`${round}, 1 worker / here on ${cores}`, await queueThroughput(1), 0.35);
  yield atLeast(`${round}, 2 workers / here on ${cores}`, await queueThroughput(2), 0.5);
  const { overheadMs, callsPerRun, kilobytesPerRun, callsPerWorkerSecond } = await queueCosts(60);
  yield atMost(
    "a candidate by way of a queue on loopback, over the same run here",
    overheadMs,
    15,
    "ms",
  );
  yield atMost(
    "what Redis does for one run, calls within its scripts counted",
    callsPerRun,
    120,
    "calls",
  );
  yield atMost("what goes over its wires for one run of finance", kilobytesPerRun, 80, "kB");
  // Four runs at a time, a second each: what a run on a feed of some size takes.
  const runs = 100 * 4;
  const calls = Math.round(100 * callsPerWorkerSecond + runs * callsPerRun);
  const megabytes = Math.round((runs * kilobytesPerRun) / 1000);
  say(
    `  on paper, 100 workers with 4 runs of a second each: ${calls.toLocaleString("en")} calls and ${megabytes} MB a second`,
  );
}

async function* appending(): AsyncGenerator<Line> {
  yield atMost("append at line 1,000,000 / at line 10", await lateAppend(1_000_000, 10, 101), 1.5);
}

async function* startsOfLoops(): AsyncGenerator<Line> {
  const { ratio, peakMb } = await loopStart(100_000, pairs);
  yield atMost("start of a loop after 100,000 rounds / after none", ratio, 2);
  yield atMost("largest process that reads 100,000 rounds", peakMb, 512, "MB");
}

async function* looks(): AsyncGenerator<Line> {
  const look = await observeLong(100_000, 5);
  yield atMost("observe after 100,000 rounds / parsing their lines", look.ratio, 5);
  yield atMost("largest process of that look", look.peakMb, 512, "MB");
}

async function* feedReading(): AsyncGenerator<Line> {
  yield atLeast("a feed without quotes: csv-parse alone / as feeds are read", readingGain(7), 1.5);
}

async function* evaluations(): AsyncGenerator<Line> {
  let before = await evaluated(1_000);
  for (const rows of [10_000, 100_000, 1_000_000]) {
    const now = await evaluated(rows);
    const what = `evaluate ${rows.toLocaleString("en")} rows / ${(rows / 10).toLocaleString("en")} rows`;
    yield atMost(what, now.milliseconds / before.milliseconds, 12);
    before = now;
  }
  yield atMost("largest process at 1,000,000 rows", before.peakMb, 512, "MB");
}

async function* shardedRuns(): AsyncGenerator<Line> {
  const what = "largest process of a run on 1,000,000 rows, whole and in 16 shards";
  yield atMost(what, await shardedRun(1_000_000), 512, "MB");
}

async function* besideItsPeers(): AsyncGenerator<Line> {
  const { judging, judgingMb, tenfoldMb, tiny, running } = await millionRows(1_000_000, 3);
  const judge = "judge 1,000,000 rows by 1,000,000 / DuckDB's EXCEPT ALL both ways";
  yield atMost(`${judge}, clock`, judging.clock, 2.5);
  yield atMost(`${judge}, processor`, judging.processor, 2.5);
  yield atMost("largest process that judges them", judgingMb, 300, "MB");
  yield atMost("largest process that judges 10,000,000 rows by them", tenfoldMb, 450, "MB");
  yield atMost("judge as many bytes of tiny rows / of ordinary ones, processor", tiny.processor, 2);
  const run = "run of 1,000,000 rows passed through / bare csv-parse";
  yield atMost(`${run}, clock`, running.clock, 3);
  yield atMost(`${run}, processor`, running.processor, 3);
}

async function* searches(rows: number, width: number): AsyncGenerator<Line> {
  const what = `first round of search, ${rows.toLocaleString("en")} × ${width} / finance`;
  yield atMost(what, searchGrowth(rows, width), 8);
}

/** As wide as the longest of them. */
const wordsWidth = 78;

const printed = (line: Line): boolean => {
  const { what, measured, bound, unit } = line;
  const value = `${measured.toFixed(2)} ${unit}`.padStart(10);
  const limit = `at ${bound.at} ${bound.value} ${unit}`;
  say(`${holds(line) ? "✓" : "✗"} ${what.padEnd(wordsWidth)}  ${value}  ${limit}`);
  return holds(line);
};

const rowOf = (name: string, lines: () => AsyncGenerator<Line>): Row => ({
  name,
  print: async () => {
    let allHold = true;
    process.stderr.write(`measuring: ${name}\n`);
    for await (const line of lines()) if (!printed(line)) allHold = false;
    return allHold;
  },
});

/** How fast and how large, as ratios within one run: absolute times say nothing elsewhere. */
export const speedTable: Table = {
  name: "speed",
  parts: [{ head: "speed", rows: measurements.map(([name, lines]) => rowOf(name, lines)) }],
};
