import { differingColumns, type GoldAnswers, push } from "./answers.ts";
import { type CellIndex, type CellMarks, rowHolds } from "./cell-index.ts";
import { majorityTest } from "./majority-test.ts";
import {
  candidatesFor,
  filledCells,
  heldIn,
  majorityOf,
  type RowAlignment,
} from "./row-alignment.ts";

interface SplitCopies {
  readonly inputs: readonly number[];
  readonly gold: readonly number[];
}

/** Equal input rows with as many gold rows, not all alike. */
export const duplicatesWithManyAnswers = (
  index: CellIndex,
  alignment: RowAlignment,
  answers: GoldAnswers,
): SplitCopies[] => {
  const copies = copiesIn(index);
  const claims = claimsOf(alignment);
  if (copies.length === 0 || !isOneToOne(claims, copies)) return [];
  const isTheirs = sourceTest(index, alignment, claims);
  const telling = new Set(alignment.carried.filter((column) => varies(answers, column)));
  const matched = copies
    .map((inputs) => ({ inputs, gold: inputs.flatMap((row) => claims.get(row) ?? []) }))
    .filter(({ inputs, gold }) => gold.length === inputs.length && isTheirs(inputs, gold));
  const split = matched.filter(({ gold }) =>
    differingColumns(gold.map((at) => answers[at] ?? [])).some((column) => telling.has(column)),
  );
  return isRule(split.length, matched.length) ? [] : split;
};

/** A column that nearly always says the same may agree with the inputs by chance. */
const varies = (answers: GoldAnswers, column: number): boolean => {
  const counts = new Map<string | undefined, number>();
  for (const row of answers) counts.set(row[column], (counts.get(row[column]) ?? 0) + 1);
  return [...counts.values()].every((count) => count * 2 <= answers.length);
};

/** Where most copies get different answers, the arena means it: numbering, a duplicate's mark. */
const isRule = (split: number, matched: number): boolean => split > 2 && split * 2 > matched;

/** Rows with equal cells within one file: a file's name may well decide the answer. */
const copiesIn = (index: CellIndex): number[][] => {
  const rows = new Map<string, number[]>();
  for (const [at, { file, cells }] of index.inputs.entries()) {
    const trimmed = cells.map((cell) => cell.trim());
    while (trimmed.at(-1) === "") trimmed.pop();
    if (trimmed.filter((cell) => cell !== "").length < 2) continue;
    push(rows, JSON.stringify([file, ...trimmed]), at);
  }
  return [...rows.values()].filter((alike) => alike.length > 1);
};

type Claims = ReadonlyMap<number, readonly number[]>;

/** By input row: the gold rows it explains best. */
const claimsOf = (alignment: RowAlignment): Claims => {
  const claims = new Map<number, number[]>();
  for (const [at, source] of alignment.sources.entries())
    if (source.kind === "explained") push(claims, source.row, at);
  return claims;
};

const isOneToOne = (claims: Claims, copies: readonly (readonly number[])[]): boolean => {
  const copied = new Set(copies.flat());
  const single = [...claims].filter(([row]) => !copied.has(row));
  return single.filter(([, gold]) => gold.length > 1).length <= 0.05 * single.length;
};

/** Tells whether gold rows can come from nowhere but these copies, each as likely as the other. */
const sourceTest = (index: CellIndex, alignment: RowAlignment, claims: Claims) => {
  const isMajoritySure = majorityTest(alignment);
  return (copies: readonly number[], gold: readonly number[]): boolean =>
    gold.every((at) => {
      const cells = filledCells(index, alignment.carried, at);
      return (
        isMajoritySure(cells.length) &&
        areAlikeFor(index, cells, copies) &&
        !hasOtherSource(index, alignment, claims, copies, cells)
      );
    });
};

/** Another row that holds a majority is not a source if it holds less, and more of its own gold row. */
const hasOtherSource = (
  index: CellIndex,
  alignment: RowAlignment,
  claims: Claims,
  copies: readonly number[],
  cells: readonly CellMarks[],
): boolean => {
  const candidates = candidatesFor(index, cells);
  if (candidates === null) return true;
  for (const row of copies) candidates.delete(row);
  const byCopies = heldIn(index, copies[0] ?? -1, cells);
  return [...candidates].some((row) => {
    const held = heldIn(index, row, cells);
    if (held < majorityOf(cells.length)) return false;
    return held >= byCopies || !isSpokenFor(index, alignment, claims, row, held);
  });
};

/** Not so where a blank takes its value from above and one copy stands below another value. */
const areAlikeFor = (index: CellIndex, cells: readonly CellMarks[], copies: readonly number[]) =>
  cells.every((cell) => {
    const holding = copies.filter((row) => rowHolds(index.inputs[row], cell)).length;
    return holding === 0 || holding === copies.length;
  });

const isSpokenFor = (
  index: CellIndex,
  alignment: RowAlignment,
  claims: Claims,
  row: number,
  held: number,
): boolean =>
  (claims.get(row) ?? []).some(
    (gold) => heldIn(index, row, filledCells(index, alignment.carried, gold)) > held,
  );
