import { isSameCell, isWithin, type LaidCellMarks } from "./cells.ts";

/** The same but for case, blanks and marks. */
const sameIs = 0.99;
const withinIs = 0.92;
/** A letter or a figure stands within many cells by chance. */
const shortWithinIs = 0.4;
/** What one column shows of a second column of the gold. */
const againIs = 0.9;
const elsewhereIs = 0.4;
const withinElsewhereIs = 0.15;
const blankIs = 0.3;

type Cells = readonly LaidCellMarks[];
/** The cells of a gold row and of the row that it was made of. */
type CellPair = readonly [gold: Cells, row: Cells];

/** Where a gold column stands: in one column and, where that is blank, in another. */
interface GoldSource {
  readonly first: number;
  readonly second: number;
  /** Whether the first one shows another gold column as well. */
  readonly isAgain: boolean;
}

/** Where the gold's columns stand in rows, and by that how much of a gold row a row shows. */
export class GoldSources {
  readonly #columns: readonly number[];
  readonly #sources: readonly GoldSource[];

  /** For each gold column the column that shows it most often, and what does where that is blank. */
  constructor(columns: readonly number[], pairs: readonly CellPair[], width: number) {
    const used = new Set<number>();
    this.#columns = columns;
    this.#sources = columns.map((at) => {
      const first = mostOften(timesShown(at, pairs, width), used);
      const isAgain = used.has(first);
      used.add(first);
      const second = first < 0 ? [] : pairs.filter((pair) => isOpen(at, first, pair));
      return { first, second: mostOften(timesShown(at, second, width), used), isAgain };
    });
  }

  /** The place of the column that shows the gold column at a place of those looked at, or -1. */
  firstOf(index: number): number {
    return this.#sources[index]?.first ?? -1;
  }

  isShown(index: number, gold: Cells, row: Cells): boolean {
    return likenessIn(row, gold[this.#columns[index] ?? -1], this.#sources[index]) > 0;
  }

  shown(gold: Cells, row: Cells): number {
    let shown = 0;
    for (let index = 0; index < this.#sources.length; index++) {
      const source = this.#sources[index];
      const found = likenessIn(row, gold[this.#columns[index] ?? -1], source);
      shown += source?.isAgain ? found * againIs : found;
    }
    return shown;
  }

  /** Cells that stand in another column of the row count for less. */
  shownElsewhere(gold: Cells, row: Cells): number {
    let shown = 0;
    for (const [index, at] of this.#columns.entries()) {
      const wanted = gold[at];
      if (!wanted || wanted.isBlank || this.isShown(index, gold, row)) continue;
      if (row.some((other) => isSameCell(wanted, other))) shown += elsewhereIs;
      else if (row.some((other) => isWithin(wanted, other))) shown += withinElsewhereIs;
    }
    return shown;
  }
}

/** How much of a gold column each column shows. */
const timesShown = (at: number, pairs: readonly CellPair[], width: number): Float64Array => {
  const times = new Float64Array(width);
  for (const [gold, row] of pairs) {
    const wanted = gold[at];
    if (!wanted) continue;
    for (let column = 0; column < width; column++) {
      const marks = row[column];
      if (marks) times[column] = (times[column] ?? 0) + likeness(wanted, marks);
    }
  }
  return times;
};

const isOpen = (at: number, first: number, [gold, row]: CellPair): boolean =>
  row[first]?.isBlank === true && gold[at]?.isBlank === false;

const mostOften = (shown: Float64Array, used: ReadonlySet<number>): number => {
  let best = -1;
  let most = 0;
  for (const [column, times] of shown.entries()) {
    const worth = used.has(column) ? times * againIs : times;
    if (worth > most) [best, most] = [column, worth];
  }
  return best;
};

/** What a cell of the gold counts for. */
export const worthOf = ({ isBlank }: LaidCellMarks): number => (isBlank ? blankIs : 1);

/** Whether a cell says what is wanted, and that not by chance. */
export const says = (cell: LaidCellMarks, wanted: LaidCellMarks): boolean =>
  likeness(wanted, cell) >= withinIs;

const likeness = (wanted: LaidCellMarks, cell: LaidCellMarks): number => {
  if (wanted.isBlank) return cell.isBlank ? blankIs : 0;
  if (isSameCell(wanted, cell)) return wanted.isText && wanted.text !== cell.text ? sameIs : 1;
  if (!isWithin(wanted, cell)) return 0;
  return wanted.text.length < 3 ? shortWithinIs : withinIs;
};

const likenessIn = (
  row: Cells,
  wanted: LaidCellMarks | undefined,
  source: GoldSource | undefined,
): number => {
  const first = row[source?.first ?? -1];
  const cell = first?.isBlank ? (row[source?.second ?? -1] ?? first) : first;
  return wanted && cell ? likeness(wanted, cell) : 0;
};
