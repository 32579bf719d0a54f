import { typedValue } from "../../search/typed.ts";
import { type Chain, chainExpr } from "../explain/chain.ts";
import { explain } from "../explain/explain.ts";
import type { Task } from "../explain/task.ts";

/** How many of the rows that were held back came out right, everything fitted without them. */
export interface HeldBack {
  readonly right: number;
  readonly rows: number;
  /** Whether rows with the same key were held back together. */
  readonly byKey: boolean;
}

const mostRows = 400;
const fewestRows = 8;
/** A program this short is fitted to nothing that a few rows less could change. */
const plainBits = 26;

/** Explains the column anew without a quarter of its rows, by row or by key, and tries it on them. */
export const heldBack = (task: Task, chain: Chain): HeldBack | null => {
  const isPlain = chain.branches.length <= 1 && chain.bits <= plainBits;
  if (isPlain || task.rows.length < fewestRows) return null;
  const key = repeatedKey(task, chain);
  const isHeld = key === null ? byRow : byKey(key, task);
  const kept = without(task, (at) => !isHeld(at));
  const held = without(task, isHeld);
  if (held.rows.length < 2 || kept.rows.length < fewestRows / 2) return null;
  const [found] = explain(kept);
  const expr = chainExpr(found?.branches ?? []);
  const right = held.rows.filter(
    (row, at) => typedValue(task.type, expr.run(row)).trim() === held.want[at]?.trim(),
  );
  return { right: right.length, rows: held.rows.length, byKey: key !== null };
};

const byRow = (at: number): boolean => at % 4 === 1;

/** A column that the program reads and whose cells come again: what is looked up by it may be learnt by heart. */
const repeatedKey = ({ rows }: Task, { branches }: Chain): string | null => {
  const reads = branches.flatMap(({ expr }) => expr.reads);
  const repeated = reads.filter((name) => {
    const cells = new Set(rows.map((row) => row.cells[name] ?? ""));
    return cells.size >= 8 && cells.size * 1.5 <= rows.length;
  });
  return repeated[0] ?? null;
};

const byKey = (name: string, { rows }: Task): ((at: number) => boolean) => {
  const cells = [...new Set(rows.map((row) => row.cells[name] ?? ""))];
  const held = new Set(cells.filter((_, at) => byRow(at)));
  return (at) => held.has(rows[at]?.cells[name] ?? "");
};

/** The task with only some of its rows; the others are as if their answers were not known. */
const without = (task: Task, keeps: (at: number) => boolean): Task => {
  const at = [...task.rows.keys()].filter(keeps).slice(0, mostRows);
  const pick = <T>(items: readonly T[]): T[] => at.flatMap((index) => items[index] ?? []);
  return { ...task, rows: pick(task.rows), gold: pick(task.gold), want: pick(task.want) };
};
