import type { Arena } from "../../../domain/arena.ts";
import type { Branch } from "../branches.ts";
import { flat, member } from "../doc.ts";
import type { Expr } from "../expr.ts";
import type { Guard } from "../frame.ts";
import type { Layout } from "../layout/layout.ts";

/** How one gold column is made. */
export interface ColumnRule {
  readonly name: string;
  /** What its function is called, where it has one. */
  readonly reader: string;
  readonly branches: readonly Branch[];
  readonly expr: Expr;
  /** Of how many rows whose answer is known. */
  readonly rows: number;
}

/** Rows that are not wanted at all. */
export interface DropRule {
  readonly guard: Guard;
  readonly support: number;
}

/** Of rows that agree in some columns one is kept. */
export interface KeepRule {
  readonly key: readonly string[];
  /** The column that decides, or null where the rows are equal. */
  readonly by: string | null;
  readonly which: "first" | "highest" | "lowest";
  /** How many rows go. */
  readonly support: number;
}

/** A genome before it is written: what it does, step by step. */
export interface Program {
  readonly arena: Arena;
  readonly layout: Layout;
  readonly columns: readonly ColumnRule[];
  /** Rows that lack one of these cells leave the table. */
  readonly needed: readonly string[];
  readonly drops: readonly DropRule[];
  readonly keep: KeepRule | null;
  /** By column of the failures table, the input column that it shows. */
  readonly shown: ReadonlyMap<string, string>;
  /** What the column is called in which rows may have their file's name. */
  readonly fileColumn: string | null;
}

/** The column for the file's name, where a rule reads it. */
export const fileColumnRead = ({ columns, drops, fileColumn }: Program): string | null => {
  if (fileColumn === null) return null;
  const cell = `row${member(fileColumn)}`;
  const isRead =
    columns.some(
      ({ expr }) =>
        expr.key.includes(cell) ||
        expr.prepared.some(({ fill }) => fill !== null && flat(fill).includes(cell)),
    ) || drops.some(({ guard }) => guard.key.includes(cell));
  return isRead ? fileColumn : null;
};
