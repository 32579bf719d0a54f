import type { Column } from "../domain/columns.ts";

type Row = readonly string[];

/** A row that is wanted beside the one that came in its place; null where there is none. */
export interface RowPair {
  readonly wanted: Row | null;
  readonly got: Row | null;
  /** The columns in which the two differ. */
  readonly differs: readonly string[];
}

/**
 * Missing and unexpected rows side by side, those that differ least first. A value that few rows
 * share says more about who belongs together than one that all of them have.
 */
export const pairRows = (
  columns: readonly Pick<Column, "name">[],
  key: readonly string[],
  missing: readonly Row[],
  unexpected: readonly Row[],
): RowPair[] => {
  const partners = partnersOf(weightsOf(columns, key, unexpected), missing, unexpected);
  const taken = new Set(partners.values());
  const pairs = missing.map((wanted, at): RowPair => {
    const partner = partners.get(at);
    const got = partner === undefined ? null : (unexpected[partner] ?? null);
    return { wanted, got, differs: got ? differing(columns, wanted, got) : [] };
  });
  const both = pairs
    .filter(({ got }) => got !== null)
    .sort((a, b) => a.differs.length - b.differs.length);
  const alone = unexpected
    .filter((_, at) => !taken.has(at))
    .map((got): RowPair => ({ wanted: null, got, differs: [] }));
  return [...both, ...pairs.filter(({ got }) => got === null), ...alone];
};

const differing = (columns: readonly Pick<Column, "name">[], a: Row, b: Row): string[] =>
  columns.flatMap(({ name }, at) => (a[at] === b[at] ? [] : [name]));

type Weigh = (column: number, cell: string) => number;

/** More than all other columns together. */
const keyWeight = 1000;

const weightsOf = (
  columns: readonly Pick<Column, "name">[],
  key: readonly string[],
  rows: readonly Row[],
): Weigh => {
  const counts = columns.map((_, at) => {
    const count = new Map<string, number>();
    for (const row of rows) count.set(row[at] ?? "", (count.get(row[at] ?? "") ?? 0) + 1);
    return count;
  });
  const factor = columns.map(({ name }) => (key.includes(name) ? keyWeight : 1));
  return (at, cell) => (factor[at] ?? 1) / (counts[at]?.get(cell) ?? 1);
};

/** The likeliest pairs first; rows that share no cell stay alone. */
const partnersOf = (
  weigh: Weigh,
  missing: readonly Row[],
  unexpected: readonly Row[],
): ReadonlyMap<number, number> => {
  const likely = missing.flatMap((wanted, a) =>
    unexpected.map((got, b) => ({ a, b, weight: weightOf(weigh, wanted, got) })),
  );
  const partners = new Map<number, number>();
  const taken = new Set<number>();
  for (const { a, b, weight } of likely.sort((one, other) => other.weight - one.weight)) {
    if (weight === 0 || partners.has(a) || taken.has(b)) continue;
    partners.set(a, b);
    taken.add(b);
  }
  return partners;
};

const weightOf = (weigh: Weigh, wanted: Row, got: Row): number =>
  wanted.reduce((sum, cell, at) => (cell === got[at] ? sum + weigh(at, cell) : sum), 0);
