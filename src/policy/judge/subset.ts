import { Uint32List } from "./compact.ts";
import { DistinctDigests } from "./distinct-digests.ts";

/**
 * Says whether one table's rows are all found in another's, copies counted. Both are hostile data,
 * so rows are noted by a cryptographic digest: rows that all fall into one place of a hash table
 * would be easy to make, and would keep the judge busy for days.
 */
export class RowSubset {
  readonly #rows = new DistinctDigests();
  /** By distinct row: how many copies were not found yet, and where the first one is. */
  readonly #unfound = new Uint32List();
  readonly #firstAt = new Uint32List();

  want(row: string | Uint8Array, rowNumber: number): void {
    const number = this.#rows.add(row);
    if (number === this.#firstAt.length) {
      this.#firstAt.push(rowNumber);
      this.#unfound.push(0);
    }
    this.#unfound.add(number, 1);
  }

  get isEmpty(): boolean {
    return this.#rows.size === 0;
  }

  find(row: string | Uint8Array): void {
    const number = this.#rows.find(row);
    if (number !== -1 && this.#unfound.at(number) > 0) this.#unfound.add(number, -1);
  }

  /** How many rows were not found, and the number of the first such row (0 for none). */
  missing(): { readonly rows: number; readonly first: number } {
    let rows = 0;
    let first = 0;
    for (let row = this.#unfound.length - 1; row >= 0; row--) {
      if (this.#unfound.at(row) === 0) continue;
      rows += this.#unfound.at(row);
      first = this.#firstAt.at(row);
    }
    return { rows, first };
  }
}
