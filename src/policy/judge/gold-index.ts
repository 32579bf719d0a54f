import { typed, untagged } from "../../cells/typing.ts";
import type { Arena } from "../../domain/arena.ts";
import type { ColumnType } from "../../domain/columns.ts";
import { ByteIndex, DistinctTuples, Uint32List } from "./compact.ts";
import type { RowJson } from "./row-json.ts";

/** The number of a cell that the index does not know. */
export const unknown = 0xffff_ffff;

/**
 * Distinct typed cells of one column, numbered from 0. The value behind the tag is kept: it is in
 * its one spelling, which says by itself how it was read.
 */
export class DistinctCells {
  readonly #type: ColumnType;
  readonly #index = new ByteIndex();
  #utf8 = Buffer.alloc(256);

  constructor(type: ColumnType) {
    this.#type = type;
  }

  get size(): number {
    return this.#index.size;
  }

  add(typedCell: string): number {
    const length = this.#encode(typedCell);
    return this.#index.add(this.#utf8, 0, length);
  }

  /** The number of the cell, or `unknown`. */
  find(typedCell: string): number {
    const length = this.#encode(typedCell);
    return this.#index.find(this.#utf8, 0, length) >>> 0;
  }

  /** The same for a cell whose bytes are its value's one spelling. */
  addBytes(bytes: Uint8Array, from: number, to: number, hash: number): number {
    return this.#index.add(bytes, from, to, hash);
  }

  findBytes(bytes: Uint8Array, from: number, to: number, hash: number): number {
    return this.#index.find(bytes, from, to, hash) >>> 0;
  }

  at(number: number): string {
    return typed(this.#type, Buffer.from(this.#index.at(number)).toString());
  }

  /** False where the cell cannot be written from its bytes. */
  writeTo(json: RowJson, number: number): boolean {
    const { bytes } = this.#index;
    return json.add(
      this.#type,
      bytes,
      this.#index.startOf(number),
      this.#index.startOf(number + 1),
    );
  }

  #encode(typedCell: string): number {
    const value = untagged(typedCell);
    if (value.length * 3 > this.#utf8.length) this.#utf8 = Buffer.alloc(value.length * 6);
    return this.#utf8.write(value);
  }
}

/** Distinct rows of typed cells, numbered from 0; a row is kept as the numbers of its cells. */
export class RowIndex {
  readonly #columns: readonly DistinctCells[];
  readonly #rows: DistinctTuples;

  constructor(types: readonly ColumnType[]) {
    this.#columns = types.map((type) => new DistinctCells(type));
    this.#rows = new DistinctTuples(types.length);
  }

  get size(): number {
    return this.#rows.size;
  }

  get width(): number {
    return this.#columns.length;
  }

  column(at: number): DistinctCells {
    const cells = this.#columns[at];
    if (!cells) throw new RangeError(`no column ${at} of ${this.width}`);
    return cells;
  }

  /** A column's different cells, in the order of their numbers. */
  cellsOf(at: number): string[] {
    const cells = this.column(at);
    return Array.from({ length: cells.size }, (_, number) => cells.at(number));
  }

  /** The row of these cell numbers. */
  add(numbers: Uint32Array): number {
    return this.#rows.add(numbers);
  }

  /** The row of these cell numbers, or -1. */
  find(numbers: Uint32Array): number {
    return this.#rows.find(numbers);
  }

  numbersAt(row: number): Uint32Array {
    return this.#rows.at(row);
  }

  cellsAt(row: number): string[] {
    const numbers = this.#rows.at(row);
    return this.#columns.map((cells, at) => cells.at(numbers[at] ?? 0));
  }

  /** One cell's number. */
  numberAt(row: number, column: number): number {
    return this.#rows.numberAt(row, column);
  }

  /** By column and the number of a cell: how often it stands in the rows, each counted so often. */
  cellCounts(countOf: (row: number) => number): Uint32Array[] {
    const counts = this.#columns.map(({ size }) => new Uint32Array(size));
    for (let row = 0; row < this.size; row++) {
      const count = countOf(row);
      for (const [column, ofColumn] of counts.entries()) {
        const cell = this.#rows.numberAt(row, column);
        ofColumn[cell] = (ofColumn[cell] ?? 0) + count;
      }
    }
    return counts;
  }
}

/** Which keys the gold knows, and which of them on a row that proposers may see. */
export class KeyIndex {
  readonly #columns: readonly number[];
  readonly #keys: DistinctTuples;
  readonly #key: Uint32Array;
  readonly #rows = new Uint32List();
  /** 1 for a key of some row that proposers may see. */
  readonly #visible = new Uint32List();

  constructor({ gold, master }: Arena) {
    this.#columns = gold.key.map((key) => master.columns.findIndex(({ name }) => name === key));
    this.#key = new Uint32Array(this.#columns.length);
    this.#keys = new DistinctTuples(this.#columns.length);
  }

  get size(): number {
    return this.#keys.size;
  }

  add(row: number, cells: Uint32Array, visible: boolean): void {
    const key = this.#keys.add(this.#keyOf(cells));
    if (key === this.#visible.length) {
      this.#visible.push(0);
      this.#rows.push(row);
    }
    if (visible && !this.isVisible(key)) this.#visible.add(key, 1);
  }

  /** The number of the key of a row with these cells, or -1 when the gold does not know it. */
  find(cells: Uint32Array): number {
    return this.#keys.find(this.#keyOf(cells));
  }

  /** The first gold row that has the key. */
  rowOf(key: number): number {
    return this.#rows.at(key);
  }

  isVisible(key: number): boolean {
    return this.#visible.at(key) === 1;
  }

  #keyOf(cells: Uint32Array): Uint32Array {
    for (const [at, column] of this.#columns.entries()) this.#key[at] = cells[column] ?? 0;
    return this.#key;
  }
}
