import type { Arena } from "../../domain/arena.ts";
import { DistinctTexts, DistinctTuples, Uint32List } from "./compact.ts";

/** The number of a cell that the index does not know. */
const unknown = 0xffff_ffff;

/** Distinct rows of texts, numbered from 0; a row is kept as the numbers of its cells. */
export class RowIndex {
  readonly #columns: readonly DistinctTexts[];
  readonly #rows: DistinctTuples;
  readonly #cells: Uint32Array;

  constructor(width: number) {
    this.#columns = Array.from({ length: width }, () => new DistinctTexts());
    this.#rows = new DistinctTuples(width);
    this.#cells = new Uint32Array(width);
  }

  get size(): number {
    return this.#rows.size;
  }

  get width(): number {
    return this.#columns.length;
  }

  /** How many different texts each column holds. */
  get columnSizes(): number[] {
    return this.#columns.map((texts) => texts.size);
  }

  /** A column's different texts, in the order of their numbers. */
  textsOf(column: number): string[] {
    const texts = this.#columns[column];
    return texts ? Array.from({ length: texts.size }, (_, at) => texts.at(at)) : [];
  }

  add(cells: readonly string[]): number {
    this.#columns.forEach((texts, at) => {
      this.#cells[at] = texts.add(cells[at] ?? "");
    });
    return this.#rows.add(this.#cells);
  }

  /** The numbers of these cells, in an array that the next call overwrites. */
  numbersOf(cells: readonly string[]): Uint32Array {
    for (const [at, texts] of this.#columns.entries()) {
      const number = texts.find(cells[at] ?? "");
      this.#cells[at] = number === -1 ? unknown : number;
    }
    return this.#cells;
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
    return this.#columns.map((texts, at) => texts.at(numbers[at] ?? 0));
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
