import { untagged } from "../../cells/typing.ts";

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
