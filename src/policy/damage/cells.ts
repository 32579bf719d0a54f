import { type Column, isPlain } from "../../domain/columns.ts";

/** A table's content, to be damaged. */
export interface Sheet {
  readonly columns: readonly Column[];
  readonly required: readonly string[];
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The sheet changed in one way, or null where it offers nothing to change so. */
export type SheetChange = (sheet: Sheet) => Sheet | null;

export type CellDamage = (value: string) => string | null;

export type ColumnChoice = (column: Column, sheet: Sheet) => boolean;

/*
 * Nothing here uses the judge's own typing: a judge that takes two values for one would then also
 * decide that there was nothing to damage, and its blind spot would pass unseen.
 */

/** Changes the first cell of such a column that can be changed so. */
export const oneCell =
  (isMeant: ColumnChoice, change: CellDamage): SheetChange =>
  (sheet) => {
    const columns = sheet.columns.flatMap((column, at) => (isMeant(column, sheet) ? [at] : []));
    for (const [row, cells] of sheet.rows.entries())
      for (const at of columns) {
        const value = cells[at] ?? "";
        const changed = change(value);
        if (changed !== null && changed !== value) return withCell(sheet, row, at, changed);
      }
    return null;
  };

/** Changes every cell of a type that can be changed so. */
export const everyCell =
  (type: Column["type"], change: CellDamage): SheetChange =>
  (sheet) => {
    let changes = 0;
    const changed = (value: string): string => {
      const next = change(value) ?? value;
      if (next !== value) changes++;
      return next;
    };
    const rows = sheet.rows.map((row) =>
      row.map((value, at) => (sheet.columns[at]?.type === type ? changed(value) : value)),
    );
    return changes === 0 ? null : { ...sheet, rows };
  };

const withCell = (sheet: Sheet, row: number, at: number, value: string): Sheet => ({
  ...sheet,
  rows: sheet.rows.map((cells, index) => (index === row ? cells.with(at, value) : cells)),
});

export const isTextColumn: ColumnChoice = (column) => column.type === "text" && isPlain(column);
export const isNumberColumn: ColumnChoice = (column) => column.type === "number" && isPlain(column);
export const isDateColumn: ColumnChoice = (column) => column.type === "date" && isPlain(column);
export const isRequiredColumn: ColumnChoice = ({ name }, { required }) => required.includes(name);
export const isRequiredTextColumn: ColumnChoice = (column, sheet) =>
  isTextColumn(column, sheet) && isRequiredColumn(column, sheet);

export const aCentMore: CellDamage = (value) => {
  const [, sign, whole, decimals = ""] = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/.exec(value) ?? [];
  if (whole === undefined) return null;
  const cents = BigInt(`${sign}${whole}${decimals.padEnd(2, "0")}`) + 1n;
  const digits = `${cents < 0n ? -cents : cents}`.padStart(3, "0");
  return `${cents < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

export const otherSign: CellDamage = (value) => {
  if (!/^-?\d+(\.\d+)?$/.test(value) || Math.abs(Number(value)) < 0.001) return null;
  return value.startsWith("-") ? value.slice(1) : `-${value}`;
};

export const withUnit: CellDamage = (value) =>
  /^-?\d+(\.\d+)?$/.test(value) ? `${value} USD` : null;

export const withMoreZeros: CellDamage = (value) => {
  if (/^-?\d+$/.test(value)) return `${value}.00`;
  return /^-?\d+\.\d+$/.test(value) ? `${value}0` : null;
};

/** Only where a double holds all the digits, so that the value stays exactly the same. */
export const asExponent: CellDamage = (value) =>
  /^-?\d+(\.\d+)?$/.test(value) && value.replace(/\D/g, "").length <= 15
    ? Number(value).toExponential()
    : null;

const day = /^(\d{4})-(\d{2})-(\d{2})$/;

export const aDayLater: CellDamage = (value) => {
  const [, year, month, dayOfMonth] = day.exec(value) ?? [];
  if (year === undefined || year < "0100" || year === "9999") return null;
  const next = new Date(Date.UTC(Number(year), Number(month) - 1, Number(dayOfMonth) + 1));
  return next.toISOString().slice(0, 10);
};

export const dayAndMonthExchanged: CellDamage = (value) => {
  const [, year, month, dayOfMonth = "99"] = day.exec(value) ?? [];
  return dayOfMonth <= "12" ? `${year}-${dayOfMonth}-${month}` : null;
};

export const dayFirst: CellDamage = (value) => {
  const [, year, month, dayOfMonth] = day.exec(value) ?? [];
  return year === undefined ? null : `${dayOfMonth}/${month}/${year}`;
};

export const withMidnight: CellDamage = (value) => (day.test(value) ? `${value}T00:00:00` : null);

export const otherCase: CellDamage = (value) =>
  value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase();

export const withTrailingBlank: CellDamage = (value) => (value === "" ? null : `${value} `);

export const withInvisible: CellDamage = (value) => (value === "" ? null : `${value}\u200b`);

/** A Cyrillic letter that looks like the Latin one. */
export const withLookAlike: CellDamage = (value) =>
  value.includes("a") ? value.replace("a", "\u0430") : null;

export const writtenAs =
  (text: string): CellDamage =>
  () =>
    text;
