import type { Arena } from "../../domain/arena.ts";
import { Numbers } from "./numbers.ts";
import { Tuples } from "./row-index.ts";

/** Which keys the gold knows, and which of them on a row that proposers may see. */
export class KeyIndex {
  readonly #columns: readonly number[];
  readonly #keys: Tuples;
  readonly #key: Uint32Array;
  /** 1 for a key of some row that proposers may see. */
  readonly #visible = new Numbers();

  constructor({ gold, master }: Arena) {
    this.#columns = gold.key.map((key) => master.columns.findIndex(({ name }) => name === key));
    this.#key = new Uint32Array(this.#columns.length);
    this.#keys = new Tuples(this.#columns.length);
  }

  add(row: Uint32Array, visible: boolean): void {
    const key = this.#keys.add(this.#keyOf(row));
    if (key === this.#visible.length) this.#visible.push(0);
    if (visible && !this.isVisible(key)) this.#visible.add(key, 1);
  }

  /** The number of the row's key, or -1 when the gold does not know it. */
  find(row: Uint32Array): number {
    return this.#keys.find(this.#keyOf(row));
  }

  isVisible(key: number): boolean {
    return this.#visible.at(key) === 1;
  }

  #keyOf(row: Uint32Array): Uint32Array {
    for (const [at, column] of this.#columns.entries()) this.#key[at] = row[column] ?? 0;
    return this.#key;
  }
}
