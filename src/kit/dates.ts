import {
  type CalendarDay,
  dayNumber,
  fromDayNumber,
  fromIso,
  MONTHS,
  toIso,
  WEEKDAYS,
} from "./calendar.ts";
import { asText, type MaybeText } from "./value.ts";

export interface DateParts extends CalendarDay {
  /** 1 is Monday, 7 is Sunday. */
  readonly weekday: number;
}

/**
 * Takes a `YYYY-MM-DD` date apart; `null` for anything else.
 *
 * @example dateParts("2024-01-31") // { year: 2024, month: 1, day: 31, weekday: 3 }
 */
export function dateParts(date: MaybeText): DateParts | null {
  const day = fromIso(asText(date));
  return day && { ...day, weekday: weekdayOf(day) };
}

/**
 * Writes a `YYYY-MM-DD` date by a pattern of `YYYY`, `YY`, `MMMM` (January), `MMM` (Jan), `MM`,
 * `M`, `DD`, `D`, `dddd` (Monday), `ddd` (Mon); other text stays, `[…]` protects letters.
 * `null` when the date is none.
 *
 * @example formatDate("2024-01-31", "DD/MM/YYYY") // "31/01/2024"
 * @example formatDate("2024-01-31", "D MMM YY [at noon]") // "31 Jan 24 at noon"
 */
export function formatDate(date: MaybeText, pattern: string): string | null {
  const day = fromIso(asText(date));
  if (day === null) return null;
  const [year = "", month = "", dayOfMonth = ""] = toIso(day).split("-");
  const monthName = MONTHS[day.month - 1] ?? "";
  const weekday = WEEKDAYS[weekdayOf(day) - 1] ?? "";
  const written = new Map([
    ["YYYY", year],
    ["YY", year.slice(2)],
    ["MMMM", monthName],
    ["MMM", monthName.slice(0, 3)],
    ["MM", month],
    ["M", String(day.month)],
    ["DD", dayOfMonth],
    ["D", String(day.day)],
    ["dddd", weekday],
    ["ddd", weekday.slice(0, 3)],
  ]);
  return pattern.replace(
    /\[([^[\]]*)\]|YYYY|YY|MMMM|MMM|MM|M|DD|D|dddd|ddd/g,
    (part, literal?: string) => literal ?? written.get(part) ?? part,
  );
}

/**
 * The date so many days later, or earlier when negative. `null` when `date` is no `YYYY-MM-DD`
 * date, `days` no whole number, or the answer outside the years 1 to 9999.
 *
 * @example addDays("2024-02-28", 2) // "2024-03-01"
 */
export function addDays(date: MaybeText, days: number): string | null {
  const start = fromIso(asText(date));
  if (start === null || !Number.isSafeInteger(days)) return null;
  const end = fromDayNumber(dayNumber(start) + days);
  return end && toIso(end);
}

/**
 * How many days `to` lies after `from`; negative when before, `null` when one is no date.
 *
 * @example daysBetween("2024-01-31", "2024-03-01") // 30
 */
export function daysBetween(from: MaybeText, to: MaybeText): number | null {
  const start = fromIso(asText(from));
  const end = fromIso(asText(to));
  return start && end && dayNumber(end) - dayNumber(start);
}

function weekdayOf(day: CalendarDay): number {
  return ((((dayNumber(day) + 3) % 7) + 7) % 7) + 1; // 1970-01-01 was a Thursday
}
