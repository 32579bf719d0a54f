import { Numbers } from "./numbers.ts";
import { Texts } from "./texts.ts";

/** Says whether one table's rows are all found in another's, copies counted. */
export class Subset {
  readonly #rows = new Texts();
  /** By distinct row: how many copies were not found yet, and where the first one is. */
  readonly #unfound = new Numbers();
  readonly #firstAt = new Numbers();

  want(typedRow: readonly string[], rowNumber: number): void {
    const row = this.#rows.add(textOf(typedRow));
    if (row === this.#firstAt.length) {
      this.#firstAt.push(rowNumber);
      this.#unfound.push(0);
    }
    this.#unfound.add(row, 1);
  }

  find(typedRow: readonly string[]): void {
    if (this.#rows.size === 0) return;
    const row = this.#rows.find(textOf(typedRow));
    if (row !== -1 && this.#unfound.at(row) > 0) this.#unfound.add(row, -1);
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

/** With lengths, so that no cell can pass for two. */
const textOf = (typedRow: readonly string[]): string =>
  typedRow.map((cell) => `${cell.length}:${cell}`).join("");
