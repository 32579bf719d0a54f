import type { HeldOut, Metrics } from "../../domain/evaluation.ts";
import type { Gold } from "../gold.ts";
import { type FeedbackRow, FeedbackRows } from "./feedback-rows.ts";
import type { KeyIndex } from "./key-index.ts";
import { metricsOf } from "./metrics.ts";
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
    this.#rightCells?.take(cells, key);
    if (this.#partialKeys && key === -1) this.#whole.leftOut++;
    else this.#whole.count(cells, isMatch);
    // Taken out before the visible comparison, which knows only the keys of visible gold rows.
    if (isMatch && heldOut.at(row)) this.#heldOutMatched++;
    else if (this.#partialKeys && !this.#partialKeys.isVisible(key)) this.#visible.leftOut++;
    else {
      this.#visible.count(cells, isMatch);
      if (!isMatch && !heldOut.at(row)) this.#unexpected.note(typedRow);
    }
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
