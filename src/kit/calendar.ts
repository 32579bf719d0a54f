/** A day of the Gregorian calendar. Arithmetic of its own: `Date` knows a clock and a time zone. */
export interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export const MONTHS: readonly string[] = [
  ..."January February March April May June July".split(" "),
  ..."August September October November December".split(" "),
];
export const WEEKDAYS: readonly string[] =
  "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ");

/** How many days lie between March 1 of year 0 and 1970-01-01. */
const EPOCH = 719468;
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the day exists, in the years 1 to 9999. */
export function exists({ year, month, day }: CalendarDay): boolean {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = (MONTH_LENGTHS[month - 1] ?? 0) + (leap && month === 2 ? 1 : 0);
  return year >= 1 && year <= 9999 && day >= 1 && day <= length;
}

export function toIso({ year, month, day }: CalendarDay): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

/** Reads exactly `YYYY-MM-DD`. */
export function fromIso(iso: string): CalendarDay | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(iso)) return null;
  const [year = 0, month = 0, day = 0] = iso.split("-").map(Number);
  return exists({ year, month, day }) ? { year, month, day } : null;
}

/** Days since 1970-01-01. The year is counted from March, so that a leap day comes last. */
export function dayNumber({ year, month, day }: CalendarDay): number {
  const marchYear = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return yearStart(marchYear) + dayOfYear - EPOCH;
}

/** The inverse of `dayNumber`; `null` outside the years 1 to 9999. */
export function fromDayNumber(number: number): CalendarDay | null {
  const days = number + EPOCH;
  const estimate = Math.floor(days / 365.2425);
  const marchYear = yearStart(estimate + 1) <= days ? estimate + 1 : estimate;
  const dayOfYear = days - yearStart(marchYear);
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = ((marchMonth + 2) % 12) + 1;
  const found = { year: month > 2 ? marchYear : marchYear + 1, month, day };
  return exists(found) ? found : null;
}

/** How many days lie between March 1 of year 0 and March 1 of this year. */
function yearStart(year: number): number {
  return 365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
}
