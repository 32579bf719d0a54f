import type { InputRows, Rows } from "../../domain/proposing.ts";

type Row = readonly string[];

/** Where a right row most likely comes from. */
export interface RowSource {
  readonly file: string;
  readonly row: Row;
  /** The right row's cells, by place, that the input row does not hold in any form. */
  readonly unexplained: readonly number[];
}

/** A cell that so many input rows share says nothing about which of them is meant. */
const mostSharing = 300;
/** Longer cells are told apart by others. */
const longestForm = 100;

/** Finds, for each right row, the input row that shares its rarest cells. */
export const sourcesOf = (
  rightRows: Rows,
  inputs: readonly InputRows[],
): readonly (RowSource | null)[] => {
  const all = inputs.flatMap(({ name, rows }) => rows.map((row) => ({ file: name, row })));
  const sharing = new Map(
    rightRows.flatMap((row) => [...formsOf(row)].map((form): [string, number[]] => [form, []])),
  );
  for (const [at, { row }] of all.entries())
    for (const form of formsOf(row)) sharing.get(form)?.push(at);

  return rightRows.map((wanted) => {
    const source = all[likeliest(wanted, sharing)];
    if (source === undefined) return null;
    const held = formsOf(source.row);
    const unexplained = wanted.flatMap((cell, at) => (held.has(formOf(cell)) ? [] : [at]));
    return { ...source, unexplained };
  });
};

/** The place of the input row with the rarest cells in common, or -1. */
const likeliest = (wanted: Row, sharing: ReadonlyMap<string, readonly number[]>): number => {
  const scores = new Map<number, number>();
  for (const form of formsOf(wanted)) {
    const rows = sharing.get(form) ?? [];
    if (rows.length > mostSharing) continue;
    for (const at of rows) scores.set(at, (scores.get(at) ?? 0) + 1 / rows.length);
  }
  const [best] = [...scores].reduce((a, b) => (isBetter(b, a) ? b : a), [-1, 0]);
  return best;
};

const isBetter = (
  [at, score]: readonly [number, number],
  [bestAt, best]: readonly [number, number],
): boolean => score > best || (score === best && at < bestAt);

const formsOf = (row: Row): Set<string> => new Set(row.map(formOf).filter((form) => form !== ""));

/** What is left when case, marks, zeros in front and the order of parts do not matter. */
const formOf = (cell: string): string => {
  if (cell.length > longestForm) return "";
  const parts =
    cell
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return parts
    .map((part) => part.replace(/^0+(?=.)/, ""))
    .sort()
    .join(" ");
};
