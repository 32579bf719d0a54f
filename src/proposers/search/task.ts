import { isReadAsText } from "../../cells/typing.ts";
import type { ColumnType } from "../../domain/columns.ts";
import { columnExpr, type Expr } from "./expr.ts";
import type { Frame } from "./frame.ts";
import { counted, sampled } from "./order.ts";
import { loose, textOf, typed } from "./typed.ts";

/** What a column's cells are like, over the whole feed. */
export interface Profile {
  readonly filled: number;
  readonly distinct: number;
  readonly longest: number;
  /** The most frequent cells, as they are, with how often each stands there. */
  readonly common: readonly (readonly [cell: string, times: number])[];
  /** Shares of the filled cells. */
  readonly digits: number;
  readonly isLong: boolean;
  /** Whether each of the cells, the blank ones aside, is a number or a day as the judge reads it. */
  readonly isAll: Readonly<Record<Exclude<ColumnType, "text">, boolean>>;
}

/** Something that a column may be made of: an input column, or a gold column that is explained. */
export interface Source {
  readonly name: string;
  readonly expr: Expr;
  readonly profile: Profile;
}

/** One gold column that wants explaining, with all that may explain it. */
export interface ColumnTask {
  readonly name: string;
  readonly type: ColumnType;
  /** Sampled input rows that have a gold row; `gold` and `want` are its cells, by position. */
  readonly pairs: Frame;
  readonly gold: readonly string[];
  readonly want: readonly string[];
  /** Sampled input rows without a visible gold row: held out, or not wanted at all. */
  readonly spare: Frame;
  /** Every input row: what is usual can be learnt from all of them. */
  readonly all: Frame;
  /** Input columns first, then the gold columns that are explained already. */
  readonly sources: readonly Source[];
  /** Whether a row without this cell leaves the table, so that giving none says something. */
  readonly leaves: boolean;
  /** The share of the gold that is hidden: how likely a row that is wanted has no visible answer. */
  readonly hidden: number;
}

const mostCommon = 200;
const mostProfiled = 5000;
const longCell = 400;

export const profileOf = (cells: readonly string[]): Profile => {
  const some = sampled(cells, mostProfiled).filter((cell) => cell.trim() !== "");
  const lengths = some.map(({ length }) => length).sort((a, b) => a - b);
  const common = counted(some);
  return {
    filled: some.length / Math.max(Math.min(cells.length, mostProfiled), 1),
    distinct: common.length,
    longest: lengths.at(-1) ?? 0,
    common: common.slice(0, mostCommon),
    digits: some.filter((cell) => /\d/.test(cell)).length / Math.max(some.length, 1),
    isLong: (lengths[Math.floor(lengths.length * 0.95)] ?? 0) > longCell,
    isAll: { number: isAll("number", cells), date: isAll("date", cells) },
  };
};

const isAll = (type: ColumnType, cells: readonly string[]): boolean =>
  [...new Set(cells)].every((cell) => cell.trim() === "" || !isReadAsText(typed(type, cell)));

export const inputSource = (name: string, all: Frame): Source => {
  const expr = columnExpr(name);
  return { name, expr, profile: profileOf(all.vector(expr).map(textOf)) };
};

/** The distinct pairs of a source's cell and the gold's, the most frequent first. */
export const examplesOf = (
  expr: Expr,
  { pairs, gold }: ColumnTask,
  most = 200,
): { readonly from: string; readonly to: string; readonly times: number }[] => {
  const values = pairs.vector(expr);
  const keys = values.map((value, at) => `${textOf(value)}\u0000${gold[at] ?? ""}`);
  return counted(keys)
    .slice(0, most)
    .map(([key, times]) => {
      const cut = key.indexOf("\u0000");
      return { from: key.slice(0, cut), to: key.slice(cut + 1), times };
    });
};

/** In how many of the first distinct examples the gold's cell stands inside the source's. */
export const insideShare = (expr: Expr, task: ColumnTask): number => {
  const some = examplesOf(expr, task, 100).filter(({ to }) => to.trim() !== "");
  const inside = some.filter(({ from, to }) => loose(from).includes(loose(to)));
  return inside.length / Math.max(some.length, 1);
};
