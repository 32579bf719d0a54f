import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { writeLargeArena } from "./large-arena.ts";
import { pairedRatio, timeOf, type Watched, watchedRun } from "./measure.ts";

const repository = process.cwd();
const cli = resolve(repository, "dist/cli.js");
const node = process.execPath;
const bareNode = (): number => timeOf(node, ["-e", "0"]);
const command = (...args: string[]): number => timeOf(node, [cli, ...args]);

interface Line {
  readonly what: string;
  readonly measured: string;
  readonly bound: string;
  readonly within: boolean;
}

const atMost = (what: string, value: number, bound: number, unit: string): Line => ({
  what,
  measured: `${value.toFixed(2)} ${unit}`,
  bound: `at most ${bound} ${unit}`,
  within: value <= bound,
});

const evaluateRows = async (rows: number): Promise<Watched> => {
  const root = mkdtempSync(join(tmpdir(), "cleanloop-bench-"));
  try {
    writeLargeArena(repository, root, rows);
    const run = await watchedRun(node, [cli, "evaluate", "--json", "--root", root]);
    const { score, outcome } = JSON.parse(run.stdout);
    if (outcome !== "ok" || score !== 13) throw new Error(`${rows} rows: ${outcome}, ${score}/14`);
    return run;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};

const lines: Line[] = [];
const pairs = 15;
const note = (line: Line): void => {
  lines.push(line);
  process.stderr.write(`measured: ${line.what}\n`);
};

note(
  atMost(
    "cleanloop --version / node -e 0",
    pairedRatio(pairs, () => command("--version"), bareNode),
    1.7,
    "×",
  ),
);
note(
  atMost(
    "cleanloop sandbox (finance) / node -e 0",
    pairedRatio(pairs, () => command("sandbox", "--quiet"), bareNode),
    6,
    "×",
  ),
);
const small = await evaluateRows(100_000);
const large = await evaluateRows(1_000_000);
note(
  atMost(
    "evaluate 1,000,000 rows / 100,000 rows",
    large.milliseconds / small.milliseconds,
    12,
    "×",
  ),
);
note(atMost("largest process at 1,000,000 rows", large.peakMb, 512, "MB"));

const width = Math.max(...lines.map(({ what }) => what.length));
for (const { what, measured, bound, within } of lines)
  process.stdout.write(
    `${within ? "✓" : "✗"} ${what.padEnd(width)}  ${measured.padStart(10)}  ${bound}\n`,
  );
