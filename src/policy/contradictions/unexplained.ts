import { holdersOf, holds, type Index, rowsHolding } from "./index.ts";
import { columnsOf, filledCells, heldIn, type Line, type Lining, varietyOf } from "./lining.ts";
import { majorityOdds } from "./odds.ts";

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
  index: Index,
  lining: Lining,
  key: readonly number[],
): Unexplained[] => {
  const spokenFor = new Set(lining.lines.flatMap(explainingRow));
  if (hasUnknownLayout(index, lining, spokenFor)) return [];
  const isMajoritySure = majorityOdds(lining);
  const leavesTrace = traceTest(index, spokenFor);
  const found = lining.lines.flatMap((line, gold) => {
    if (line.kind !== "unexplained") return [];
    const sure = isMajoritySure(filledCells(index, lining.carried, gold).length);
    const excused = !sure || leavesTrace(gold) || isKeyHeld(index, gold, key);
    return excused ? [] : [{ gold, nearest: line.nearest, shared: sharedBy(index, gold, line) }];
  });
  return found.length > Math.max(mostRows, mostShare * index.gold.length) ? [] : found;
};

const explainingRow = (line: Line): number[] => (line.kind === "explained" ? [line.row] : []);

/** A file that explains nothing, or a line never split into cells, may hold what is missing. */
const hasUnknownLayout = (
  index: Index,
  { carried }: Lining,
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
const traceTest = (index: Index, spokenFor: ReadonlySet<number>) => {
  const columns = columnsOf(index);
  const identifiers = columns.filter((column) => isDistinct(index, column));
  return (gold: number): boolean => {
    const cells = filledCells(index, columns, gold);
    const names = filledCells(index, identifiers, gold);
    return cells
      .filter((cell) => holdersOf(index, cell) <= rareRows)
      .flatMap((cell) => rowsHolding(index, cell))
      .filter((row) => !spokenFor.has(row))
      .some(
        (row) => heldIn(index, row, cells) * 3 >= cells.length || heldIn(index, row, names) > 0,
      );
  };
};

const isDistinct = (index: Index, column: number): boolean =>
  varietyOf(index, column) === index.gold.length;

const isKeyHeld = (index: Index, gold: number, key: readonly number[]): boolean => {
  const cells = key.map((column) => index.gold[gold]?.[column] ?? []);
  const [rarest] = cells.toSorted((a, b) => holdersOf(index, a) - holdersOf(index, b));
  if (rarest === undefined) return false;
  if (holdersOf(index, rarest) > mostKeyRows) return true;
  return rowsHolding(index, rarest).some((row) => heldIn(index, row, cells) === cells.length);
};

const sharedBy = (index: Index, gold: number, line: Line): number[] => {
  const row = line.kind === "unexplained" && line.nearest !== null ? line.nearest : -1;
  return [...(index.gold[gold] ?? []).entries()].flatMap(([column, cell]) =>
    holds(index.inputs[row], cell) ? [column] : [],
  );
};
