import { Texts } from "./texts.ts";
import { Tuples } from "./tuples.ts";

/** The number of a cell that the index does not know. */
const unknown = 0xffff_ffff;

/** Distinct rows of texts, numbered from 0; a row is kept as the numbers of its cells. */
export class RowIndex {
  readonly #columns: readonly Texts[];
  readonly #rows: Tuples;
  readonly #cells: Uint32Array;

  constructor(width: number) {
    this.#columns = Array.from({ length: width }, () => new Texts());
    this.#rows = new Tuples(width);
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
