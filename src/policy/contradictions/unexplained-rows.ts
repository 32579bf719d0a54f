import { type CellIndex, mostHolding, rowHolds, rowsHolding } from "./cell-index.ts";
import { majorityTest } from "./majority-test.ts";
import {
  filledCells,
  type GoldRowSource,
  goldColumnIndices,
  heldIn,
  type RowAlignment,
  varietyOf,
} from "./row-alignment.ts";

interface Unexplained {
  readonly gold: number;
  readonly nearest: number | null;
  /** Gold columns whose values the nearest input row holds. */
  readonly shared: readonly number[];
}

const rareRows = 3;
const mostShare = 0.1;
const mostRows = 2;
const mostKeyRows = 1_000;

/** Gold rows that no input row explains; none where the inputs may be read in ways unknown here. */
export const unexplainedRows = (
  index: CellIndex,
  alignment: RowAlignment,
  key: readonly number[],
): Unexplained[] => {
  const spokenFor = new Set(alignment.sources.flatMap(explainingRow));
  if (hasUnknownLayout(index, alignment, spokenFor)) return [];
  const isMajoritySure = majorityTest(alignment);
  const leavesTrace = traceTest(index, spokenFor);
  const found = alignment.sources.flatMap((source, gold) => {
    if (source.kind !== "unexplained") return [];
    const sure = isMajoritySure(filledCells(index, alignment.carried, gold).length);
    const excused = !sure || leavesTrace(gold) || isKeyHeld(index, gold, key);
    return excused
      ? []
      : [{ gold, nearest: source.nearest, shared: sharedBy(index, gold, source) }];
  });
  return found.length > Math.max(mostRows, mostShare * index.gold.length) ? [] : found;
};

const explainingRow = (source: GoldRowSource): number[] =>
  source.kind === "explained" ? [source.row] : [];

/** A file that explains nothing, or a line never split into cells, may hold what is missing. */
const hasUnknownLayout = (
  index: CellIndex,
  { carried }: RowAlignment,
  spokenFor: ReadonlySet<number>,
): boolean => {
  const explaining = new Set([...spokenFor].map((row) => index.inputs[row]?.file));
  return index.inputs.some(
    ({ file, row, cells }, at) =>
      row > 0 &&
      (!explaining.has(file) || (!spokenFor.has(at) && isUnsplit(cells, carried.length))),
  );
};

const isUnsplit = (cells: readonly string[], columns: number): boolean => {
  const filled = cells.filter((cell) => cell.trim() !== "");
  return filled.length < 3 && (filled.join(" ").match(/[\p{L}\p{N}]+/gu)?.length ?? 0) >= columns;
};

/**
 * Tells of a gold row whether an input row that explains no other one shares something rare with
 * it, and more besides or what looks like its identifier: its own row, then, badly torn.
 */
const traceTest = (index: CellIndex, spokenFor: ReadonlySet<number>) => {
  const columns = goldColumnIndices(index);
  const identifiers = columns.filter((column) => isDistinct(index, column));
  return (gold: number): boolean => {
    const cells = filledCells(index, columns, gold);
    const names = filledCells(index, identifiers, gold);
    return cells
      .filter((cell) => mostHolding(index, cell) <= rareRows)
      .flatMap((cell) => rowsHolding(index, cell))
      .filter((row) => !spokenFor.has(row))
      .some(
        (row) => heldIn(index, row, cells) * 3 >= cells.length || heldIn(index, row, names) > 0,
      );
  };
};

const isDistinct = (index: CellIndex, column: number): boolean =>
  varietyOf(index, column) === index.gold.length;

const isKeyHeld = (index: CellIndex, gold: number, key: readonly number[]): boolean => {
  const cells = key.map((column) => index.gold[gold]?.[column] ?? []);
  const [rarest] = cells.toSorted((a, b) => mostHolding(index, a) - mostHolding(index, b));
  if (rarest === undefined) return false;
  if (mostHolding(index, rarest) > mostKeyRows) return true;
  return rowsHolding(index, rarest).some((row) => heldIn(index, row, cells) === cells.length);
};

const sharedBy = (index: CellIndex, gold: number, source: GoldRowSource): number[] => {
  const row = source.kind === "unexplained" && source.nearest !== null ? source.nearest : -1;
  return [...(index.gold[gold] ?? []).entries()].flatMap(([column, cell]) =>
    rowHolds(index.inputs[row], cell) ? [column] : [],
  );
};
