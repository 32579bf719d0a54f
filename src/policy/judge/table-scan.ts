import type { CellRule, PlannedCheck } from "../../cells/checks.ts";
import { comparedRow, typed, typedRow, untagged } from "../../cells/typing.ts";
import type { Table } from "../../domain/arena.ts";
import { CellBatch } from "../../domain/cell-batch.ts";
import type { ColumnType } from "../../domain/columns.ts";
import { type CellUse, ColumnScan } from "./column-scan.ts";
import type { RowTexts } from "./comparison.ts";
import type { RowIndex } from "./gold-index.ts";
import { RowJson } from "./row-json.ts";

/** What a reader tells of one table: its header, then its rows, or why it cannot be read. */
export interface TableFeed {
  header(names: readonly string[]): void;
  /** Rows from the given one on. */
  rows(batch: CellBatch, first?: number): void;
  unreadable(reason: string): void;
}

/** `numbers`, which the next row overwrites, are those under which the gold knows the row's cells. */
type TakeRow = (numbers: Uint32Array, texts: RowTexts, rowNumber: number) => void;

/** One pass over one table, columns found by name; a column the header lacks reads as blank. */
export class TableScan implements TableFeed {
  readonly table: Table;
  rowCount = 0;
  names: readonly string[] = [];
  /** Why the table cannot be read; until a header arrives, that it has none. */
  fault: string | null = "has no header";
  /** By the name of the check it serves. */
  readonly #watches = new Map<string, CellWatch>();
  readonly #columns: readonly WatchedColumn[];
  readonly #numbers: Uint32Array;
  readonly #texts: ScannedRow;
  readonly #take: TakeRow;

  /** `known` are the rows that the table is held against, if it is. */
  constructor(table: Table, plan: readonly PlannedCheck[], known: RowIndex | null, take: TakeRow) {
    this.table = table;
    this.#take = take;
    for (const check of plan)
      if (check.about === "cells" && check.table === table)
        this.#watches.set(check.name, new CellWatch(check.rule, check.columns));
    this.#columns = table.columns.map((column, at) => {
      const watches = [...this.#watches.values()].filter(({ columns }) =>
        columns.includes(column.name),
      );
      const use: CellUse = known ? { does: "find", cells: known.column(at) } : { does: "nothing" };
      const scan = new ColumnScan(
        column,
        watches.map(({ rule }) => rule),
        use,
      );
      return { name: column.name, type: column.type, scan, watches };
    });
    this.#numbers = new Uint32Array(table.columns.length);
    this.#texts = new ScannedRow(table);
  }

  header(names: readonly string[]): void {
    this.fault = null;
    this.names = names;
    this.#texts.positions = this.table.columns.map(({ name }) => names.indexOf(name));
  }

  rows(batch: CellBatch, first = 0): void {
    this.#texts.batch = batch;
    for (let row = first; row < batch.rows; row++) this.#takeRow(batch, row);
  }

  #takeRow(batch: CellBatch, row: number): void {
    const { positions } = this.#texts;
    this.#texts.row = row;
    this.rowCount++;
    for (let at = 0; at < this.#columns.length; at++) {
      const column = this.#columns[at];
      if (column === undefined) continue;
      const position = positions[at] ?? -1;
      this.#numbers[at] = column.scan.takeFrom(batch, row, position);
      if (column.scan.broken !== 0) this.#noteBroken(column, position);
    }
    this.#take(this.#numbers, this.#texts, this.rowCount);
  }

  #noteBroken({ name, type, scan, watches }: WatchedColumn, position: number): void {
    const { batch, row } = this.#texts;
    const value = (): string =>
      untagged(typed(type, position === -1 ? "" : batch.text(row, position)));
    for (const [bit, watch] of watches.entries())
      if (scan.broken & (1 << bit)) watch.note(this.rowCount, name, value);
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

interface WatchedColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly scan: ColumnScan;
  readonly watches: readonly CellWatch[];
}

/** The row that is scanned now. */
class ScannedRow implements RowTexts {
  batch = CellBatch.of([]);
  row = 0;
  positions: readonly number[] = [];
  readonly #table: Table;
  readonly #json = new RowJson();

  constructor(table: Table) {
    this.#table = table;
  }

  typed(): readonly string[] {
    const raw = this.positions.map((at) => (at === -1 ? "" : this.batch.text(this.row, at)));
    return typedRow(this.#table.columns, raw);
  }

  compared(): readonly string[] {
    return comparedRow(this.#table.columns, this.typed());
  }

  json(): string | Uint8Array {
    return this.#writeJson() ? this.#json.bytes : JSON.stringify(this.typed());
  }

  #writeJson(): boolean {
    const { bytes, starts, ends, width } = this.batch;
    this.#json.begin("[");
    for (const [at, { type }] of this.#table.columns.entries()) {
      const position = this.positions[at] ?? -1;
      const cell = this.row * width + position;
      const [from, to] = position === -1 ? [0, 0] : [starts[cell] ?? 0, ends[cell] ?? 0];
      if (!this.#json.add(type, bytes, from, to)) return false;
    }
    this.#json.write("]");
    return true;
  }
}

export interface CellFault {
  readonly row: number;
  readonly column: string;
  readonly value: string;
}

/** Watches the cells of some columns of one table for those that break a rule. */
export class CellWatch {
  readonly rule: CellRule;
  readonly columns: readonly string[];
  faults = 0;
  first: CellFault | null = null;

  constructor(rule: CellRule, columns: readonly string[]) {
    this.rule = rule;
    this.columns = columns;
  }

  /** Of several in one row, the one in the column named first is the first. */
  note(row: number, column: string, cell: () => string): void {
    this.faults++;
    const isFirst =
      this.first === null ||
      (this.first.row === row &&
        this.columns.indexOf(column) < this.columns.indexOf(this.first.column));
    if (isFirst) this.first = { row, column, value: cell() };
  }
}
