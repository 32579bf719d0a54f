import type { Told } from "../domain/feed-reading.ts";

export interface NumberedRow {
  /** Counted from 1, as an editor or a spreadsheet does. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** Titles, dates of export and the like stand above a header, never further down than this. */
const mostTitles = 30;

/** Which row holds the column names: the first one, or the first as wide as the table is. */
export const headerIn = (rows: readonly NumberedRow[]): Exclude<Told<number>, null> => {
  const first = rows[0];
  if (first === undefined) return { value: 1, from: "nothing: it is empty" };
  const width = usualWidth(rows);
  const isWide = ({ cells }: NumberedRow): boolean => filled(cells) > Math.max(1, width / 2);
  const at = isWide(first) ? 0 : rows.slice(0, mostTitles).findIndex(isWide);
  const found = rows[at] ?? first;
  if (at > 0 && !holdsFigures(found.cells)) {
    const holdsMore = rows.slice(0, at).some(({ cells }) => filled(cells) > 1);
    const from = `the first line as wide as the table, ${width} cells`;
    if (!holdsMore) return { value: found.line, from };
    const means = `its columns are called ${named(found.cells)}, and what stands above is left out`;
    return {
      either: [
        { value: found.line, means },
        { value: first.line, means: "all lines are handed on as they stand" },
      ],
    };
  }
  const body = rows.slice(1).map(({ cells }) => cells);
  return looksLikeRow(first.cells, body)
    ? {
        either: [
          { value: first.line, means: `its columns are called ${named(first.cells)}` },
          { value: 0, means: "that is the first row, and the columns have no names" },
        ],
      }
    : { value: first.line, from: `line ${first.line}, which reads as names` };
};

const named = (cells: readonly string[]): string =>
  cells
    .slice(0, 3)
    .map((cell) => JSON.stringify(cell.slice(0, 20)))
    .join(", ");

const filled = (cells: readonly string[]): number =>
  cells.filter((cell) => cell.trim() !== "").length;

/** How many cells most rows have. */
const usualWidth = (rows: readonly NumberedRow[]): number => {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
};

const isFigure = (cell: string): boolean =>
  /^\s*[-+]?[\d.,\s]*\d[\d.,\s]*\s*$/.test(cell) ||
  /^\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b/.test(cell);

const holdsFigures = (cells: readonly string[]): boolean => cells.some(isFigure);

/** Years, months and numbered columns are names too. */
const isNumberedName = (cell: string): boolean =>
  /^\s*((19|20)\d\d([-/.]?(0?[1-9]|1[0-2]))?|\d{1,2})\s*$/.test(cell);

/** A first row with figures where, and only where, the rows under it have figures. */
const looksLikeRow = (first: readonly string[], body: readonly (readonly string[])[]): boolean => {
  if (body.length < 2) return false;
  const figures = first.flatMap((cell, column) => (isFigure(cell) ? [column] : []));
  if (figures.length === 0 || figures.every((column) => isNumberedName(first[column] ?? "")))
    return false;
  const share = (column: number): number => {
    const cells = body.flatMap((row) => (row[column]?.trim() ? [row[column]] : []));
    return cells.length === 0 ? 0 : cells.filter(isFigure).length / cells.length;
  };
  return (
    first.every((cell, column) => isFigure(cell) || share(column) < 0.9) &&
    figures.every((column) => share(column) >= 0.9)
  );
};
