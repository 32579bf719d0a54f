import { type Lining, majorityOf } from "./lining.ts";

const acceptableLuck = 0.05;

/**
 * Tells whether an honest gold row of so many cells is all but sure to have its majority in one
 * input row. Judged by how seldom half as many misses are seen among the lined-up rows, which
 * also holds where one bad row misses several cells at once.
 */
export const majorityOdds = (lining: Lining): ((cells: number) => boolean) => {
  const shareMissing = missesSeen(lining);
  return (cells) => {
    const misses = cells - majorityOf(cells) + 1;
    const half = Math.max(1, Math.floor(misses / 2));
    return lining.lines.length * shareMissing(half) ** (misses / half) < acceptableLuck;
  };
};

const missesSeen = ({ lines }: Lining): ((atLeast: number) => number) => {
  const rows = new Map<number, number>();
  let explained = 0;
  for (const line of lines) {
    if (line.kind !== "explained") continue;
    explained++;
    for (let misses = 1; misses <= line.misses; misses++)
      rows.set(misses, (rows.get(misses) ?? 0) + 1);
  }
  return (atLeast) => ((rows.get(atLeast) ?? 0) + 1) / (explained + 2);
};
