import type { AlignedRows } from "./findings.ts";
import { sampled } from "./order.ts";
import { columnsOf } from "./rows.ts";
import { type ColumnTask, inputSource } from "./task.ts";
import { typed } from "./typed.ts";

/** More pairs than this teach nothing new. */
const mostPairs = 1000;
const mostSpare = 250;

/** Each gold column as one to be explained, by the same rows of the feed. */
export const columnTasks = (aligned: AlignedRows): ColumnTask[] => {
  const { arena, all, gold, pairs } = aligned;
  const some = sampled(pairs, mostPairs);
  const frames = {
    pairs: all.picked(some.map(({ row }) => row)),
    spare: all.picked(sampled(spareRows(aligned), mostSpare)),
    all,
    sources: columnsOf(all.rows).map((name) => inputSource(name, all)),
    hidden: hiddenShare(aligned),
  };
  return arena.master.columns.map(({ name, type }, at) => {
    const cells = some.map((pair) => gold[pair.gold]?.[at] ?? "");
    return {
      ...frames,
      name,
      type,
      gold: cells,
      want: cells.map((cell) => typed(type, cell)),
      leaves: arena.master.required.includes(name),
    };
  });
};

/** The rows of the feed that no gold row belongs to. */
export const spareRows = ({ all, pairs }: AlignedRows): number[] => {
  const paired = new Set(pairs.map(({ row }) => row));
  return [...all.rows.keys()].filter((at) => !paired.has(at));
};

/** How likely it is that a row that is wanted has no visible answer. */
export const hiddenShare = ({ arena, gold, all }: AlignedRows): number =>
  arena.gold.partial
    ? Math.max(0.02, 1 - gold.length / Math.max(all.rows.length, 1))
    : arena.holdout;
