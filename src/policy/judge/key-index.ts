import type { Arena } from "../../domain/arena.ts";
import { Numbers } from "./numbers.ts";
import { Tuples } from "./tuples.ts";

/** Which keys the gold knows, and which of them on a row that proposers may see. */
export class KeyIndex {
  readonly #columns: readonly number[];
  readonly #keys: Tuples;
  readonly #key: Uint32Array;
  readonly #rows = new Numbers();
  /** 1 for a key of some row that proposers may see. */
  readonly #visible = new Numbers();

  constructor({ gold, master }: Arena) {
    this.#columns = gold.key.map((key) => master.columns.findIndex(({ name }) => name === key));
    this.#key = new Uint32Array(this.#columns.length);
    this.#keys = new Tuples(this.#columns.length);
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
