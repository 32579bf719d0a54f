import { majorityOf, type RowAlignment } from "./row-alignment.ts";

const acceptableLuck = 0.05;

/**
 * Tells whether an honest gold row of so many cells is all but sure to have its majority in one
 * input row. Judged by how seldom half as many misses are seen among the lined-up rows, which
 * also holds where one bad row misses several cells at once.
 */
export const majorityTest = (alignment: RowAlignment): ((cells: number) => boolean) => {
  const shareMissing = missesSeen(alignment);
  return (cells) => {
    const misses = cells - majorityOf(cells) + 1;
    const half = Math.max(1, Math.floor(misses / 2));
    return alignment.sources.length * shareMissing(half) ** (misses / half) < acceptableLuck;
  };
};

const missesSeen = ({ sources }: RowAlignment): ((atLeast: number) => number) => {
  const rows = new Map<number, number>();
  let explained = 0;
  for (const source of sources) {
    if (source.kind !== "explained") continue;
    explained++;
    for (let misses = 1; misses <= source.misses; misses++)
      rows.set(misses, (rows.get(misses) ?? 0) + 1);
  }
  return (atLeast) => ((rows.get(atLeast) ?? 0) + 1) / (explained + 2);
};
