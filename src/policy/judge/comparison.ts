import { metricsOf } from "../../cells/score.ts";
import type { HeldOut, Metrics } from "../../domain/evaluation.ts";
import type { Gold } from "../gold.ts";
import { type FeedbackRow, FeedbackRows } from "./feedback-rows.ts";
import type { KeyIndex } from "./key-index.ts";
import type { Numbers } from "./numbers.ts";
import { RightCells } from "./right-cells.ts";
import { Tally } from "./tally.ts";

export interface Compared {
  readonly metrics: Metrics;
  readonly visible: Metrics;
  readonly heldOut: HeldOut;
  readonly missing: readonly FeedbackRow[];
  readonly unexpected: readonly FeedbackRow[];
  readonly rightCells: Uint8Array | null;
}

/** Compares an output with the gold, row by row, holding no more than the gold. */
export class Comparison {
  readonly #gold: Gold;
  /** How often each gold row is still wanted. */
  readonly #wanted: Numbers;
  readonly #whole: Tally;
  readonly #visible: Tally;
  readonly #unexpected = new FeedbackRows();
  readonly #rightCells: RightCells | null;
  /** Where the gold is partial: the only keys whose rows are compared. */
  readonly #partialKeys: KeyIndex | null;
  #heldOutMatched = 0;

  constructor(gold: Gold) {
    this.#gold = gold;
    this.#wanted = gold.counts.copy();
    this.#rightCells = gold.keys && new RightCells(gold.rows, gold.keys);
    this.#partialKeys = gold.arena.gold.partial ? gold.keys : null;
    this.#whole = new Tally(gold.rows, (row) => gold.counts.at(row));
    this.#visible = new Tally(gold.rows, (row) => (gold.heldOut.at(row) ? 0 : gold.counts.at(row)));
  }

  take(typedRow: readonly string[]): void {
    const { rows, heldOut, keys } = this.#gold;
    const cells = rows.numbersOf(typedRow);
    const row = rows.find(cells);
    const key = keys?.find(cells) ?? -1;
    const isMatch = this.#claim(row);
    const isHeldOut = heldOut.at(row) === 1;
    if (isMatch && isHeldOut) this.#heldOutMatched++;
    this.#rightCells?.take(cells, key);
    this.#countWhole(cells, key, isMatch);
    const isCompared = this.#countVisible(cells, key, isMatch, isHeldOut);
    if (isCompared && !isMatch && !isHeldOut) this.#unexpected.note(typedRow);
  }

  result(): Compared {
    const { arena, heldOutSize } = this.#gold;
    const { columns } = arena.master;
    return {
      metrics: metricsOf(columns, this.#whole.counts()),
      visible: metricsOf(columns, this.#visible.counts()),
      heldOut: { rows: heldOutSize, matched: this.#heldOutMatched },
      missing: this.#missing(),
      unexpected: this.#unexpected.rows,
      rightCells: this.#rightCells?.marks ?? null,
    };
  }

  #countWhole(cells: Uint32Array, key: number, isMatch: boolean): void {
    if (this.#partialKeys && key === -1) this.#whole.leftOut++;
    else this.#whole.count(cells, isMatch);
  }

  /**
   * The visible comparison knows only the keys of visible rows; a held-out row under another key is
   * left out whether it is right or wrong, so that no count tells which.
   */
  #countVisible(cells: Uint32Array, key: number, isMatch: boolean, isHeldOut: boolean): boolean {
    if (this.#partialKeys && !this.#partialKeys.isVisible(key)) {
      this.#visible.leftOut++;
      return false;
    }
    if (isMatch && isHeldOut) return false;
    this.#visible.count(cells, isMatch);
    return true;
  }

  #claim(row: number): boolean {
    if (row === -1 || this.#wanted.at(row) === 0) return false;
    this.#wanted.add(row, -1);
    return true;
  }

  #missing(): readonly FeedbackRow[] {
    const { rows, heldOut } = this.#gold;
    const missing = new FeedbackRows();
    for (let row = 0; row < rows.size && !missing.isFull; row++)
      if (!heldOut.at(row)) missing.note(rows.cellsAt(row), this.#wanted.at(row));
    return missing.rows;
  }
}
