import { ByteIndex } from "./byte-index.ts";

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

class Texts {
  readonly #index = new ByteIndex();
  #utf8 = Buffer.alloc(256);

  get size(): number {
    return this.#index.size;
  }

  add(text: string): number {
    const length = this.#encode(text);
    return this.#index.add(this.#utf8, length);
  }

  find(text: string): number {
    const length = this.#encode(text);
    return this.#index.find(this.#utf8, length);
  }

  at(number: number): string {
    return Buffer.from(this.#index.at(number)).toString();
  }

  #encode(text: string): number {
    if (text.length * 3 > this.#utf8.length) this.#utf8 = Buffer.alloc(text.length * 6);
    return this.#utf8.write(text);
  }
}

/** Distinct tuples of `width` numbers each, numbered from 0. */
export class Tuples {
  readonly #index = new ByteIndex();
  readonly #tuple: Uint32Array;
  readonly #bytes: Uint8Array;

  constructor(width: number) {
    this.#tuple = new Uint32Array(width);
    this.#bytes = new Uint8Array(this.#tuple.buffer);
  }

  get size(): number {
    return this.#index.size;
  }

  add(numbers: Uint32Array): number {
    this.#tuple.set(numbers);
    return this.#index.add(this.#bytes, this.#bytes.length);
  }

  find(numbers: Uint32Array): number {
    this.#tuple.set(numbers);
    return this.#index.find(this.#bytes, this.#bytes.length);
  }

  at(index: number): Uint32Array {
    const { buffer, byteOffset } = this.#index.at(index);
    return new Uint32Array(buffer, byteOffset, this.#tuple.length);
  }
}
