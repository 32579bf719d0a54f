import type { ColumnType } from "../../domain/columns.ts";
import type { BitSet } from "./bitset.ts";
import type { Expr } from "./expr.ts";
import type { ColumnTask } from "./task.ts";

/** A program with what it does to the rows whose answer is known, and to those without one. */
export interface Tried {
  readonly expr: Expr;
  /** Its typed cell by row, as a number that `Offers.cell` knows. */
  readonly ids: Int32Array;
  /** Where it gives the gold's cell, which is not blank. */
  readonly hit: BitSet;
  readonly given: BitSet;
  readonly spareGiven: BitSet;
  /** Rows without a known answer for which it gives something unlike the gold's cells. */
  readonly odd: BitSet;
}

/** Where operators put the programs that may explain the column. */
export interface Offers {
  /** The program tried on all pairs, or null when a smaller one gives the same. */
  offer(expr: Expr): Tried | null;
  /** The program tried, without being offered. */
  measure(expr: Expr): Tried;
  /** The programs so far that explain most, then those that explain most of what is left. */
  best(most: number): readonly Tried[];
  /** A typed cell by its number. */
  cell(id: number | undefined): string;
  /** Every program so far whose output differs. */
  readonly tried: readonly Tried[];
  /** In how many rows a program is right but for case, blanks and marks. */
  looseHits(tried: Tried): number;
}

/**
 * One way to make a cell: how it is proposed. What it costs, its words and its code stand in the
 * programs that it offers, and what they do at run time is a function of the kit.
 */
export interface Operator {
  readonly name: string;
  /** The types of gold columns that it serves. */
  readonly types: readonly ColumnType[];
  /** Whether it may be given columns whose cells are long prose. */
  readonly readsLongText: boolean;
  propose(task: ColumnTask, offers: Offers): void;
}
