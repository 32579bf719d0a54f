import type { AlignedPair, MarkedRows, RowVotes } from "./row-votes.ts";

/** An input column that shows what a gold column holds, and in which share of the pairs it does. */
interface AgreeingColumn {
  readonly column: number;
  readonly trust: number;
}

/** By gold column: the input columns that show the same thing, most often first. */
export type AgreeingColumns = readonly (readonly AgreeingColumn[])[];

const mostColumns = 3;
const leastTrust = 0.05;

export const agreeingColumns = (
  votes: RowVotes,
  rows: MarkedRows,
  gold: MarkedRows,
  pairs: readonly AlignedPair[],
): AgreeingColumns => {
  const counts = (gold[0] ?? []).map((): number[] => []);
  for (const pair of pairs)
    for (const [at, wanted] of (gold[pair.gold] ?? []).entries()) {
      const line = counts[at] ?? [];
      const possible = votes.shared(wanted, wanted);
      for (const [column, has] of (rows[pair.row] ?? []).entries())
        if (possible > 0 && votes.shared(wanted, has) >= possible / 2)
          line[column] = (line[column] ?? 0) + 1;
    }
  return counts.map((line) =>
    [...line.entries()]
      .map(([column, count = 0]) => ({ column, trust: count / pairs.length }))
      .filter(({ trust }) => trust >= leastTrust)
      .sort((a, b) => b.trust - a.trust || a.column - b.column)
      .slice(0, mostColumns),
  );
};

/** What a row shares with a gold cell in the columns that agree with it, each as far as trusted. */
export const sharedInColumns = (
  votes: RowVotes,
  row: MarkedRows[number],
  wanted: readonly number[],
  columns: readonly AgreeingColumn[],
): number => {
  let best = 0;
  for (const { column, trust } of columns)
    best = Math.max(best, Math.sqrt(trust) * votes.shared(wanted, row[column] ?? []));
  return best;
};
