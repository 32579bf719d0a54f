import { breaksRule, type CellRule, type PlannedCheck } from "../../cells/checks.ts";
import { comparedRow, typedRow, untagged } from "../../cells/typing.ts";
import type { Table } from "../../domain/arena.ts";
import { isPlain } from "../../domain/columns.ts";

/** What a reader tells of one table: its header, then its rows, or why it cannot be read. */
export interface TableFeed {
  header(names: readonly string[]): void;
  rows(batch: readonly (readonly string[])[]): void;
  unreadable(reason: string): void;
}

/** `row` is as typed, `compared` as the judge holds it against the gold. */
type TakeRow = (row: readonly string[], compared: readonly string[], rowNumber: number) => void;

/** One pass over one table, columns found by name; a column the header lacks reads as blank. */
export class TableScan implements TableFeed {
  readonly table: Table;
  rowCount = 0;
  names: readonly string[] = [];
  /** Why the table cannot be read; until a header arrives, that it has none. */
  fault: string | null = "has no header";
  /** By the name of the check it serves. */
  readonly #watches = new Map<string, CellWatch>();
  readonly #take: TakeRow;
  readonly #isPlain: boolean;
  #positions: readonly number[] = [];

  constructor(table: Table, plan: readonly PlannedCheck[], take: TakeRow) {
    this.table = table;
    this.#take = take;
    this.#isPlain = table.columns.every(isPlain);
    for (const check of plan)
      if (check.about === "cells" && check.table === table)
        this.#watches.set(check.name, new CellWatch(table, check.rule, check.columns));
  }

  header(names: readonly string[]): void {
    this.fault = null;
    this.names = names;
    this.#positions = this.table.columns.map(({ name }) => names.indexOf(name));
  }

  rows(batch: readonly (readonly string[])[]): void {
    for (const row of batch) {
      const raw = this.#positions.map((at) => row[at] ?? "");
      const typed = typedRow(this.table.columns, raw);
      this.rowCount++;
      for (const watch of this.#watches.values()) watch.see(this.rowCount, typed);
      const compared = this.#isPlain ? typed : comparedRow(this.table.columns, typed);
      this.#take(typed, compared, this.rowCount);
    }
  }

  unreadable(reason: string): void {
    this.fault = reason;
  }

  watch(check: string): CellWatch {
    const watch = this.#watches.get(check);
    if (!watch) throw new Error(`no cells are watched for "${check}"`);
    return watch;
  }
}

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
