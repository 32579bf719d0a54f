import type { MatchCounts } from "../../cells/score.ts";
import type { RowIndex } from "./row-index.ts";

/** MatchCounts output rows against one set of gold rows, values by column included. */
export class Tally {
  leftOut = 0;
  #reference = 0;
  #output = 0;
  #matched = 0;
  /** By column, how often each value is still wanted. */
  readonly #wanted: readonly Uint32Array[];
  readonly #matchedValues: number[];

  constructor(rows: RowIndex, countOf: (row: number) => number) {
    this.#wanted = rows.columnSizes.map((size) => new Uint32Array(size));
    this.#matchedValues = this.#wanted.map(() => 0);
    for (let row = 0; row < rows.size; row++) this.#want(rows.numbersAt(row), countOf(row));
  }

  /** One output row: the numbers of its cells, and whether the row as a whole is wanted. */
  count(cells: Uint32Array, isMatch: boolean): void {
    this.#output++;
    if (isMatch) this.#matched++;
    for (const [column, wanted] of this.#wanted.entries()) {
      const value = cells[column] ?? 0;
      if (!wanted[value]) continue;
      wanted[value]--;
      this.#matchedValues[column] = (this.#matchedValues[column] ?? 0) + 1;
    }
  }

  counts(): MatchCounts {
    return {
      reference: this.#reference,
      output: this.#output,
      matched: this.#matched,
      leftOut: this.leftOut,
      matchedValues: this.#matchedValues,
    };
  }

  #want(cells: Uint32Array, count: number): void {
    this.#reference += count;
    for (const [column, wanted] of this.#wanted.entries()) {
      const value = cells[column] ?? 0;
      wanted[value] = (wanted[value] ?? 0) + count;
    }
  }
}
