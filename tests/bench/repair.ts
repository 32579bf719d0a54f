import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as z from "zod/mini";
import type { HeldOut } from "../../src/domain/evaluation.ts";
import {
  type ArenaKind,
  arenaKinds,
  benchOnlyKinds,
  newKinds,
  writeArena,
} from "../support/arenas/index.ts";
import { layOutFinance, shipped } from "../support/finance.ts";
import { cleanEnvironment, untilItHangs } from "./measure.ts";
import { type Row, say, type Table } from "./rows.ts";

const cli = shipped("dist/cli.cjs");
const seed = 1;
const leastRight = 0.97;
const mostSeconds = 120;

interface Subject {
  readonly name: string;
  readonly solvable: boolean;
  layOut(root: string): void;
}

interface Repair {
  readonly name: string;
  readonly solvable: boolean;
  /** Of the genome that the loop left, judged anew. */
  readonly unseen: HeldOut;
  readonly fitness: number;
  readonly rounds: number;
  readonly kept: number;
  readonly stopReason: string;
  readonly seconds: number;
}

const subjectOf = ({ name, solvable, make }: ArenaKind): Subject => ({
  name,
  solvable,
  layOut: (root) => writeArena(root, make(seed)),
});

const finance: Subject = {
  name: "finance",
  solvable: true,
  layOut: (root) => layOutFinance(root),
};

const groups: readonly (readonly [title: string, subjects: readonly Subject[]])[] = [
  ["arenas that tests look at", [finance, ...[...arenaKinds, ...newKinds].map(subjectOf)]],
  ["arenas that no test has ever seen", benchOnlyKinds.map(subjectOf)],
];
const width = Math.max(
  ...groups
    .flatMap(([title, subjects]) => [title, ...subjects.map(({ name }) => name)])
    .map(({ length }) => length),
);

const summarySchema = z.looseObject({
  type: z.literal("summary"),
  stopReason: z.string(),
  rounds: z.number(),
  kept: z.number(),
});

/** Runs the loop as a user would; one that ends without a summary shows how it ended instead. */
const runLoop = (root: string) => {
  const args = ["--proposer", "search", "--reviewer", "judge", "--max-iterations", "40"];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [cli, "loop", "--root", root, ...args, "--json", "--seed", String(seed)],
    { env: cleanEnvironment, encoding: "utf8", maxBuffer: 2 ** 30, ...untilItHangs },
  );
  const summary = summarySchema.safeParse(lastEvent(stdout));
  if (summary.success) return summary.data;
  process.stderr.write(stderr);
  return { stopReason: `exit ${status}`, rounds: 0, kept: 0 };
};

const lastEvent = (stdout: string): unknown => {
  const line = stdout.trimEnd().split("\n").at(-1) ?? "";
  return line.startsWith("{") ? JSON.parse(line) : null;
};

const builtLibrary = (): Promise<typeof import("../../src/index.ts")> =>
  import(pathToFileURL(shipped("dist/index.js")).href);

const judgeAnew = async (root: string) => {
  const { evaluateGenome, openProject } = await builtLibrary();
  return (await evaluateGenome(openProject(root))).evaluation;
};

/** Where no test has a look at an arena, nobody else would notice. */
const refuseWrongGold = async (root: string, name: string): Promise<void> => {
  const { evaluateFile, openProject } = await builtLibrary();
  const gold = join(root, "data/gold/expected.csv");
  const { score, total, fitness } = (await evaluateFile(openProject(root), gold)).evaluation;
  if (score !== total || fitness !== 1)
    throw new Error(`${name}: its own gold is not a right answer`);
};

const repair = async ({ name, solvable, layOut }: Subject): Promise<Repair> => {
  const root = mkdtempSync(join(tmpdir(), "cleanloop-repair-"));
  try {
    layOut(root);
    await refuseWrongGold(root, name);
    const start = performance.now();
    const { stopReason, rounds, kept } = runLoop(root);
    const seconds = (performance.now() - start) / 1_000;
    const { heldOut, fitness } = await judgeAnew(root);
    return { name, solvable, unseen: heldOut, fitness, rounds, kept, stopReason, seconds };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};

const rightShare = ({ rows, matched }: HeldOut): number => matched / rows;

/** What cannot be solved must be given up early, and said to be. */
const isGood = ({ solvable, unseen, stopReason, seconds }: Repair): boolean =>
  seconds < mostSeconds &&
  (solvable ? rightShare(unseen) >= leastRight : stopReason === "saturated");

const columns: readonly (readonly [string, number, (one: Repair) => string])[] = [
  ["unseen rows right", 18, ({ unseen }) => `${unseen.matched}/${unseen.rows}`],
  ["share", 7, ({ unseen }) => rightShare(unseen).toFixed(3)],
  ["fitness", 9, ({ fitness }) => fitness.toFixed(3)],
  ["rounds", 8, ({ rounds }) => String(rounds)],
  ["kept", 6, ({ kept }) => String(kept)],
  ["stopped", 16, ({ stopReason }) => stopReason],
  ["seconds", 9, ({ seconds }) => seconds.toFixed(1)],
];

const lineOf = (mark: string, name: string, cells: readonly string[]): string => {
  const padded = cells.map((cell, at) => cell.padStart(columns[at]?.[1] ?? 0));
  return `${mark} ${name.padEnd(width)}${padded.join("")}`;
};

const rowOf = (subject: Subject): Row => ({
  name: subject.name,
  print: async () => {
    const done = await repair(subject);
    const cells = columns.map(([, , cell]) => cell(done));
    say(lineOf(isGood(done) ? "✓" : "✗", done.name, cells));
    return isGood(done);
  },
});

const goodMeans =
  `✓ at least ${leastRight} of the unseen rows right, or given up as saturated where the inputs ` +
  `do not tell the answer; within ${mostSeconds} seconds`;

/** How well the built-in search repairs arenas, half of the gold unseen. */
export const repairTable: Table = {
  name: "repair",
  parts: groups.map(([title, subjects]) => ({
    head: lineOf(
      " ",
      title,
      columns.map(([heading]) => heading),
    ),
    rows: subjects.map(rowOf),
    foot: (good) => `  ${good} of ${subjects.length}: ${goodMeans}`,
  })),
};
