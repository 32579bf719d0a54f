import {
  type CalendarDay,
  dayNumber,
  exists,
  fromDayNumber,
  fromIso,
  MONTHS,
  toIso,
  WEEKDAYS,
} from "./calendar.ts";
import { type TimeParts, timeParts } from "./times.ts";
import { asText, type MaybeText } from "./value.ts";

export interface DateParts extends CalendarDay {
  /** 1 is Monday, 7 is Sunday. */
  readonly weekday: number;
  readonly quarter: number;
}

/**
 * Takes a `YYYY-MM-DD` date apart; `null` for anything else.
 *
 * @example dateParts("2024-01-31") // { year: 2024, month: 1, day: 31, weekday: 3, quarter: 1 }
 */
export function dateParts(date: MaybeText): DateParts | null {
  const day = fromIso(asText(date));
  return day && { ...day, weekday: weekdayOf(day), quarter: quarterOf(day) };
}

/**
 * Writes a `YYYY-MM-DD` date, a `YYYY-MM-DDTHH:mm:ss` date-time or an `HH:mm` time by a pattern of
 * `YYYY`, `YY`, `Q` (quarter), `MMMM` (January), `MMM` (Jan), `MM`, `M`, `DD`, `D`, `Do` (31st),
 * `dddd` (Monday), `ddd` (Mon), `HH`, `H`, `hh`, `h` (1 to 12), `mm`, `m`, `ss`, `s`, `A` (AM),
 * `a` (am), `a.m.`; other text stays, `[…]` protects letters. `null` when it is none of these, or lacks
 * what the pattern asks for.
 *
 * @example formatDate("2024-01-31", "DD/MM/YYYY") // "31/01/2024"
 * @example formatDate("2024-01-31", "D MMM YY [at noon]") // "31 Jan 24 at noon"
 * @example formatDate("2024-01-31T15:05:00", "dddd, MMMM Do, h:mm A") // "Wednesday, January 31st, 3:05 PM"
 * @example formatDate("15:05", "HHmm") // "1505"
 * @example formatDate("15:05", "h:mm a.m.") // "3:05 p.m."
 */
export function formatDate(date: MaybeText, pattern: string): string | null {
  const { day, clock } = dayAndClock(asText(date));
  if (day === null && clock === null) return null;
  const parts = new Map([...(day ? writtenDay(day) : []), ...(clock ? writtenTime(clock) : [])]);
  let lacks = false;
  const text = pattern.replace(PATTERN, (part, literal?: string) => {
    lacks ||= literal === undefined && !parts.has(part);
    return literal ?? parts.get(part) ?? part;
  });
  return lacks ? null : text;
}

/** Neither where one of the two cannot be read. */
function dayAndClock(text: string): { day: CalendarDay | null; clock: TimeParts | null } {
  const at = text.lastIndexOf("T");
  if (at < 0 && text.includes(":")) return { day: null, clock: timeParts(text) };
  const day = fromIso(at < 0 ? text : text.slice(0, at));
  const clock = at < 0 ? null : timeParts(text.slice(at + 1));
  return at >= 0 && clock === null ? { day: null, clock } : { day, clock: day && clock };
}

const PATTERN =
  /\[([^[\]]*)\]|a\.m\.|A\.M\.|YYYY|YY|Q|MMMM|MMM|MM|M|DD|Do|D|dddd|ddd|HH|H|hh|h|mm|m|ss|s|A|a/g;

function writtenDay(day: CalendarDay): [string, string][] {
  const [year = "", month = "", dayOfMonth = ""] = toIso(day).split("-");
  const monthName = MONTHS[day.month - 1] ?? "";
  const weekday = WEEKDAYS[weekdayOf(day) - 1] ?? "";
  return [
    ["YYYY", year],
    ["YY", year.slice(2)],
    ["Q", String(quarterOf(day))],
    ["MMMM", monthName],
    ["MMM", monthName.slice(0, 3)],
    ["MM", month],
    ["M", String(day.month)],
    ["DD", dayOfMonth],
    ["Do", ordinal(day.day)],
    ["D", String(day.day)],
    ["dddd", weekday],
    ["ddd", weekday.slice(0, 3)],
  ];
}

function writtenTime({ hour, minute, second }: TimeParts): [string, string][] {
  const short = String(hour % 12 || 12);
  const two = (part: number) => String(part).padStart(2, "0");
  return [
    ["HH", two(hour)],
    ["H", String(hour)],
    ["hh", short.padStart(2, "0")],
    ["h", short],
    ["mm", two(minute)],
    ["m", String(minute)],
    ["ss", two(second)],
    ["s", String(second)],
    ["A", hour < 12 ? "AM" : "PM"],
    ["a", hour < 12 ? "am" : "pm"],
    ["A.M.", hour < 12 ? "A.M." : "P.M."],
    ["a.m.", hour < 12 ? "a.m." : "p.m."],
  ];
}

function ordinal(day: number): string {
  const teen = day > 10 && day < 14;
  return day + ((!teen && ["th", "st", "nd", "rd"][day % 10]) || "th");
}

function quarterOf({ month }: CalendarDay): number {
  return Math.ceil(month / 3);
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
 * The date so many months later, or earlier when negative; the month's last day where it has no
 * such day. `null` as with `addDays`.
 *
 * @example addMonths("2024-01-31", 1) // "2024-02-29"
 */
export function addMonths(date: MaybeText, months: number): string | null {
  const start = fromIso(asText(date));
  if (start === null || !Number.isSafeInteger(months)) return null;
  const count = start.year * 12 + start.month - 1 + months;
  const [year, month] = [Math.floor(count / 12), (((count % 12) + 12) % 12) + 1];
  const days = [start.day, 30, 29, 28].map((day) => ({ year, month, day }));
  const end = days.find((day) => day.day <= start.day && exists(day));
  return end ? toIso(end) : null;
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
