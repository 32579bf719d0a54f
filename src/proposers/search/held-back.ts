import { canonicalToken } from "../../kit/index.ts";
import { type Chain, chainExpr } from "./branches.ts";
import { scattered } from "./order.ts";
import type { ColumnTask } from "./task.ts";
import { typedValue } from "./typed.ts";

/** How many of the rows that were not used to learn a program it gets right. */
export interface HeldBack {
  readonly right: number;
  /** What the best plain program gets right of the same rows. */
  readonly plainRight: number;
  readonly rows: number;
  /** Whether rows with the same key were held back together. */
  readonly byKey: boolean;
}

export const isSameProgram = (a: Chain, b: Chain): boolean =>
  chainExpr(a.branches).key === chainExpr(b.branches).key;

/** A gain on the rows that were used to learn it must show on the others too. */
const leastShare = 0.3;
const fewExpected = 4;

export const holds = (held: HeldBack | null, chain: Chain, plain: Chain): boolean => {
  if (held === null || isSameProgram(chain, plain)) return true;
  const gain = (chain.hits - plain.hits) / Math.max(chain.rows, 1);
  const heldGain = (held.right - held.plainRight) / Math.max(held.rows, 1);
  if (gain <= 0) return held.right >= held.plainRight;
  // Of a rare thing so few rows were held back that they say nothing.
  if (gain * held.rows < fewExpected && held.right >= held.plainRight && !held.byKey) return true;
  return heldGain >= leastShare * gain;
};

const mostHeld = 400;
const fewestRows = 8;
/** A program this short is fitted to nothing that a few rows less could change. */
const shortBits = 26;

/** The rows to learn from and a quarter to try it on, by row or by key; null where it is plain. */
export const partsFor = (
  task: ColumnTask,
  chain: Chain,
): { kept: ColumnTask; held: ColumnTask; byKey: boolean } | null => {
  const isShort = chain.branches.length <= 1 && chain.bits <= shortBits;
  if (isShort || task.want.length < fewestRows) return null;
  const key = repeatedKey(task, chain);
  const isHeld = key === null ? byRow : byKey(key, task);
  const kept = without(task, (at) => !isHeld(at));
  const held = without(task, isHeld);
  if (held.want.length < 2 || kept.want.length < fewestRows / 2) return null;
  return { kept, held, byKey: key !== null };
};

export const rightOf = ({ branches }: Chain, { type, pairs, want }: ColumnTask): number =>
  pairs
    .vector(chainExpr(branches))
    .filter((value, at) => typedValue(type, value).trim() === want[at]?.trim()).length;

/** One row of four, and not the same of each four: feeds have kinds of rows that take turns. */
const byRow = (at: number): boolean => at % 4 === scattered(Math.floor(at / 4), 4);

/**
 * A column that the program reads and whose cells come again: what is looked up by it may be
 * learnt by heart.
 */
const repeatedKey = (task: ColumnTask, { branches }: Chain): string | null => {
  const { pairs, want } = task;
  const byHeart = branches.filter(
    ({ expr }) => expr.kind === "usual" || (expr.memorises > 1 && expr.kind !== "band"),
  );
  const sources = byHeart.flatMap(({ expr }) => expr.sources);
  const repeated = sources.filter((name) => {
    const cells = new Set(pairs.rows.map((row) => row.cells[name] ?? ""));
    const isRepeated = cells.size >= 8 && cells.size * 1.5 <= want.length;
    return isRepeated && !areSynonyms(cells, name, task);
  });
  return repeated[0] ?? null;
};

/**
 * Many spellings of few values, of which the rows without an answer show hardly any other: those
 * have to be learnt one by one, and no key tells of the next.
 */
const areSynonyms = (
  cells: ReadonlySet<string>,
  name: string,
  { want, spare }: ColumnTask,
): boolean => {
  const known = new Set([...cells].map((cell) => canonicalToken(cell)));
  const unseen = spare.rows.filter((row) => !known.has(canonicalToken(row.cells[name])));
  return new Set(want).size * 2 <= known.size && unseen.length * 10 <= spare.rows.length;
};

const byKey = (name: string, { pairs: { rows } }: ColumnTask): ((at: number) => boolean) => {
  const cells = [...new Set(rows.map((row) => row.cells[name] ?? ""))];
  const held = new Set(cells.filter((_, at) => at % 4 === 1));
  return (at) => held.has(rows[at]?.cells[name] ?? "");
};

/** The task with only some of its rows; the others are as if their answers were not known. */
const without = (task: ColumnTask, keeps: (at: number) => boolean): ColumnTask => {
  const at = [...task.want.keys()].filter(keeps).slice(0, mostHeld);
  const pick = <T>(items: readonly T[]): T[] => at.flatMap((index) => items[index] ?? []);
  return { ...task, pairs: task.pairs.picked(at), gold: pick(task.gold), want: pick(task.want) };
};
