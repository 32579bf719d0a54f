import { isBlank, isNothing, isReadAsText } from "../../cells/typing.ts";
import type { Table } from "../../domain/arena.ts";
import type { CellRule } from "./check-plan.ts";

export interface CellFault {
  readonly row: number;
  readonly column: string;
  readonly value: string;
}

/** Watches the cells of some columns of one table for those that break a rule. */
export class CellWatch {
  readonly columns: readonly string[];
  cells = 0;
  faults = 0;
  first: CellFault | null = null;
  readonly #breaks: (raw: string, typed: string) => boolean;
  readonly #at: readonly number[];

  constructor(table: Table, rule: CellRule, columns: readonly string[]) {
    this.columns = columns;
    this.#breaks = rule === "present" ? isNothing : isUnreadable;
    this.#at = columns.map((column) => table.columns.findIndex(({ name }) => name === column));
  }

  see(row: number, raw: readonly string[], typed: readonly string[]): void {
    for (const [index, at] of this.#at.entries()) {
      const value = raw[at] ?? "";
      this.cells++;
      if (!this.#breaks(value, typed[at] ?? "")) continue;
      this.faults++;
      this.first ??= { row, column: this.columns[index] ?? "", value };
    }
  }
}

/** A blank is no wrong number: whether it may be blank is for `no_nan_` to say. */
const isUnreadable = (raw: string, typed: string): boolean => isReadAsText(typed) && !isBlank(raw);
