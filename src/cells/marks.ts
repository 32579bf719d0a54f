import type { ColumnType } from "../domain/columns.ts";

/*
 * What a cell can be recognised by, however it is written: `=` its words in any order, `#` a
 * number, `@` a day, `~` one word of several. Deliberately coarse: accents, case and marks are let
 * go, and where day and month could be either, it is both.
 */

/** Whatever tells rows apart is said by then; a cell of many kilobytes costs no more. */
const longestText = 600;
const longestFigure = 40;
const mostWords = 32;
const mostPieces = 16;
const mostRuns = 6;

/** What the cell as a whole can be taken to say; nothing for a blank one. */
export const wholeMarks = (cell: string): string[] => {
  const text = folded(cell);
  if (text === "") return [];
  const figures = figuresIn(text);
  return figures.length > 0 && !/\p{L}/u.test(text) ? figures : [...figures, wordsMark(text)];
};

/** As above, and also what each piece says when a cell is a whole list or an unsplit line. */
export const wholeOrPieceMarks = (cell: string): string[] => {
  const pieces = cell.slice(0, longestText).split(/[;|\t\n,]/, mostPieces);
  return pieces.length < 3 ? wholeMarks(cell) : [cell, ...pieces].flatMap(wholeMarks);
};

/** As a whole, and by what stands somewhere in it. */
export const allMarks = (cell: string): string[] => {
  const text = folded(cell);
  if (text === "") return [];
  return [...new Set([...wholeMarks(cell), ...partsOf(text)])];
};

/** A number or a date that is looked for is looked for as that alone, where it can be read so. */
export const marksOfType = (type: ColumnType, cell: string): string[] => {
  const all = allMarks(cell);
  if (type === "text") return all;
  const kept = all.filter((mark) => mark.startsWith(type === "number" ? "#" : "@"));
  return kept.length > 0 ? kept : all;
};

export const isPart = (mark: string): boolean => mark.startsWith("~");

const folded = (cell: string): string =>
  cell.trim().slice(0, longestText).normalize("NFKC").toLowerCase().trim();

const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "");

const wordsOf = (text: string): string[] =>
  (plain(text).match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, mostWords);

const wordsMark = (text: string): string => `=${wordsOf(text).sort().join(" ") || plain(text)}`;

const figuresIn = (text: string): string[] =>
  text.length > longestFigure || !/\d/.test(text) ? [] : [...numbersIn(text), ...daysIn(text)];

const partsOf = (text: string): string[] => {
  const words = wordsOf(text);
  const runs = words.some(isMixed)
    ? words.flatMap((word) => word.match(/\p{L}+|\p{N}+/gu) ?? [])
    : [];
  const parts = [...(words.length > 1 ? words : []), ...runs].map((word) => `~${word}`);
  return /\d/.test(text) ? [...parts, ...figureParts(text)] : parts;
};

const isMixed = (word: string): boolean => /\p{L}\p{N}|\p{N}\p{L}/u.test(word);

const figureParts = (text: string): string[] => [
  ...(isNegative(text) ? numbersIn(text).map((mark) => mark.replace("#", "#-")) : []),
  ...firstRuns(text, /\d[\d.,'’]*\d|\d/g).flatMap(numbersIn),
  ...firstRuns(text, /\d{1,4}([-/.])\d{1,2}\1\d{1,4}/g).flatMap(daysIn),
  ...firstRuns(text, /(?<!\d)(?:19|20)\d{6}(?!\d)/g).flatMap(compactDay),
];

const firstRuns = (text: string, shape: RegExp): string[] =>
  (text.match(shape) ?? []).slice(0, mostRuns);

const isNegative = (text: string): boolean => /^\(.*\)$|^[^\d\p{L}]*[-−]|[-−]$/u.test(text);

/** Both with a point and with a comma before the decimals; the sign is let go. */
const numbersIn = (text: string): string[] => {
  const digits = text
    .replace(/[\p{Sc}\s'’%()+\-−]/gu, "")
    .replace(/(cr|dr)$/, "")
    .replace(/^[a-z]{3}|[a-z]{3}$/, "");
  if (!/^[\d.,]*\d[\d.,]*$/.test(digits)) return [];
  const continental = digits.replaceAll(".", "").replace(",", ".");
  return [...new Set([digits.replaceAll(",", ""), continental].flatMap(numberMark))];
};

const numberMark = (digits: string): string[] =>
  /^(\d+\.?\d*|\.\d+)$/.test(digits) ? [`#${Number(Number(digits).toFixed(9))}`] : [];

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const daysIn = (text: string): string[] => {
  const date = text.replace(/[t ]\d{1,2}:.*$/, "");
  const parts = date.match(/\d+|\p{L}+/gu) ?? [];
  if (parts.length !== 3 || !/^[\d\p{L}\s./,-]+$/u.test(date)) return [];
  const [first = "", second = "", third = ""] = parts.map(asMonthNumber);
  if (first.length === 4) return dayMark(first, second, third);
  const years = third.length === 2 ? [`20${third}`, `19${third}`] : [third];
  return [
    ...new Set(
      years.flatMap((year) => [...dayMark(year, second, first), ...dayMark(year, first, second)]),
    ),
  ];
};

const compactDay = (digits: string): string[] =>
  dayMark(digits.slice(0, 4), digits.slice(4, 6), digits.slice(6));

const asMonthNumber = (part: string): string => {
  const at = months.indexOf(part.slice(0, 3));
  return at < 0 ? part : String(at + 1);
};

const dayMark = (year: string, month: string, date: string): string[] =>
  /^\d{4}$/.test(year) && isUpTo(12, month) && isUpTo(31, date)
    ? [`@${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`]
    : [];

const isUpTo = (most: number, digits: string): boolean =>
  /^\d{1,2}$/.test(digits) && Number(digits) >= 1 && Number(digits) <= most;
