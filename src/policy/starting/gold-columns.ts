import { wholeMarks } from "../../cells/marks.ts";
import { isDate, isNothing, isNumeric } from "../../cells/typing.ts";
import type { ColumnType } from "../../domain/columns.ts";
import { visible } from "../../domain/visible.ts";

/** A table as it was found, header apart. */
export interface FoundTable {
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface GoldColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** No cell of it is blank. */
  readonly required: boolean;
  /** What the type was told from. */
  readonly from: string;
  readonly sure: boolean;
}

/** What makes a table no gold, in words that follow its path. */
export interface GoldMistake {
  readonly finding: string;
  readonly hint: string;
}

/** Why a table cannot be gold, as far as the table itself tells. */
export const goldMistakeIn = ({ header, rows }: FoundTable): GoldMistake | null => {
  const hint = "the gold has one line of column names and below it one right answer a row";
  if (header.length === 0) return { finding: "is empty", hint };
  if (rows.length === 0) return { finding: "has a header, but no row", hint };
  const nameless = header.findIndex((name) => name.trim() === "");
  if (nameless !== -1) return { finding: `has no name for its column ${nameless + 1}`, hint };
  const twice = header.find((name, at) => header.indexOf(name) !== at);
  if (twice !== undefined) return { finding: `has the column ${quoted(twice)} twice`, hint };
  const ragged = rows.findIndex((row) => row.length !== header.length);
  if (ragged !== -1)
    return {
      finding: `has ${header.length} columns, but ${rows[ragged]?.length} cells in line ${lineOf(ragged)}`,
      hint,
    };
  for (const [at, name] of header.entries()) {
    const mistake = cellMistake(
      name,
      rows.map((row) => row[at] ?? ""),
    );
    if (mistake) return mistake;
  }
  return null;
};

export const goldColumnsOf = ({ header, rows }: FoundTable): GoldColumn[] =>
  header.map((name, at) => {
    const cells = rows.map((row) => row[at] ?? "");
    const filled = cells.filter((cell) => cell.trim() !== "");
    return { name, required: !cells.some(isNothing), ...typeOf(name, filled) };
  });

type Typing = Pick<GoldColumn, "type" | "from" | "sure">;

const typeOf = (name: string, cells: readonly string[]): Typing => {
  if (cells.length === 0) return { type: "text", from: "no cell that says anything", sure: false };
  const numbers = cells.filter(isNumeric).length;
  const days = cells.filter(isDate).length;
  const all = `all ${cells.length} cells`;
  if (days === cells.length)
    return cells.some(hasTime)
      ? { type: "text", from: "days with a time, which a date would leave out", sure: true }
      : { type: "date", from: `${all} are ISO days`, sure: true };
  if (numbers < cells.length) {
    const mixed = Math.max(numbers, days);
    return mixed > cells.length / 2
      ? {
          type: "text",
          from: `only ${mixed} of ${cells.length} cells are ${days > numbers ? "days" : "numbers"}`,
          sure: false,
        }
      : { type: "text", from: "its cells", sure: true };
  }
  if (cells.some((cell) => /^[-+]?0\d/.test(cell)))
    return { type: "text", from: "digits that begin with 0", sure: true };
  if (isIdentifierName(name) && cells.every((cell) => /^\d+$/.test(cell)))
    return { type: "text", from: "whole numbers under the name of an identifier", sure: false };
  return { type: "number", from: `${all} are numbers`, sure: cells.length >= 3 };
};

/** A column called so tells rows apart, and nobody adds its numbers up. */
export const isIdentifierName = (name: string): boolean =>
  /(^|[^a-z])(id|no|nr|num|number|code|key|ref|reference|sku|zip|postcode|phone|ean|isbn)s?$/i.test(
    name
      .replace(/([a-z])([A-Z])/g, "$1 $2")
      .trim()
      .replace(/\W+$/, ""),
  );

const hasTime = (cell: string): boolean => /[T ](?!00:00(?::00(?:\.0+)?)?)/.test(cell);

/** Gold that means numbers or days, and writes them as the feeds do. */
const cellMistake = (name: string, cells: readonly string[]): GoldMistake | null => {
  const filled = cells.filter((cell) => cell.trim() !== "");
  const wrong = (isRight: (cell: string) => boolean, what: string, as: string): GoldMistake => {
    const at = cells.findIndex((cell) => cell.trim() !== "" && !isRight(cell));
    return {
      finding: `line ${lineOf(at)}: ${quoted(name)} is ${quoted(cells[at] ?? "")}, which is not how ${what} is written in gold`,
      hint: `write it as ${as}, in every row of that column`,
    };
  };
  if (filled.length === 0) return null;
  if (filled.every((cell) => isNumeric(cell) || isAmount(cell)) && !filled.every(isNumeric))
    return wrong(isNumeric, "a number", "1234.5, without a unit");
  if (filled.every((cell) => isDate(cell) || isDay(cell)) && !filled.every(isDate))
    return wrong(isDate, "a day", "2026-01-31");
  return null;
};

const amount =
  /^[-+(]?\s*(?:[$€£]|[A-Z]{3}\s)?\s*(?:\d{1,3}(?:[,.' ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)\s*(?:[$€£%]|\s[A-Z]{3})?\)?$/;

const isAmount = (cell: string): boolean => amount.test(cell.trim());

const isDay = (cell: string): boolean => wholeMarks(cell).some((mark) => mark.startsWith("@"));

const quoted = (text: string): string => `"${visible(text, 60)}"`;

/** The header is line 1. */
const lineOf = (row: number): number => row + 2;
