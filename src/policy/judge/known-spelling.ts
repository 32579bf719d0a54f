import type { CellRule } from "../../cells/checks.ts";
import { wordsForNull } from "../../cells/typing.ts";
import type { ColumnType } from "../../domain/columns.ts";

/*
 * What can be said of a cell from its bytes alone. All of it errs on one side: where a doubt is
 * left, the answer is no, and the cell becomes a text that is looked at in earnest.
 */

type Bytes = Uint8Array;

/** Whether a cell surely is the one spelling of a value of the type. */
export const isOneSpelling = (
  type: ColumnType,
  bytes: Bytes,
  from: number,
  to: number,
): boolean => {
  switch (type) {
    case "text":
      return true;
    case "number":
      return isPlainDecimal(bytes, from, to);
    case "date":
      return isPlainDay(bytes, from, to);
  }
};

const [minus, point, zero, nine] = [0x2d, 0x2e, 0x30, 0x39];

const isDigit = (byte: number | undefined): boolean =>
  byte !== undefined && byte >= zero && byte <= nine;

const mostWholeDigits = 15;
const mostDecimals = 9;

/** Like `-12.5`: no sign but a minus, no zero that could be left out, few digits. */
const isPlainDecimal = (bytes: Bytes, from: number, to: number): boolean => {
  const first = bytes[from] === minus ? from + 1 : from;
  let at = first;
  while (at < to && isDigit(bytes[at])) at++;
  const whole = at - first;
  if (whole === 0 || whole > mostWholeDigits || bytes[first] === zero) return false;
  if (at === to) return true;
  const decimals = to - at - 1;
  if (bytes[at] !== point || decimals === 0 || decimals > mostDecimals) return false;
  for (at++; at < to; at++) if (!isDigit(bytes[at])) return false;
  return bytes[to - 1] !== zero;
};

/** Like `2024-05-17`, up to the day that every month has. */
const isPlainDay = (bytes: Bytes, from: number, to: number): boolean => {
  if (to - from !== 10 || bytes[from + 4] !== minus || bytes[from + 7] !== minus) return false;
  for (let at = 0; at < 10; at++)
    if (at !== 4 && at !== 7 && !isDigit(bytes[from + at])) return false;
  const month = twoDigits(bytes, from + 5);
  const day = twoDigits(bytes, from + 8);
  return bytes[from] !== zero && month >= 1 && month <= 12 && day >= 1 && day <= 28;
};

const twoDigits = (bytes: Bytes, at: number): number =>
  ((bytes[at] ?? 0) - zero) * 10 + (bytes[at + 1] ?? 0) - zero;

/** Whether a cell in its one spelling surely keeps a rule. */
export const surelyKeeps = (
  rule: CellRule,
  type: ColumnType,
  bytes: Bytes,
  from: number,
  to: number,
): boolean => {
  switch (rule.must) {
    case "numeric":
    case "parseable":
      return type !== "text";
    case "present":
    case "filled":
      return type !== "text" || isPlainlyFilled(bytes, from, to);
    default:
      return false;
  }
};

const longestNullWord = Math.max(...[...wordsForNull].map(({ length }) => length));

/** 1 at the first letter and the length of every word that means nothing. */
const nullWordShapes = new Uint8Array(128 * (longestNullWord + 1));
for (const word of wordsForNull) nullWordShapes[shapeOf(word.charCodeAt(0), word.length)] = 1;

function shapeOf(letter: number, length: number): number {
  return letter * (longestNullWord + 1) + length;
}

const caseBit = 0x20;

const isPlainlyFilled = (bytes: Bytes, from: number, to: number): boolean => {
  if (from === to || !isVisible(bytes[from]) || !isVisible(bytes[to - 1])) return false;
  const length = to - from;
  if (length > longestNullWord) return true;
  return nullWordShapes[shapeOf((bytes[from] ?? 0) | caseBit, length)] === 0;
};

const isVisible = (byte: number | undefined): boolean =>
  byte !== undefined && byte > 0x20 && byte < 0x7f;
