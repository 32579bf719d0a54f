import type { Column } from "../domain/columns.ts";
import { isReadAsText, untagged } from "./typing.ts";

/** Rows that share all but their tolerant cells; beyond so many, the first are looked at. */
const mostAlike = 256;

/** A gold row as the numbers of its cells, each column's distinct cells being numbered from 0. */
type Numbers = Uint32Array | readonly number[];

interface TolerantColumn {
  readonly at: number;
  readonly tolerance: number;
  /** By the number of a cell; NaN for what is no number. */
  readonly values: readonly number[];
  /** The numbers of the cells, by rising value. */
  readonly byValue: readonly number[];
}

/**
 * Which gold row, and which gold cells, an output row means where numbers may differ a little. The
 * row is looked for by its exact cells, so that neighbouring amounts do not take each other's place.
 */
export class NearRows {
  readonly #tolerant: readonly TolerantColumn[];
  readonly #exact: readonly number[];
  readonly #alike = new Map<string, Uint32Array[]>();

  /** `cellsOf` tells the distinct typed cells of a column, in the order of their numbers. */
  constructor(
    columns: readonly Column[],
    cellsOf: (column: number) => readonly string[],
    rows: Iterable<Numbers>,
  ) {
    this.#tolerant = columns.flatMap(({ tolerance }, at) =>
      tolerance === undefined ? [] : [tolerantColumn(at, tolerance, cellsOf(at))],
    );
    this.#exact = columns.flatMap(({ tolerance }, at) => (tolerance === undefined ? [at] : []));
    for (const row of rows) this.#note(row);
  }

  /**
   * Gives the tolerant cells of an output row the numbers of the gold cells that they mean: those of
   * the nearest row that is still wanted, else in each column the nearest cell.
   */
  settle(
    numbers: { [at: number]: number },
    typedCells: readonly string[],
    isWanted: (row: Numbers) => boolean,
  ): void {
    const given = this.#tolerant.map(({ at }) => numberIn(typedCells[at] ?? "t"));
    const row = this.#nearestRow(numbers, given, isWanted);
    for (const [index, column] of this.#tolerant.entries()) {
      const number = row ? row[column.at] : nearestIn(column, given[index] ?? Number.NaN);
      if (number !== undefined) numbers[column.at] = number;
    }
  }

  #nearestRow(
    numbers: { [at: number]: number },
    given: readonly number[],
    isWanted: (row: Numbers) => boolean,
  ): Uint32Array | undefined {
    let [nearest, least]: [Uint32Array | undefined, number] = [undefined, Number.POSITIVE_INFINITY];
    for (const row of this.#alike.get(this.#exactPart(numbers)) ?? []) {
      const distance = this.#distance(row, numbers, given);
      if (distance < least && isWanted(row)) [nearest, least] = [row, distance];
    }
    return nearest;
  }

  /** In tolerances, all columns together; infinite where one of them is exceeded. */
  #distance(row: Uint32Array, numbers: { [at: number]: number }, given: readonly number[]): number {
    let sum = 0;
    for (const [index, { at, tolerance, values }] of this.#tolerant.entries()) {
      if (row[at] === numbers[at]) continue;
      const share = apart(values[row[at] ?? 0], given[index]) / tolerance;
      if (!(share <= slack)) return Number.POSITIVE_INFINITY;
      sum += share;
    }
    return sum;
  }

  #note(row: Numbers): void {
    const key = this.#exactPart(row);
    const alike = this.#alike.get(key);
    if (alike === undefined) this.#alike.set(key, [Uint32Array.from(row)]);
    else if (alike.length < mostAlike) alike.push(Uint32Array.from(row));
  }

  #exactPart(numbers: { [at: number]: number }): string {
    return this.#exact.map((at) => numbers[at]).join();
  }
}

/** A difference of 0.01 between two doubles may come out as a hair more. */
const slack = 1 + 1e-9;

/** Whether two cells are numbers that a column of this tolerance takes for the same. */
export const isWithinTolerance = (tolerance: number, a: string, b: string): boolean =>
  isNear(apart(numberIn(a), numberIn(b)), tolerance);

const isNear = (distance: number, tolerance: number): boolean => distance / tolerance <= slack;

const apart = (a = Number.NaN, b = Number.NaN): number => Math.abs(a - b);

const numberIn = (typedCell: string): number =>
  isReadAsText(typedCell) ? Number.NaN : Number(untagged(typedCell));

const tolerantColumn = (
  at: number,
  tolerance: number,
  cells: readonly string[],
): TolerantColumn => {
  const values = cells.map(numberIn);
  const byValue = [...values.keys()]
    .filter((number) => !Number.isNaN(values[number]))
    .sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  return { at, tolerance, values, byValue };
};

/** The number of the cell whose value is nearest, if it is near enough. */
const nearestIn = (
  { values, byValue, tolerance }: TolerantColumn,
  given: number,
): number | undefined => {
  let [low, high] = [0, byValue.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[byValue[middle] ?? 0] ?? 0) < given) low = middle + 1;
    else high = middle;
  }
  const [below, above] = [byValue[low - 1], byValue[low]];
  const isBelow =
    below !== undefined &&
    (above === undefined || apart(values[below], given) < apart(values[above], given));
  const nearest = isBelow ? below : above;
  if (nearest === undefined) return undefined;
  return isNear(apart(values[nearest], given), tolerance) ? nearest : undefined;
};
