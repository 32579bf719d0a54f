import type { ColumnType } from "../../domain/arena.ts";
import { parseDate } from "../../kit/index.ts";

/** What a program gives for a cell. */
export type Value = string | number | null;

export const textOf = (value: Value): string => (value === null ? "" : String(value));

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A cell as the judge compares it: numbers by value, dates by day, all else by its text. */
export const typed = (type: ColumnType, text: string): string => {
  if (type === "number" && decimal.test(text)) return `n${numberKey(Number(text))}`;
  if (type === "date" && /^\d{4}-\d\d-\d\d/.test(text)) return `d${isoDay(text) ?? text}`;
  return `t${text}`;
};

export const numberKey = (value: number): string => String(Number(value.toFixed(9)) || 0);

const isoDay = (text: string): string | null =>
  parseDate(text.slice(0, 10), { forms: ["iso"] }) === text.slice(0, 10) ? text.slice(0, 10) : null;

export const typedValue = (type: ColumnType, value: Value): string =>
  typeof value === "number" && type === "number"
    ? `n${numberKey(value)}`
    : typed(type, textOf(value));

export const blankCell = "t";

/** Whether the judge would call the cell a wrong number or date. */
export const isUnreadable = (type: ColumnType, cell: string): boolean =>
  type !== "text" && cell.startsWith("t") && cell.trim() !== "t";

/** What tells long texts apart stands near their beginning. */
const longestLoose = 400;

/** Equal but for case, blanks and marks. */
export const loose = (text: string): string =>
  text
    .slice(0, longestLoose)
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
