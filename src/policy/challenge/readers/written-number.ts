import { typed } from "../../../cells/typing.ts";
import type { Cells } from "./example.ts";

export type Decimal = "point" | "comma";

/** Where a number shows that it is negative: `-$5`, `$-5`, `($5)`, `5-`. */
export type Sign = "none" | "leading" | "inner" | "brackets" | "trailing";

/** A number as it stands in a cell: its digits, and what stands around them. */
export interface WrittenNumber {
  readonly sign: Sign;
  /** What stands in front and behind; the row's own code is named by its column. */
  readonly before: string;
  readonly after: string;
  readonly digits: string;
}

const shape = /^(\D*)(\d(?:[\d.,'’\s]*\d)?(?:[eE][+-]?\d+)?)(\D*)$/u;

export const writtenNumber = (cell: string, own: OwnCodes): WrittenNumber | null => {
  const [, front, digits, back] = shape.exec(cell.trim()) ?? [];
  if (front === undefined || digits === undefined || back === undefined) return null;
  const { sign, before, after } = signOf(front.trim(), back.trim());
  return { sign, before: own.named(before), after: own.named(after), digits };
};

const signOf = (before: string, after: string): Omit<WrittenNumber, "digits"> => {
  if (before.startsWith("(") && after.endsWith(")"))
    return { sign: "brackets", before: before.slice(1).trim(), after: after.slice(0, -1).trim() };
  if (/[-−]$/.test(before)) return { sign: "inner", before: before.slice(0, -1).trim(), after };
  if (/^[-−]/.test(before)) return { sign: "leading", before: before.slice(1).trim(), after };
  if (/^[-−]/.test(after)) return { sign: "trailing", before, after: after.slice(1).trim() };
  return { sign: "none", before, after };
};

/** The row's short words, such as its currency, which a number beside them may repeat. */
export class OwnCodes {
  readonly #columns = new Map<string, string>();

  constructor(cells: Cells, except: string) {
    for (const [column, cell] of Object.entries(cells))
      if (column !== except && /^\p{L}{2,5}$/u.test(cell.trim()))
        this.#columns.set(cell.trim().toUpperCase(), column);
  }

  named(token: string): string {
    const column = this.#columns.get(token.toUpperCase());
    return column === undefined ? token.toUpperCase() : codeOf(column);
  }
}

const mark = "\u0000";
const codeOf = (column: string): string => `${mark}${column}`;

/** The column whose code stands there, if it is one of the row's own. */
export const ownColumn = (token: string): string | null =>
  token.startsWith(mark) ? token.slice(1) : null;

const plainShape = /^\d+(?:[.,]\d+)?$/;
const groupedShape = /^\d{1,3}([.,'’\s])\d{3}(?:\1\d{3})*(?:[.,]\d+)?$/;
const exponentShape = /^\d+(?:[.,]\d+)?[eE][+-]?\d+$/;

export type Grouping = "plain" | "exponent" | "," | "." | "'" | " ";

/** How the digits are set out, once it is known which mark begins the decimals. */
export const groupingOf = (digits: string, decimal: Decimal): Grouping | null => {
  const point = decimal === "point" ? "." : ",";
  const other = decimal === "point" ? "," : ".";
  const grouping = groupedShape.exec(digits)?.[1];
  if (grouping !== undefined && grouping !== point)
    return hasOne(digits, point) ? kind(grouping) : null;
  if (digits.includes(other)) return null;
  if (plainShape.test(digits)) return "plain";
  return exponentShape.test(digits) ? "exponent" : null;
};

const hasOne = (digits: string, point: string): boolean => digits.split(point).length <= 2;

const kind = (grouping: string): Grouping => {
  if (grouping === "," || grouping === ".") return grouping;
  return grouping === "’" || grouping === "'" ? "'" : " ";
};

/** The number as the judge compares it, or null where the digits are not written so. */
export const numberSaid = ({ sign, digits }: WrittenNumber, decimal: Decimal): string | null => {
  if (groupingOf(digits, decimal) === null) return null;
  const point = decimal === "point" ? "." : ",";
  const bare = [...digits].filter((character) => /[\deE+-]/.test(character) || character === point);
  return typed("number", `${sign === "none" ? "" : "-"}${bare.join("").replace(",", ".")}`);
};
