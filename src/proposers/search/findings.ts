import type { AlignedPair } from "../../cells/row-votes.ts";
import type { Arena } from "../../domain/arena.ts";
import type { Column } from "../../domain/columns.ts";
import type { Rows } from "../../domain/proposing.ts";
import type { Explanation } from "./explain.ts";
import type { Frame } from "./frame.ts";
import type { Layout } from "./layout/layout.ts";
import type { DropRule, KeepRule } from "./program/program.ts";
import type { ColumnTask } from "./task.ts";

/** The rows of the feed, and which of them belong to which of the gold. */
export interface AlignedRows {
  readonly arena: Arena;
  readonly layout: Layout;
  readonly all: Frame;
  /** The column in which each row has its file's name, where there are several files. */
  readonly fileColumn: string | null;
  /** Whether every row of the feed was looked at. */
  readonly isWhole: boolean;
  readonly gold: Rows;
  readonly pairs: readonly AlignedPair[];
}

/** What the data alone say: which rows belong together, and how each gold column is made. */
export interface Findings extends AlignedRows, RowRules {
  readonly columns: readonly ColumnFinding[];
}

/** Which rows become rows of the table. */
export interface RowRules {
  /** Columns without which a row leaves the table. */
  readonly needed: readonly string[];
  readonly drops: readonly DropRule[];
  readonly keep: KeepRule | null;
}

export interface ColumnFinding extends Explanation {
  readonly column: Column;
  readonly reader: string;
  /** The gold columns whose rules this one uses. */
  readonly uses: readonly string[];
  readonly task: ColumnTask;
}

/** Hears where the search is, a few words at a time. */
export type OnProgress = (line: string) => void;
