import { Numbers } from "./numbers.ts";
import { RowIndex } from "./row-index.ts";

/** Says whether one table's rows are all found in another's, copies counted. */
export class Subset {
  readonly #rows: RowIndex;
  readonly #unfound = new Numbers();
  readonly #firstAt = new Numbers();

  constructor(width: number) {
    this.#rows = new RowIndex(width);
  }

  want(typedRow: readonly string[], rowNumber: number): void {
    const row = this.#rows.add(typedRow);
    if (row === this.#firstAt.length) {
      this.#firstAt.push(rowNumber);
      this.#unfound.push(0);
    }
    this.#unfound.add(row, 1);
  }

  find(typedRow: readonly string[]): void {
    if (this.#rows.size === 0) return;
    const row = this.#rows.find(this.#rows.numbersOf(typedRow));
    if (this.#unfound.at(row) > 0) this.#unfound.add(row, -1);
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
