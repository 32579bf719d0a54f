import type { Column, ColumnType } from "../domain/columns.ts";
import { foldAccents } from "../kit/index.ts";
import { canonicalDecimal } from "./decimal.ts";

/**
 * A cell as the judge compares it: its value in one spelling behind a tag for how it was read, so
 * that a number never equals a text. Nothing is trimmed or folded: in a clean table a number with
 * a blank beside it is a text.
 */
export const typed = (type: ColumnType, raw: string): string => {
  const value = type === "number" ? canonicalDecimal(raw) : type === "date" ? isoDay(raw) : null;
  return value === null ? `t${raw}` : type === "number" ? `n${value}` : `d${value}`;
};

export const typedRow = (columns: readonly Column[], cells: readonly string[]): string[] =>
  columns.map((column, at) => typed(column.type, cells[at] ?? ""));

/**
 * A row as the judge compares it with the gold, where the arena says more of its columns than their
 * type: folded texts in their folded form, ignored columns as if they were blank. Numbers that may
 * differ a little are settled against the gold, by `NearRows`.
 */
export const comparedRow = (columns: readonly Column[], typedCells: readonly string[]): string[] =>
  columns.map((column, at) => comparedCell(column, typedCells[at] ?? "t"));

export const comparedCell = ({ compare, ignore }: Column, typedCell: string): string => {
  if (ignore) return "t";
  return compare === "folded" && isReadAsText(typedCell)
    ? `t${foldedText(untagged(typedCell))}`
    : typedCell;
};

/** Without accents, in lower case, with single blanks inside and none around. */
const foldedText = (text: string): string =>
  foldAccents(text).toLowerCase().replace(/\s+/g, " ").trim();

/** The value behind the tag, for people and proposers. */
export const untagged = (typedCell: string): string => typedCell.slice(1);

export const isReadAsText = (typedCell: string): boolean => typedCell.startsWith("t");

export const isNumeric = (raw: string): boolean => canonicalDecimal(raw) !== null;

export const isDate = (raw: string): boolean => isoDay(raw) !== null;

const isoShape =
  /^(\d{4}-(\d{2})-(\d{2}))(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

const isoDay = (raw: string): string | null => {
  const [, day, month, dayOfMonth] = isoShape.exec(raw) ?? [];
  if (day === undefined || dayOfMonth === "00") return null;
  return Number(dayOfMonth) <= daysIn(Number(day.slice(0, 4)), Number(month)) ? day : null;
};

const daysIn = (year: number, month: number): number => {
  if (year === 0) return 0;
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
};

/**
 * What programs write when they have nothing to write. A bare "NA" is left out: it is a country
 * code and a ticker, and a right answer that may not be given can never be found.
 */
export const wordsForNull: ReadonlySet<string> = new Set([
  "nan",
  "-nan",
  "nat",
  "null",
  "none",
  "nil",
  "undefined",
  "invalid date",
  "<na>",
  "n/a",
  "#n/a",
  "#na",
]);

const blank = /^[\s\p{Cc}\p{Default_Ignorable_Code_Point}]*$/u;

export const isBlankCell = (raw: string): boolean => blank.test(raw);

export const isNothing = (raw: string): boolean =>
  isBlankCell(raw) || (raw.length < 64 && wordsForNull.has(raw.trim().toLowerCase()));
