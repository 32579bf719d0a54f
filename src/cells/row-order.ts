/** Where in the input a gold row is to be expected, if the gold keeps the order of the input. */
export interface ExpectedPlace {
  readonly row: number;
  /** The first and the last row that its neighbours leave for it. */
  readonly from: number;
  readonly to: number;
}

/** What is known for sure: the input row of a gold row, by place; null where it is not sure. */
export type SureRows = readonly (number | null)[];

/** The share of sure rows that must be in order, and the fewest that can show it. */
const keptShare = 0.95;
const fewestSure = 3;

/** Nothing known, rows are expected to be spread evenly. */
export const evenPlace = (gold: number, goldRows: number, rows: number): ExpectedPlace => ({
  row: Math.round((gold * Math.max(0, rows - 1)) / Math.max(1, goldRows - 1)),
  from: 0,
  to: rows - 1,
});

/** Between its neighbours; null where the rows are in another order altogether. */
export const expectedPlaces = (sure: SureRows, rows: number): ExpectedPlace[] | null => {
  const known = [...sure.entries()].flatMap(([gold, row]) => (row === null ? [] : [{ gold, row }]));
  if (known.length < fewestSure) return sure.map((_, gold) => evenPlace(gold, sure.length, rows));
  const kept = longestAscent(known.map(({ row }) => row)).flatMap((at) => known[at] ?? []);
  return kept.length < keptShare * known.length ? null : between(kept, sure.length, rows);
};

const between = (
  kept: readonly { readonly gold: number; readonly row: number }[],
  goldRows: number,
  rows: number,
): ExpectedPlace[] => {
  const places: ExpectedPlace[] = [];
  let before = { gold: -1, row: -1 };
  for (const after of [...kept, { gold: goldRows, row: rows }]) {
    const step = (after.row - before.row) / (after.gold - before.gold);
    for (let gold = before.gold + 1; gold < after.gold; gold++)
      places.push({
        row: Math.round(before.row + step * (gold - before.gold)),
        from: before.row + 1,
        to: after.row - 1,
      });
    if (after.gold < goldRows) places.push({ row: after.row, from: after.row, to: after.row });
    before = after;
  }
  return places;
};

/** The places of the longest strictly ascending run of numbers, others left out. */
const longestAscent = (numbers: readonly number[]): number[] => {
  const ends: number[] = [];
  const before = new Int32Array(numbers.length).fill(-1);
  for (const [at, number] of numbers.entries()) {
    let low = 0;
    for (let high = ends.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((numbers[ends[middle] ?? 0] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    before[at] = low === 0 ? -1 : (ends[low - 1] ?? -1);
    ends[low] = at;
  }
  const ascent: number[] = [];
  for (let at = ends.at(-1) ?? -1; at !== -1; at = before[at] ?? -1) ascent.push(at);
  return ascent.reverse();
};
