import type { Arena } from "../../../domain/arena.ts";
import { isBlank, parseAmount } from "../../../kit/index.ts";
import type { LaidRow } from "../../../kit/row-steps.ts";
import type { Fit, GoldSet } from "./fit.ts";

/** Rows as they lie after some steps, and what their columns have in common with the gold's. */
export interface View {
  readonly arena: Arena;
  readonly fit: Fit;
  readonly rows: readonly LaidRow[];
  readonly columns: readonly ColumnView[];
  /** What stands in each of the gold's columns. */
  readonly gold: readonly GoldSet[];
  /** Which of the rows have an answer, as far as can be told. */
  readonly paired: ReadonlySet<number>;
}

export interface ColumnView {
  readonly name: string;
  readonly filled: number;
  readonly blank: number;
  readonly numbers: number;
  readonly distinct: ReadonlySet<string>;
  /** By gold column, in which share of the distinct cells it has the same, or a word of it. */
  readonly same: readonly number[];
  readonly alike: readonly number[];
  /** The gold column that it has most in common with, or -1. */
  readonly home: number;
}

const leastShared = 0.2;

export const viewOf = (
  rows: readonly LaidRow[],
  names: readonly string[],
  paired: ReadonlySet<number>,
  fit: Fit,
  arena: Arena,
): View => {
  const gold = fit.sets;
  const columns = names.map((name) => columnView(name, rows, gold, fit));
  return { arena, fit, rows, columns, gold, paired };
};

const columnView = (
  name: string,
  rows: readonly LaidRow[],
  gold: readonly GoldSet[],
  fit: Fit,
): ColumnView => {
  const distinct = new Set<string>();
  let filled = 0;
  let numbers = 0;
  for (const row of rows) {
    const cell = row[name] ?? "";
    if (isBlank(cell)) continue;
    filled += 1;
    distinct.add(cell);
  }
  const same = gold.map(() => 0);
  const alike = gold.map(() => 0);
  for (const cell of distinct) {
    if (cell.length < 30 && parseAmount(cell) !== null) numbers += 1;
    const { keys, words } = fit.gold.of(cell);
    for (const [at, known] of gold.entries()) {
      const isSame = keys.some((key) => known.keys.has(key));
      if (isSame) same[at] = (same[at] ?? 0) + 1;
      if (isSame || words.some((word) => known.words.has(word))) alike[at] = (alike[at] ?? 0) + 1;
    }
  }
  const shares = same.map((count) => count / Math.max(distinct.size, 1));
  const most = Math.max(0, ...shares);
  return {
    name,
    filled,
    blank: rows.length - filled,
    numbers: numbers / Math.max(distinct.size, 1),
    distinct,
    same: shares,
    alike: alike.map((count) => count / Math.max(distinct.size, 1)),
    home: most >= leastShared ? shares.indexOf(most) : -1,
  };
};

/** Whether rows must grow fewer or more for the gold: what a column has is spread over several there. */
export const isSpread = (column: ColumnView): boolean =>
  column.alike.filter((share) => share > 0).length >= 2;

/** A name that no column has yet. */
export const freeName = (wanted: string, taken: readonly string[]): string => {
  if (!taken.includes(wanted)) return wanted;
  for (let at = 2; ; at++) if (!taken.includes(`${wanted} ${at}`)) return `${wanted} ${at}`;
};

/** What the gold calls a column that is to be made, where it says; else the plain word. */
export const goldName = ({ arena, fit }: View, home: number, plain: string): string =>
  arena.master.columns[fit.columns[home] ?? -1]?.name ?? plain;
