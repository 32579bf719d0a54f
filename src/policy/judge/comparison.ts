import { NearRows } from "../../cells/near-rows.ts";
import { type MatchCounts, metricsOf } from "../../cells/score.ts";
import { untagged } from "../../cells/typing.ts";
import type { HeldOut, Metrics } from "../../domain/evaluation.ts";
import type { Gold } from "../gold.ts";
import type { Uint32List } from "./compact.ts";
import type { KeyIndex, RowIndex } from "./gold-index.ts";
import { RightCells } from "./right-cells.ts";

/** The cells of a row as texts, made when they are asked for: most rows are known by their numbers. */
export interface RowTexts {
  /** As they are typed. */
  typed(): readonly string[];
  /** As the judge holds them against the gold. */
  compared(): readonly string[];
  /** The JSON of the typed row, or its bytes, which the next call overwrites. */
  json(): string | Uint8Array;
}

export interface ComparisonResult {
  readonly metrics: Metrics;
  readonly visible: Metrics;
  readonly heldOut: HeldOut;
  readonly missing: readonly FeedbackRow[];
  readonly unexpected: readonly FeedbackRow[];
  readonly rightCells: Uint8Array | null;
  readonly unmatched: Uint32Array;
}

/** Compares an output with the gold, row by row, holding no more than the gold. */
export class Comparison {
  readonly #gold: Gold;
  /** How often each gold row is still wanted. */
  readonly #wanted: Uint32List;
  readonly #whole: MatchTally;
  readonly #visible: MatchTally;
  readonly #unexpected = new FeedbackRows();
  readonly #rightCells: RightCells | null;
  /** Where the gold is partial: the only keys whose rows are compared. */
  readonly #partialKeys: KeyIndex | null;
  readonly #near: NearRows | null;
  #heldOutMatched = 0;

  constructor(gold: Gold) {
    this.#gold = gold;
    this.#wanted = gold.counts.copy();
    this.#rightCells = gold.keys && new RightCells(gold.rows, gold.keys);
    this.#partialKeys = gold.arena.gold.partial ? gold.keys : null;
    this.#near = nearRowsOf(gold);
    this.#whole = new MatchTally(gold.rows, (row) => gold.counts.at(row));
    this.#visible = new MatchTally(gold.rows, (row) =>
      gold.heldOut.at(row) ? 0 : gold.counts.at(row),
    );
  }

  /**
   * One row of the output, as the numbers under which the gold knows its cells. Gives the number of
   * the row's key, or -1 where the gold does not know it.
   */
  take(cells: Uint32Array, output: RowTexts): number {
    const { heldOut, keys } = this.#gold;
    const row = this.#rowOf(cells, output);
    const key = keys?.find(cells) ?? -1;
    const isMatch = this.#claim(row);
    const isHeldOut = heldOut.at(row) === 1;
    if (isMatch && isHeldOut) this.#heldOutMatched++;
    this.#rightCells?.take(cells, key);
    this.#countWhole(cells, key, isMatch);
    const isCompared = this.#countVisible(cells, key, isMatch, isHeldOut);
    if (isCompared && !isMatch && !isHeldOut && !this.#unexpected.isFull)
      this.#unexpected.note(output.compared());
    return key;
  }

  /** The gold row with these cells, or -1; where numbers may differ, of those still wanted. */
  #rowOf(cells: Uint32Array, output: RowTexts): number {
    const { rows } = this.#gold;
    const row = rows.find(cells);
    if (this.#near === null || (row !== -1 && this.#wanted.at(row) > 0)) return row;
    this.#near.settle(
      cells,
      output.compared(),
      (one) => this.#wanted.at(rows.find(Uint32Array.from(one))) > 0,
    );
    return rows.find(cells);
  }

  result(): ComparisonResult {
    const { arena, heldOutSize } = this.#gold;
    const { columns } = arena.master;
    return {
      metrics: metricsOf(columns, this.#whole.counts()),
      visible: metricsOf(columns, this.#visible.counts()),
      heldOut: { rows: heldOutSize, matched: this.#heldOutMatched },
      missing: this.#missing(),
      unexpected: this.#unexpected.rows,
      rightCells: this.#rightCells?.marks ?? null,
      unmatched: this.#wanted.toArray(),
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
      if (!heldOut.at(row) && this.#wanted.at(row) > 0)
        missing.note(rows.cellsAt(row), this.#wanted.at(row));
    return missing.rows;
  }
}

const nearRowsOf = ({ arena, rows }: Gold): NearRows | null => {
  const { columns } = arena.master;
  if (columns.every(({ tolerance }) => tolerance === undefined)) return null;
  const all = Array.from({ length: rows.size }, (_, row) => rows.numbersAt(row));
  return new NearRows(columns, (column) => rows.cellsOf(column), all);
};

/** MatchCounts output rows against one set of gold rows, values by column included. */
export class MatchTally {
  leftOut = 0;
  #reference = 0;
  #output = 0;
  #matched = 0;
  /** By column, how often each value is still wanted. */
  readonly #wanted: readonly Uint32Array[];
  readonly #matchedValues: number[];

  constructor(rows: RowIndex, countOf: (row: number) => number) {
    this.#wanted = rows.cellCounts(countOf);
    this.#matchedValues = this.#wanted.map(() => 0);
    for (let row = 0; row < rows.size; row++) this.#reference += countOf(row);
  }

  /** One output row: the numbers of its cells, and whether the row as a whole is wanted. */
  count(cells: Uint32Array, isMatch: boolean): void {
    this.#output++;
    if (isMatch) this.#matched++;
    for (let column = 0; column < this.#wanted.length; column++) {
      const wanted = this.#wanted[column];
      const value = cells[column] ?? 0;
      if (wanted === undefined || value >= wanted.length || wanted[value] === 0) continue;
      wanted[value] = (wanted[value] ?? 0) - 1;
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
}

const mostFeedbackRows = 200;
const longestFeedbackCell = 200;

export type FeedbackRow = readonly string[];

/** The first rows of many, each cell cut to a bounded length. */
export class FeedbackRows {
  readonly rows: FeedbackRow[] = [];

  get isFull(): boolean {
    return this.rows.length === mostFeedbackRows;
  }

  note(typedRow: readonly string[], times = 1): void {
    for (let left = times; left > 0 && !this.isFull; left--)
      this.rows.push(typedRow.map((cell) => cut(untagged(cell))));
  }
}

/** By way of bytes, else the short text would keep the long one in memory. */
const cut = (cell: string): string =>
  cell.length <= longestFeedbackCell
    ? cell
    : `${Buffer.from(cell.slice(0, longestFeedbackCell - 1)).toString()}…`;
