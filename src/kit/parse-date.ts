import {
  type CalendarDay,
  dayNumber,
  exists,
  fromDayNumber,
  MONTHS,
  toIso,
  WEEKDAYS,
} from "./calendar.ts";
import { asText, type MaybeText } from "./value.ts";

export type DateOrder = "ymd" | "dmy" | "mdy";

/**
 * - `"iso"`: 2024-01-31, 2024/01/31
 * - `"numeric"`: the same parts in the given order with `/`, `-` or `.`: 31/01/2024, 31.1.2024
 * - `"named"`: an English month: 31 Jan 2024, January 31st, 2024, Wed 31-Jan-2024
 * - `"compact"`: 20240131
 * - `"spaced"`: blanks around the marks, or instead of them, then read as `-`: 31 01 2024
 * - `"timed"`: any other allowed form with a time of day behind it, which is dropped
 */
export type DateForm = "iso" | "numeric" | "named" | "compact" | "spaced" | "timed";

export interface DateOptions {
  /**
   * How day, month and year follow each other where only digits are given.
   * Default `"ymd"`: since nobody said which, 03/04/2024 is refused. ISO is read in any case.
   */
  order?: DateOrder;
  /** The forms that are read. Default: all. */
  forms?: readonly DateForm[];
  /** Reads two-digit years: those below it as 20xx, the others as 19xx. Default: refused. */
  yearPivot?: number;
  /** Reads day numbers of a spreadsheet with this first year. Default: refused. */
  excel?: "1900" | "1904";
}

const ALL_FORMS: readonly DateForm[] = ["iso", "numeric", "named", "compact", "spaced", "timed"];
const LONGEST_DATE = 80; // bounds every pattern below
const TIME =
  /(?:T|,?\s+)(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-6]\d(?:[.,]\d+)?)?(?:\s*[AP]M)?(?:\s*(?:Z|UTC|GMT))?(?:\s*[+-]\d\d:?\d\d)?$/i;

/**
 * Reads a date and gives it as `YYYY-MM-DD`. Refuses (`null`) days that do not exist, dates
 * whose order is not told, two-digit years and spreadsheet numbers unless an option allows them.
 * A time of day is dropped and its zone not converted: the answer is the day as written.
 *
 * @example parseDate("31/01/2024", { order: "dmy" }) // "2024-01-31"
 * @example parseDate("Jan 31st, 2024") // "2024-01-31"
 * @example parseDate("2024-01-31T08:15:00Z") // "2024-01-31"
 * @example parseDate("2023-02-29") // null
 */
export function parseDate(text: MaybeText, options: DateOptions = {}): string | null {
  const written = asText(text).trim();
  if (written.length > LONGEST_DATE) return null;
  const forms = options.forms ?? ALL_FORMS;
  const dated = forms.includes("timed") ? written.replace(TIME, "") : written;
  const date = forms.includes("spaced") ? tightened(dated) : dated;

  const found =
    (forms.includes("iso") ? readIso(date) : null) ??
    (forms.includes("numeric") ? readNumeric(date, options) : null) ??
    (forms.includes("compact") ? readCompact(date) : null) ??
    (forms.includes("named") ? readNamed(dated, options) : null) ??
    readExcel(dated, options);
  return found !== null && exists(found) ? toIso(found) : null;
}

const NUMBERS = "\\d{1,4} ?[./-] ?\\d{1,2} ?[./-] ?\\d{1,4}";
const NAME = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\\.?";
const DAY = "\\d{1,2}(?:st|nd|rd|th)?";
const DATE_IN_TEXT = new RegExp(
  `(?<![\\d./-])(?:${NUMBERS}|${DAY}(?: of)?[ .,-]{1,2}${NAME}[ .,-]{1,2}\\d{2,4}|\\d{8})(?!\\d)|` +
    `(?<![a-z])${NAME}[ .-]{1,2}${DAY},?[ -]{1,2}\\d{2,4}(?!\\d)`,
  "gi",
);

/**
 * The first date in a longer text, as `parseDate` gives it; `null` when there is none. Dates
 * without a year are not looked for.
 *
 * @example findDate("Shipped on 31 Jan 2024 by courier") // "2024-01-31"
 * @example findDate("due 05/03/2024, paid late", { order: "dmy" }) // "2024-03-05"
 */
export function findDate(text: MaybeText, options: DateOptions = {}): string | null {
  for (const [part] of asText(text).matchAll(DATE_IN_TEXT)) {
    const date = parseDate(part, options);
    if (date !== null) return date;
  }
  return null;
}

/**
 * The first weekday that a text names, in full or by three letters or more, as `"Monday"`;
 * `null` when there is none.
 *
 * @example findWeekday("next Tues at noon") // "Tuesday"
 */
export function findWeekday(text: MaybeText): string | null {
  for (const [word] of asText(text).matchAll(/(?<!\p{L})[a-z]{3,9}(?!\p{L})/giu)) {
    const found = WEEKDAYS[indexOfName(word.toLowerCase(), WEEKDAYS)];
    if (found !== undefined) return found;
  }
  return null;
}

/** "31 / 01 / 2024" and "31 01 2024" → "31/01/2024" and "31-01-2024". */
function tightened(text: string): string {
  return text.replace(/\s*([./-])\s*/g, "$1").replace(/\s+/g, "-");
}

function readIso(text: string): CalendarDay | null {
  const match = /^(\d{4})([/-])(\d{1,2})\2(\d{1,2})$/.exec(text);
  return match && calendarDay(match[1], match[3], match[4]);
}

function readNumeric(text: string, { order = "ymd", yearPivot }: DateOptions): CalendarDay | null {
  const [, a, , b, c] = /^(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})$/.exec(text) ?? [];
  const [year, month, day] = order === "ymd" ? [a, b, c] : order === "dmy" ? [c, b, a] : [c, a, b];
  return calendarDay(year, month, day, yearPivot);
}

function readCompact(text: string): CalendarDay | null {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? [];
  return calendarDay(year, month, day);
}

function readNamed(text: string, { yearPivot }: DateOptions): CalendarDay | null {
  const lower = text.toLowerCase();
  if (!/^[a-z0-9][a-z0-9\s,./-]*$/.test(lower)) return null;
  const words = lower.replace(/(?<=\d)(?:st|nd|rd|th)\b|\bof\b/g, "").match(/\d+|[a-z]+/g) ?? [];
  const [a = "", b, c, ...rest] = isName(words[0], WEEKDAYS) ? words.slice(1) : words;
  if (rest.length > 0) return null;
  if (isName(a, MONTHS)) return calendarDay(c, monthOf(a), b, yearPivot);
  const [year, day] = a.length === 4 ? [a, c] : [c, a];
  return calendarDay(year, monthOf(b), day, yearPivot);
}

function readExcel(text: string, { excel }: DateOptions): CalendarDay | null {
  if (excel === undefined || !/^\d{1,7}(?:\.\d+)?$/.test(text)) return null;
  const serial = Math.floor(Number(text));
  if (excel === "1904") return fromDayNumber(dayNumber({ year: 1904, month: 1, day: 1 }) + serial);
  if (serial === 0 || serial === 60) return null; // 60 is 1900-02-29, which Excel made up
  const before = dayNumber({ year: 1899, month: 12, day: serial < 60 ? 31 : 30 });
  return fromDayNumber(before + serial);
}

function monthOf(name: string | undefined): string {
  return String(indexOfName(name, MONTHS) + 1);
}

function isName(word: string | undefined, names: readonly string[]): boolean {
  return indexOfName(word, names) >= 0;
}

/** Where the word is among the names, given in full or by three or more of its first letters. */
function indexOfName(word = "", names: readonly string[]): number {
  return word.length < 3 ? -1 : names.findIndex((name) => name.toLowerCase().startsWith(word));
}

function calendarDay(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  yearPivot?: number,
): CalendarDay | null {
  if (!/^\d{1,2}$/.test(month ?? "") || !/^\d{1,2}$/.test(day ?? "")) return null;
  const fullYear = readYear(year ?? "", yearPivot);
  return fullYear === null ? null : { year: fullYear, month: Number(month), day: Number(day) };
}

function readYear(text: string, pivot: number | undefined): number | null {
  if (/^\d{4}$/.test(text)) return Number(text);
  if (!/^\d{1,2}$/.test(text) || pivot === undefined) return null;
  return Number(text) + (Number(text) < pivot ? 2000 : 1900);
}
