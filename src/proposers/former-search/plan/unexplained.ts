import type { Findings } from "./findings.ts";

/** One sentence on what is left, for people. */
export const unexplained = ({ gold, columns, pairs }: Findings): string => {
  const lost = gold.length - pairs.length;
  const missed = columns.flatMap(({ column, chains: [chain] }) => {
    const rows = chain?.rows ?? pairs.length;
    const right = chain?.hits ?? 0;
    return right < rows ? [`${column.name} in ${rows - right} of ${rows} rows`] : [];
  });
  const parts = [
    ...(lost > 0 ? [`${lost} of ${gold.length} gold rows are like no input row`] : []),
    ...(missed.length > 0 ? [`not explained: ${missed.join(", ")}`] : []),
  ];
  return parts.length > 0 ? parts.join("; ") : "every visible gold row is explained";
};
