import {
  type CellIndex,
  type CellMarks,
  mostHolding,
  rowHolds,
  rowsHolding,
} from "./cell-index.ts";

/** How gold and input rows lie side by side, where they do so well enough to speak of odd ones. */
export interface RowAlignment {
  /** Gold columns whose values the inputs carry, row by row. */
  readonly carried: readonly number[];
  readonly sources: readonly GoldRowSource[];
}

/** `row` is the input row that holds most of the gold row's carried cells; `misses` the others. */
export type GoldRowSource =
  | { readonly kind: "undecided" }
  | { readonly kind: "explained"; readonly row: number; readonly misses: number }
  | { readonly kind: "unexplained"; readonly nearest: number | null };

const fewestColumns = 3;
const mostColumns = 16;
const carriedShare = 0.8;
const workPerRow = 5_000;
const workInAll = 50_000_000;

export const rowAlignment = (index: CellIndex): RowAlignment | null => {
  let carried = mostTelling(index, occurringColumns(index));
  for (let pass = 0; pass < 3 && carried.length >= fewestColumns; pass++) {
    const sources = index.gold.map((_, at) => sourceOf(index, filledCells(index, carried, at)));
    const together = carried.filter((column) => isHeldByAligned(index, column, sources));
    if (together.length === carried.length) return { carried, sources };
    carried = together;
  }
  return null;
};

/** A gold row's cells in these columns, blanks left out. */
export const filledCells = (
  index: CellIndex,
  columns: readonly number[],
  at: number,
): CellMarks[] =>
  columns.map((column) => index.gold[at]?.[column] ?? []).filter((cell) => cell.length > 0);

export const majorityOf = (cells: number): number => Math.floor(cells / 2) + 1;

export const heldIn = (index: CellIndex, row: number, cells: readonly CellMarks[]): number =>
  cells.filter((cell) => rowHolds(index.inputs[row], cell)).length;

/**
 * Input rows among which every one that holds a majority of the cells is found: it must hold one
 * of the rarest half. Null where even those are too common to go through.
 */
export const candidatesFor = (
  index: CellIndex,
  cells: readonly CellMarks[],
): Set<number> | null => {
  const rarest = cells
    .toSorted((a, b) => mostHolding(index, a) - mostHolding(index, b))
    .slice(0, cells.length - majorityOf(cells.length) + 1);
  const rows = rarest.reduce((sum, cell) => sum + mostHolding(index, cell), 0);
  const most = Math.min(workPerRow, workInAll / index.gold.length);
  return rows * cells.length > most
    ? null
    : new Set(rarest.flatMap((cell) => rowsHolding(index, cell)));
};

const sourceOf = (index: CellIndex, cells: readonly CellMarks[]): GoldRowSource => {
  const candidates = cells.length < fewestColumns ? null : candidatesFor(index, cells);
  if (candidates === null) return { kind: "undecided" };
  const { row, held } = best(index, cells, candidates);
  return row !== null && held >= majorityOf(cells.length)
    ? { kind: "explained", row, misses: cells.length - held }
    : { kind: "unexplained", nearest: row };
};

const best = (index: CellIndex, cells: readonly CellMarks[], candidates: ReadonlySet<number>) => {
  let most: { row: number | null; held: number } = { row: null, held: 0 };
  for (const row of candidates) {
    const held = heldIn(index, row, cells);
    if (held > most.held) most = { row, held };
    if (held === cells.length) break;
  }
  return most;
};

export const goldColumnIndices = (index: CellIndex): number[] => [...(index.gold[0] ?? []).keys()];

export const occurringColumns = (index: CellIndex): number[] =>
  goldColumnIndices(index).filter((column) => {
    const filled = cellsOfColumn(index, column);
    const occurring = filled.filter((cell) => mostHolding(index, cell) > 0);
    return filled.length * 2 >= index.gold.length && isMost(occurring.length, filled.length);
  });

const mostTelling = (index: CellIndex, columns: readonly number[]): number[] => {
  const variety = new Map(columns.map((column) => [column, varietyOf(index, column)]));
  return columns
    .toSorted((a, b) => (variety.get(b) ?? 0) - (variety.get(a) ?? 0))
    .slice(0, mostColumns);
};

/** How many values a gold column has. */
export const varietyOf = (index: CellIndex, column: number): number =>
  new Set(cellsOfColumn(index, column).map((cell) => cell[0])).size;

const cellsOfColumn = (index: CellIndex, column: number): CellMarks[] =>
  index.gold.flatMap((row) => (row[column]?.length ? [row[column]] : []));

const isHeldByAligned = (
  index: CellIndex,
  column: number,
  sources: readonly GoldRowSource[],
): boolean => {
  let held = 0;
  let filled = 0;
  for (const [at, source] of sources.entries()) {
    const cell = index.gold[at]?.[column] ?? [];
    if (source.kind !== "explained" || cell.length === 0) continue;
    filled++;
    if (rowHolds(index.inputs[source.row], cell)) held++;
  }
  return isMost(held, filled);
};

const isMost = (part: number, whole: number): boolean => whole > 0 && part / whole >= carriedShare;
