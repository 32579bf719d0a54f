import { dayNumber, fromDayNumber, fromIso, toIso } from "./calendar.ts";
import { type DateOptions, parseDate } from "./parse-date.ts";
import { asText, type MaybeText } from "./value.ts";

/** A time of day, with the day before it where that is known. */
interface Moment {
  /** Days since 1970-01-01; `null` where only a time of day is given. */
  readonly day: number | null;
  readonly seconds: number;
  readonly hasSeconds: boolean;
}

export interface TimeParts {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const DAY = 86400;
const SECONDS = { seconds: 1, minutes: 60, hours: 3600, days: DAY };
export type TimeUnit = keyof typeof SECONDS;

const HALF = "\\s*([apAP])\\.?\\s?[mM]\\b\\.?";
/** As timetables have it: "7:05p", also where a month's name follows at once. */
const SHORT_HALF = "([apAP])(?![a-z\\d])";
const CLOCK = new RegExp(
  `(?<![\\d:.])(\\d{1,2})(?:[:hH]([0-5]\\d)(?::([0-5]\\d)(?:[.,]\\d{1,9})?)?(?![\\d:])(?:${HALF}|${SHORT_HALF})?|${HALF})`,
);
const ZONE = /^(?:\s*(?:Z|UTC|GMT))?(?:\s*[+-]\d\d:?\d\d)?$/i;
const LONGEST_TIME = 80;

/**
 * Reads a time of day and gives it as `HH:mm`, or `HH:mm:ss` where seconds are written. Refuses
 * (`null`) times that do not exist. A zone is dropped and not converted.
 *
 * @example parseTime("3:05 PM") // "15:05"
 * @example parseTime("8am") // "08:00"
 * @example parseTime("7:05p") // "19:05"
 * @example parseTime("15:05:30.25") // "15:05:30"
 */
export function parseTime(text: MaybeText): string | null {
  const written = asText(text).trim();
  const found = written.length > LONGEST_TIME ? null : CLOCK.exec(written);
  if (found?.index !== 0 || !ZONE.test(written.slice(found[0].length))) return null;
  return timeOf(found);
}

/**
 * The first time of day in a longer text, as `parseTime` gives it; `null` when there is none.
 *
 * @example findTime("Call me Friday at 3:05 pm, please") // "15:05"
 */
export function findTime(text: MaybeText): string | null {
  const found = CLOCK.exec(asText(text));
  return found && timeOf(found);
}

/**
 * Reads a date with a time of day behind or before it and gives it as `YYYY-MM-DDTHH:mm:ss`. The
 * options are those of `parseDate`; a zone is dropped and not converted.
 *
 * @example parseDateTime("Jan 31st, 2024, 3:05 PM") // "2024-01-31T15:05:00"
 * @example parseDateTime("31/01/2024 08:15", { order: "dmy" }) // "2024-01-31T08:15:00"
 */
export function parseDateTime(text: MaybeText, options: DateOptions = {}): string | null {
  const written = asText(text).trim();
  const found = written.length > LONGEST_TIME ? null : CLOCK.exec(written);
  const time = found && timeOf(found);
  if (found === null || time === null) return null;
  const ahead = written.slice(0, found.index).replace(/[T,]?\s*$/, "");
  const behind = written.slice(found.index + found[0].length);
  const isLast = ZONE.test(behind);
  if (!isLast && ahead !== "") return null;
  const date = parseDate(isLast ? ahead : behind.replace(/^[,\s]+/, ""), options);
  return date && `${date}T${time.padEnd(8, ":00")}`;
}

/** 12-hour times: 12 AM is midnight, 12 PM is noon. */
function timeOf([, hour, minute = "00", second, ...halves]: RegExpExecArray): string | null {
  const letter = halves.find((half) => half !== undefined)?.toLowerCase();
  const told = Number(hour);
  if (letter === undefined ? told > 23 : told < 1 || told > 12) return null;
  const hours = letter === undefined ? told : (told % 12) + (letter === "p" ? 12 : 0);
  const start = `${two(hours)}:${minute}`;
  return second === undefined ? start : `${start}:${second}`;
}

/**
 * Takes a time of day apart, also one that stands behind a date (`HH:mm`, `HH:mm:ss` or
 * `YYYY-MM-DDTHH:mm:ss`); `null` for anything else.
 *
 * @example timeParts("15:05") // { hour: 15, minute: 5, second: 0 }
 */
export function timeParts(time: MaybeText): TimeParts | null {
  const moment = momentOf(time);
  if (moment === null) return null;
  const { seconds } = moment;
  return {
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
  };
}

/**
 * The time so much later, or earlier where negative. A time without a date goes round at
 * midnight. `null` when it cannot be read, or the answer is outside the years 1 to 9999.
 *
 * @example addTime("2024-01-31T22:30:00", 3, "hours") // "2024-02-01T01:30:00"
 * @example addTime("00:15", -30, "minutes") // "23:45"
 */
export function addTime(time: MaybeText, amount: number, unit: TimeUnit): string | null {
  const start = momentOf(time);
  if (start === null || !Number.isFinite(amount)) return null;
  const total = start.seconds + Math.round(amount * SECONDS[unit]);
  const seconds = ((total % DAY) + DAY) % DAY;
  const hasSeconds = start.hasSeconds || seconds % 60 !== 0;
  const clock = clockOf(seconds, hasSeconds);
  if (start.day === null) return clock;
  const day = fromDayNumber(start.day + Math.floor(total / DAY));
  return day && `${toIso(day)}T${clock}`;
}

/**
 * How much time lies from one time to another; negative when `to` is earlier, unless an earlier
 * time of day is that of the next day. `null` when one cannot be read, or only one has a date.
 *
 * @example timeBetween("2024-01-31T22:30:00", "2024-02-01T01:00:00", "hours") // 2.5
 * @example timeBetween("08:15", "09:00", "minutes") // 45
 * @example timeBetween("22:00", "06:30", "hours", { earlier: "next day" }) // 8.5
 */
export function timeBetween(
  from: MaybeText,
  to: MaybeText,
  unit: TimeUnit,
  options: { earlier?: "negative" | "next day" } = {},
): number | null {
  const [start, end] = [momentOf(from), momentOf(to)];
  if (start === null || end === null || (start.day === null) !== (end.day === null)) return null;
  const seconds = end.seconds - start.seconds;
  const isNextDay = start.day === null && seconds < 0 && options.earlier === "next day";
  const days = isNextDay ? 1 : (end.day ?? 0) - (start.day ?? 0);
  return (days * DAY + seconds) / SECONDS[unit];
}

/** Reads exactly `HH:mm`, `HH:mm:ss`, or one of these behind `YYYY-MM-DDT`. */
function momentOf(time: MaybeText): Moment | null {
  const match = /^(?:(\d{4}-\d\d-\d\d)T)?([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(
    asText(time),
  );
  if (match === null) return null;
  const [, date, hour, minute, second] = match;
  const day = date === undefined ? null : fromIso(date);
  if (date !== undefined && day === null) return null;
  return {
    day: day && dayNumber(day),
    seconds: Number(hour) * 3600 + Number(minute) * 60 + Number(second ?? 0),
    hasSeconds: second !== undefined,
  };
}

function clockOf(seconds: number, hasSeconds: boolean): string {
  const start = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`;
  return hasSeconds ? `${start}:${two(seconds % 60)}` : start;
}

function two(part: number): string {
  return String(part).padStart(2, "0");
}
