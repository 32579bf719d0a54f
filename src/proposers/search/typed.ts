import { typed } from "../../cells/typing.ts";
import type { ColumnType } from "../../domain/columns.ts";

export { typed };

/** What a program gives for a cell. */
export type Value = string | number | null;

export const textOf = (value: Value): string => (value === null ? "" : String(value));

export const numberKey = (value: number): string => String(Number(value.toFixed(9)) || 0);

export const typedValue = (type: ColumnType, value: Value): string => typed(type, textOf(value));

export const blankCell = "t";

/** What tells long texts apart stands near their beginning. */
const longestLoose = 400;

/** Equal but for case, blanks and marks. */
export const loose = (text: string): string =>
  text
    .slice(0, longestLoose)
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
