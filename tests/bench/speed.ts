import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { containedStart } from "./contained-start.ts";
import { writeLargeArena } from "./large-arena.ts";
import { pairedRatio, timeOf, type Watched, watchedRun } from "./measure.ts";

const repository = process.cwd();
const cli = resolve(repository, "dist/cli.js");
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
  readonly bound: number;
  readonly unit: string;
}

const withArena = async <T>(rows: number, work: (root: string) => Promise<T>): Promise<T> => {
  const root = mkdtempSync(join(tmpdir(), "cleanloop-bench-"));
  try {
    writeLargeArena(repository, root, rows);
    return await work(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};

const evaluated = (rows: number): Promise<Watched> =>
  withArena(rows, async (root) => {
    const run = await watchedRun(node, [cli, "evaluate", "--json", "--root", root]);
    const { score, outcome } = JSON.parse(run.stdout);
    if (outcome !== "ok" || score !== 13) throw new Error(`${rows} rows: ${outcome}, ${score}/14`);
    return run;
  });

async function* measurements(): AsyncGenerator<Line> {
  const times = (what: string, measured: number, bound: number): Line => ({
    what,
    measured,
    bound,
    unit: "×",
  });
  yield times(
    "cleanloop --version / node -e 0",
    pairedRatio(pairs, command("--version"), bareNode),
    1.7,
  );
  yield times(
    "contained genome start / node -e 0",
    await containedStart(repository, pairs, bareNode),
    1.6,
  );
  yield times(
    "cleanloop sandbox (finance) / node -e 0",
    pairedRatio(pairs, command("sandbox", "--quiet"), bareNode),
    6,
  );
  const small = await evaluated(100_000);
  const large = await evaluated(1_000_000);
  yield times(
    "evaluate 1,000,000 rows / 100,000 rows",
    large.milliseconds / small.milliseconds,
    12,
  );
  yield {
    what: "largest process at 1,000,000 rows",
    measured: large.peakMb,
    bound: 512,
    unit: "MB",
  };
}

/** How fast and how large, as ratios within one run: absolute times say nothing elsewhere. */
export const printSpeed = async (): Promise<void> => {
  const lines: Line[] = [];
  for await (const line of measurements()) {
    process.stderr.write(`measured: ${line.what}\n`);
    lines.push(line);
  }
  const width = Math.max(...lines.map(({ what }) => what.length));
  for (const { what, measured, bound, unit } of lines) {
    const value = `${measured.toFixed(2)} ${unit}`.padStart(10);
    const within = measured <= bound ? "✓" : "✗";
    process.stdout.write(`${within} ${what.padEnd(width)}  ${value}  at most ${bound} ${unit}\n`);
  }
};
