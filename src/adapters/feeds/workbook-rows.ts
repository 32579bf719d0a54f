import type { NumberedRow } from "../../cells/header-row.ts";
import { Problem } from "../../domain/problems.ts";
import { cellText } from "./cell-text.ts";
import type { PlainCsv } from "./plain-csv.ts";

export interface SheetLook {
  readonly name: string;
  readonly filledRows: number;
  /** The first rows that say something. */
  readonly first: readonly NumberedRow[];
}

const shown = 60;

/** The sheets of a workbook, and how each begins. */
export const lookAtWorkbook = async (path: string): Promise<SheetLook[]> =>
  (await sheetsOf(path)).map(({ name, rows }) => ({
    name,
    filledRows: rows.filter(saysSomething).length,
    first: rows
      .slice(0, 4 * shown)
      .map((row, at) => ({ line: at + 1, cells: row.map(textOf) }))
      .filter(({ cells }) => cells.some((cell) => cell.trim() !== ""))
      .slice(0, shown),
  }));

/** Hands on the rows of one sheet that say something. */
export const copyWorkbook = async (
  path: string,
  { sheet, header }: { readonly sheet: string; readonly header: number },
  to: PlainCsv,
): Promise<string> => {
  const found = (await sheetsOf(path, sheet))[0];
  const rows = found?.rows ?? [];
  const names =
    header === 0 ? (rows[0] ?? []).map((_, at) => `column_${at + 1}`) : rows[header - 1];
  to.header((names ?? []).map(textOf));
  let filled = 0;
  for (const row of rows.slice(header)) {
    if (!saysSomething(row)) continue;
    filled++;
    to.row(row.map(textOf));
  }
  const blank = rows.length - header - filled;
  const parts = [
    ...(header > 1 ? [`${header - 1} above the header`] : []),
    ...(header > 0 ? ["1 header"] : []),
    `${filled} rows`,
    ...(blank > 0 ? [`${blank} blank`] : []),
  ];
  return `${rows.length} rows of the sheet ${JSON.stringify(found?.name ?? sheet)}: ${parts.join(", ")}`;
};

/** A time of day without a day is kept as one on the day before the calendar of workbooks begins. */
const textOf = (cell: unknown): string => {
  if (!(cell instanceof Date)) return cellText(cell);
  // A moment is a fraction of a day there, which comes out a millisecond off.
  const rounded = new Date(Math.round(cell.getTime() / 10) * 10);
  return cellText(rounded).replace(/^1899-12-3[01]T/, "");
};

const saysSomething = (row: readonly unknown[]): boolean =>
  row.some((cell) => textOf(cell).trim() !== "");

interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly unknown[])[];
}

const sheetsOf = async (path: string, only?: string): Promise<Sheet[]> => {
  const reader = await loadReader(path);
  const options = { parseNumber: shortNumber, trim: false };
  try {
    if (only !== undefined)
      return [{ name: only, rows: await reader.readSheet(path, only, options) }];
    const sheets = await reader.default(path, options);
    return sheets.map(({ sheet, data }) => ({ name: sheet, rows: data }));
  } catch (error) {
    throw Problem.of("bad-input", {
      path,
      finding: `cannot be read as a workbook: ${error instanceof Error ? error.message : error}`,
      hint: "open it and save it again as .xlsx, or as CSV",
    });
  }
};

/** A workbook knows fifteen digits, and often keeps 17.3 as 17.300000000000001. */
const shortNumber = (text: string): string => String(Number(Number(text).toPrecision(15)));

const loadReader = async (path: string) => {
  try {
    return await import("read-excel-file/node");
  } catch {
    throw Problem.of("bad-input", {
      path,
      finding: "is an Excel workbook, and the package that reads those is not installed",
      hint: "npm install read-excel-file, beside CleanLoop; or save the sheet as CSV",
    });
  }
};
