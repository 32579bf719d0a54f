import type { KeyIndex, RowIndex } from "./gold-index.ts";

/** Marks which cells of the gold an output has right, rows being found by their key. */
export class RightCells {
  /** One byte for each cell of each key's gold row: 1 when it is right. */
  readonly marks: Uint8Array;
  readonly #rows: RowIndex;
  readonly #keys: KeyIndex;

  constructor(rows: RowIndex, keys: KeyIndex) {
    this.marks = new Uint8Array(keys.size * rows.width);
    this.#rows = rows;
    this.#keys = keys;
  }

  take(cells: Uint32Array, key: number): void {
    if (key === -1) return;
    const right = this.#rows.numbersAt(this.#keys.rowOf(key));
    for (const [at, number] of right.entries())
      if (cells[at] === number) this.marks[key * right.length + at] = 1;
  }
}

export interface CellChanges {
  readonly fixed: number;
  readonly broken: number;
}

/** How many gold cells came right and went wrong between two outputs judgedFrom by the same gold. */
export const cellChanges = (before: Uint8Array, after: Uint8Array): CellChanges => {
  if (before.length !== after.length) throw new Error("marks of two different golds");
  let fixed = 0;
  let broken = 0;
  for (const [at, mark] of after.entries()) {
    if (mark > (before[at] ?? 0)) fixed++;
    if (mark < (before[at] ?? 0)) broken++;
  }
  return { fixed, broken };
};
