import type { ColumnType } from "../../../domain/arena.ts";
import type { Row } from "../../search/rows.ts";
import type { Expr } from "../expr.ts";

/** One gold column that wants explaining, with all that may explain it. */
export interface Task {
  readonly name: string;
  readonly type: ColumnType;
  /** The input rows that have a gold row, and that column's cell in it, as written and as typed. */
  readonly rows: readonly Row[];
  readonly gold: readonly string[];
  readonly want: readonly string[];
  /** Input rows without a visible gold row: held out, or not wanted at all. */
  readonly spare: readonly Row[];
  /** Every input row: what is usual can be learnt from all of them. */
  readonly all: readonly Row[];
  readonly columns: readonly string[];
  /** Gold columns that are explained already. */
  readonly solved: readonly Expr[];
  /** Whether a row without this cell leaves the table, so that giving none says something. */
  readonly leaves: boolean;
  /** The share of the gold that is hidden: how likely a row that is wanted has no visible answer. */
  readonly hidden: number;
}
