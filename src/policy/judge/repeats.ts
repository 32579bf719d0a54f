import type { PlannedCheck } from "../../cells/checks.ts";
import { isBlankCell, untagged } from "../../cells/typing.ts";
import { Uint32List } from "./compact.ts";
import type { RowTexts } from "./comparison.ts";
import { DistinctDigests } from "./distinct-digests.ts";

const mostShown = 3;

export interface Repeat {
  readonly value: string;
  /** The rows that have it, by number. */
  readonly earlier: number;
  readonly later: number;
}

/**
 * Notes which values some columns of a table have in more than one row. Hostile data, so they are
 * noted by digest, as `RowSubset` does.
 */
export class RepeatWatch {
  repeated = 0;
  readonly first: Repeat[] = [];
  readonly columns: readonly string[];
  readonly #at: readonly number[];
  readonly #blanksCount: boolean;
  readonly #seen = new DistinctDigests();
  readonly #firstRows = new Uint32List();
  /** By the number of a key of the gold: the row that has it, so that it needs no digest. */
  readonly #rowOfKey = new Uint32List();

  constructor({ columns, table, blanksCount }: Extract<PlannedCheck, { about: "repeats" }>) {
    this.columns = columns;
    this.#at = columns.map((column) => table.columns.findIndex(({ name }) => name === column));
    this.#blanksCount = blanksCount;
  }

  /** `key` is the number under which the gold knows these values, or -1. */
  see(row: number, texts: Pick<RowTexts, "compared">, key = -1): void {
    if (key !== -1 && this.#blanksCount) {
      const earlier = this.#rowKnownAs(key, row);
      if (earlier !== row) this.#note(earlier, row, this.#valuesIn(texts));
      return;
    }
    const values = this.#valuesIn(texts);
    if (!this.#blanksCount && values.every((cell) => isBlankCell(untagged(cell)))) return;
    const earlier = this.#rowOf(values, row);
    if (earlier !== row) this.#note(earlier, row, values);
  }

  #valuesIn(texts: Pick<RowTexts, "compared">): string[] {
    const cells = texts.compared();
    return this.#at.map((at) => cells[at] ?? "t");
  }

  #note(earlier: number, later: number, values: readonly string[]): void {
    this.repeated++;
    if (this.first.length < mostShown)
      this.first.push({ value: values.map(untagged).join(", "), earlier, later });
  }

  #rowOf(values: readonly string[], row: number): number {
    const text = values.length === 1 ? (values[0] ?? "") : JSON.stringify(values);
    const number = this.#seen.add(text);
    if (number === this.#firstRows.length) this.#firstRows.push(row);
    return this.#firstRows.at(number);
  }

  #rowKnownAs(key: number, row: number): number {
    while (this.#rowOfKey.length <= key) this.#rowOfKey.push(0);
    if (this.#rowOfKey.at(key) === 0) this.#rowOfKey.add(key, row);
    return this.#rowOfKey.at(key);
  }
}
