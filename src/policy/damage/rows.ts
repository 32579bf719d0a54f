import { type Column, isPlain } from "../../domain/columns.ts";
import type { Sheet, SheetChange } from "./cells.ts";

const withRows = (sheet: Sheet, rows: Sheet["rows"]): Sheet | null =>
  sheet.rows.length === 0 ? null : { ...sheet, rows };

export const firstRowDropped: SheetChange = (sheet) => withRows(sheet, sheet.rows.slice(1));

export const firstRowDoubled: SheetChange = (sheet) =>
  withRows(sheet, [...sheet.rows, ...sheet.rows.slice(0, 1)]);

export const allRowsDropped: SheetChange = (sheet) => withRows(sheet, []);

export const rowsReversed: SheetChange = (sheet) =>
  sheet.rows.length < 2 ? null : { ...sheet, rows: sheet.rows.toReversed() };

/** As when two files are put one after the other. Only typed columns tell a header from data. */
export const headerRepeated: SheetChange = (sheet) =>
  sheet.columns.every(({ type }) => type === "text")
    ? null
    : { ...sheet, rows: [...sheet.rows, sheet.header] };

/** Exchanges one value between two rows that differ elsewhere too, else nothing would change. */
export const valuesSwapped: SheetChange = (sheet) => {
  for (const [row, cells] of sheet.rows.entries()) {
    const differing = differingColumns(sheet, cells);
    if (differing.length > 1) return swapped(sheet, row, differing[0] ?? 0);
  }
  return null;
};

/** Where a row surely differs from the first, not in spelling alone. */
const differingColumns = ({ columns, rows: [first] }: Sheet, cells: readonly string[]): number[] =>
  columns.flatMap((column, at) => {
    const { type } = column;
    if (!isPlain(column)) return [];
    const [a = "", b = ""] = [first?.[at], cells[at]];
    return surelyDiffer(type, a, b) ? [at] : [];
  });

const surelyDiffer = (type: Column["type"], a: string, b: string): boolean => {
  if (type === "number") return Math.abs(Number(a) - Number(b)) > 0.001;
  return type === "date" ? a.slice(0, 10) !== b.slice(0, 10) : a !== b;
};

const swapped = (sheet: Sheet, row: number, at: number): Sheet => {
  const mine = sheet.rows[0]?.[at] ?? "";
  const theirs = sheet.rows[row]?.[at] ?? "";
  const rows = sheet.rows.map((cells, index) => {
    if (index === 0) return cells.with(at, theirs);
    return index === row ? cells.with(at, mine) : cells;
  });
  return { ...sheet, rows };
};

export const firstColumnsExchanged: SheetChange = (sheet) =>
  sheet.columns.length < 2
    ? null
    : inEachRow(sheet, ([a = "", b = "", ...rest]) => [b, a, ...rest]);

export const columnAdded: SheetChange = (sheet) =>
  inEachRow(sheet, (cells) => [...cells, cells === sheet.header ? "added by the audit" : "1"]);

export const lastColumnDropped: SheetChange = (sheet) =>
  sheet.columns.length < 2 ? null : inEachRow(sheet, (cells) => cells.slice(0, -1));

export const columnRenamed: SheetChange = (sheet) => ({
  ...sheet,
  header: sheet.header.with(0, `${sheet.header[0]} (renamed)`),
});

const inEachRow = (
  sheet: Sheet,
  change: (cells: readonly string[]) => readonly string[],
): Sheet => ({ ...sheet, header: change(sheet.header), rows: sheet.rows.map(change) });
