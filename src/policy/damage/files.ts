import { csvLine, quotedCsvLine } from "../../cells/csv-line.ts";
import type { Sheet, SheetChange } from "./cells.ts";

/** The bytes of a damaged file, or null where the sheet offers nothing to damage so. */
export type FileChange = (sheet: Sheet) => Uint8Array | null;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const textOf = ({ header, rows }: Sheet, line = csvLine): string =>
  [header, ...rows].map(line).join("");

export const undamaged = (sheet: Sheet): Uint8Array => utf8(textOf(sheet));

/** A change of the sheet, written out as every sound table is. */
export const rewritten =
  (change: SheetChange): FileChange =>
  (sheet) => {
    const changed = change(sheet);
    return changed && undamaged(changed);
  };

export const everythingQuoted: FileChange = (sheet) => utf8(textOf(sheet, quotedCsvLine));

export const windowsLineEnds: FileChange = (sheet) =>
  utf8(textOf(sheet, (cells) => csvLine(cells).replace(/\n$/, "\r\n")));

export const byteOrderMark: FileChange = (sheet) => utf8(`\ufeff${textOf(sheet)}`);

export const noLastLineEnd: FileChange = (sheet) => utf8(textOf(sheet).replace(/\n$/, ""));

/** The last row stops after its first cell; with one column there would be nothing to see. */
export const lastLineTorn: FileChange = (sheet) => {
  const last = sheet.rows.at(-1);
  if (sheet.columns.length < 2 || last === undefined) return null;
  const whole = textOf({ ...sheet, rows: sheet.rows.slice(0, -1) });
  return utf8(whole + csvLine(last.slice(0, 1)).replace(/\n$/, ""));
};

export const quoteLeftOpen: FileChange = (sheet) => utf8(`${textOf(sheet)}"`);

export const nulByteInside: FileChange = (sheet) => utf8(`${textOf(sheet)}\0`);

export const asUtf16: FileChange = (sheet) => {
  const text = `\ufeff${textOf(sheet)}`;
  const units = Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  return new Uint8Array(units.buffer);
};

/** Pure ASCII reads the same in Latin-1, and nothing beyond U+00FF can be written in it. */
export const asLatin1: FileChange = (sheet) => {
  const codes = Array.from(textOf(sheet), (character) => character.codePointAt(0) ?? 0);
  return codes.some((code) => code > 0x7f && code <= 0xff)
    ? Uint8Array.from(codes, (code) => (code > 0xff ? 0x3f : code))
    : null;
};

export const emptied: FileChange = () => new Uint8Array();
