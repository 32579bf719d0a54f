import { breaksRule, type CellRule } from "../../cells/checks.ts";
import { untagged } from "../../cells/typing.ts";
import type { Table } from "../../domain/arena.ts";

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
  readonly #rule: CellRule;
  readonly #at: readonly number[];

  constructor(table: Table, rule: CellRule, columns: readonly string[]) {
    this.columns = columns;
    this.#rule = rule;
    this.#at = columns.map((column) => table.columns.findIndex(({ name }) => name === column));
  }

  see(row: number, typed: readonly string[]): void {
    for (const [index, at] of this.#at.entries()) {
      const cell = typed[at] ?? "t";
      this.cells++;
      if (!breaksRule(this.#rule, cell)) continue;
      this.faults++;
      this.first ??= { row, column: this.columns[index] ?? "", value: untagged(cell) };
    }
  }
}
