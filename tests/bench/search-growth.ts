import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ColumnType } from "../../src/domain/columns.ts";
import type { GeneratedArena } from "../support/arenas/arena.ts";
import type { Dice } from "../support/arenas/dice.ts";
import { writeArena } from "../support/arenas/index.ts";
import { rowArena } from "../support/arenas/row-arena.ts";
import { layOutFinance, shipped } from "../support/finance.ts";
import { bestOf, timeOf } from "./measure.ts";

/** What one kind of column holds in the feed, and what is right. */
interface Made {
  readonly type: ColumnType;
  cell(dice: Dice, at: number): { readonly input: string; readonly gold: string };
}

const words = ["north", "south", "east", "west", "centre", "harbour"];

const kinds: readonly Made[] = [
  { type: "text", cell: (_, at) => ({ input: ` K-${at} `, gold: `K-${at}` }) },
  {
    type: "number",
    cell: (dice) => {
      const cents = dice.between(100, 9_999_999);
      const [whole, rest] = [Math.floor(cents / 100), String(cents % 100).padStart(2, "0")];
      return { input: `$${whole.toLocaleString("en")}.${rest}`, gold: String(cents / 100) };
    },
  },
  {
    type: "date",
    cell: (dice) => {
      const [day, month] = [dice.between(10, 28), dice.between(10, 12)];
      return { input: `${day}/${month}/2024`, gold: `2024-${month}-${day}` };
    },
  },
  {
    type: "text",
    cell: (dice) => {
      const word = dice.pick(words);
      return { input: dice.between(0, 3) === 0 ? word.toUpperCase() : word, gold: word };
    },
  },
  { type: "number", cell: (dice) => plain(String(dice.between(1, 500))) },
];

const plain = (cell: string) => ({ input: cell, gold: cell });

const madeFeed = (rows: number, width: number): GeneratedArena => {
  const columns = Array.from({ length: width }, (_, at) => ({
    name: `c${at + 1}`,
    made: kinds[at % kinds.length] ?? kinds[0],
  }));
  return rowArena({
    name: `made-${rows}-by-${width}`,
    about: "a feed of any size",
    goal: "The feed with every column in its plain form.",
    columns: Object.fromEntries(columns.map(({ name, made }) => [name, made?.type ?? "text"])),
    rows,
    row: (dice) => (at) => {
      const cells = columns.map(
        ({ name, made }) => [name, made?.cell(dice, at) ?? plain("")] as const,
      );
      return {
        input: Object.fromEntries(cells.map(([name, { input }]) => [name, input])),
        gold: Object.fromEntries(cells.map(([name, { gold }]) => [name, gold])),
      };
    },
  }).make(1);
};

/** The search's first round on a made feed, over the one on the finance project. */
export const searchGrowth = (rows: number, width: number): number =>
  firstRound((root) => writeArena(root, madeFeed(rows, width))) / firstRound(layOutFinance);

const firstRound = (layOut: (root: string) => void): number =>
  bestOf(2, () => {
    const root = mkdtempSync(join(tmpdir(), "cleanloop-bench-"));
    try {
      layOut(root);
      const loop = ["loop", "--proposer", "search", "--reviewer", "judge", "--max-iterations", "1"];
      return timeOf(process.execPath, [shipped("dist/cli.cjs"), ...loop, "--json", "--root", root]);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
