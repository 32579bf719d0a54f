import { untagged } from "../cells/typing.ts";
import type { Judged } from "../domain/evaluation.ts";
import type { RowEffects, RowExample } from "../domain/event-parts.ts";
import type { Gold } from "./gold.ts";
import { pairRows } from "./row-pairs.ts";

type Row = readonly string[];

/** The trail keeps every round for ever, so a line of it holds a few examples only. */
const mostExamples = 12;
const mostCharacters = 4000;
const longestCell = 80;

/** Which rows of the visible gold a change put right or broke, the first of them side by side. */
export const rowEffects = (gold: Gold, before: Judged, after: Judged): RowEffects => {
  const right: Row[] = [];
  const broken: Row[] = [];
  const counts = { right: 0, broken: 0 };
  for (let row = 0; row < gold.rows.size; row++) {
    if (gold.heldOut.at(row)) continue;
    const gained = (before.unmatched[row] ?? 0) - (after.unmatched[row] ?? 0);
    if (gained === 0) continue;
    const effect = gained > 0 ? "right" : "broken";
    const rows = gained > 0 ? right : broken;
    counts[effect] += Math.abs(gained);
    if (rows.length < mostExamples) rows.push(gold.rows.cellsAt(row).map(untagged));
  }
  const examples = [
    ...partnered(gold, broken, gone(after, before)).map(
      ({ wanted, got }): RowExample => ({ effect: "broken", before: wanted, after: got }),
    ),
    ...partnered(gold, right, gone(before, after)).map(
      ({ wanted, got }): RowExample => ({ effect: "right", before: got, after: wanted }),
    ),
  ];
  return { ...counts, examples: bounded(examples) };
};

/** Wrong rows of one output that the other no longer has. */
const gone = ({ feedback }: Judged, other: Judged): Row[] => {
  const there = new Set(other.feedback.unexpected.map((row) => JSON.stringify(row)));
  return feedback.unexpected.filter((row) => !there.has(JSON.stringify(row)));
};

const partnered = ({ arena }: Gold, wanted: readonly Row[], wrong: readonly Row[]) =>
  pairRows(arena.master.columns, arena.gold.key, wanted, wrong).filter(
    (pair) => pair.wanted !== null,
  );

const bounded = (examples: readonly RowExample[]): RowExample[] => {
  let characters = 0;
  const short = examples.slice(0, mostExamples).map(({ effect, before, after }) => ({
    effect,
    before: before?.map(cut) ?? null,
    after: after?.map(cut) ?? null,
  }));
  return short.filter((example) => {
    characters += JSON.stringify(example).length;
    return characters <= mostCharacters;
  });
};

const cut = (cell: string): string =>
  cell.length <= longestCell ? cell : `${cell.slice(0, longestCell - 1)}…`;
