import { product, quotient, sum } from "./arithmetic.ts";
import { asText, type MaybeText } from "./value.ts";

const SECONDS = { seconds: 1, minutes: 60, hours: 3600, days: 86400, weeks: 604800 };
export type DurationUnit = keyof typeof SECONDS;

const NAMES: ReadonlyMap<string, DurationUnit> = new Map([
  ...named("seconds", "s sec secs second seconds"),
  ...named("minutes", "m min mins minute minutes"),
  ...named("hours", "h hr hrs hour hours"),
  ...named("days", "d day days"),
  ...named("weeks", "w wk wks week weeks"),
]);
const LONGEST_DURATION = 80;

function named(unit: DurationUnit, names: string): [string, DurationUnit][] {
  return names.split(" ").map((name) => [name, unit]);
}

/**
 * Reads how long something takes, and gives it in one unit. Two numbers with a colon are hours
 * and minutes, or minutes and seconds with `clock: "minutes"`. Refuses (`null`) other words, and
 * a number without a unit.
 *
 * @example parseDuration("1h 30m", "minutes") // 90
 * @example parseDuration("2 hrs, 5 min", "minutes") // 125
 * @example parseDuration("1:30:00", "seconds") // 5400
 * @example parseDuration("PT1H30M", "hours") // 1.5
 */
export function parseDuration(
  text: MaybeText,
  unit: DurationUnit,
  options: { clock?: "hours" | "minutes" } = {},
): number | null {
  const written = asText(text).trim().toLowerCase();
  if (written.length > LONGEST_DURATION) return null;
  const seconds = readClock(written, options.clock ?? "hours") ?? readParts(written);
  return quotient(seconds, SECONDS[unit]);
}

const PART = `\\d{1,9}(?:[.,]\\d{1,9})?\\s?(?:${[...NAMES.keys()].sort((a, b) => b.length - a.length).join("|")})`;
const IN_TEXT = new RegExp(
  `(?<![\\p{L}\\d.,:])${PART}(?:(?:,? and |, |\\.? )?${PART})*(?![\\p{L}\\d])`,
  "iu",
);

/**
 * The first duration in a longer text, in one unit: numbers with words or letters for hours,
 * minutes and the like. `null` when there is none.
 *
 * @example findDuration("Call to Ada, 6m 8s, dropped", "seconds") // 368
 */
export function findDuration(text: MaybeText, unit: DurationUnit): number | null {
  return parseDuration(IN_TEXT.exec(asText(text))?.[0], unit);
}

function readClock(text: string, first: "hours" | "minutes"): number | null {
  const match = /^(\d{1,6}):([0-5]\d)(?::([0-5]\d(?:[.,]\d{1,9})?))?$/.exec(text);
  if (match === null) return null;
  const [, a, b, c] = match;
  if (c === undefined && first === "minutes") return Number(a) * 60 + Number(b);
  return sum(Number(a) * 3600, Number(b) * 60, Number((c ?? "0").replace(",", ".")));
}

/** "1h 30m", "2 hrs and 5 min", "pt1h30m": each unit once, the larger ones first. */
function readParts(text: string): number | null {
  const isIso = /^p(?:\d+[wd])*(?:t[\d.,hms]+)?$/.test(text);
  const plain = isIso ? text.replace(/[pt]/g, " ") : text.replace(/,\s|\band\b/g, " ");
  const found: number[] = [];
  let last = Number.POSITIVE_INFINITY;
  for (const [, number, name = ""] of plain.matchAll(/(\d+(?:[.,]\d+)?)\s*([a-z]+)\.?|\S/g)) {
    const unit = NAMES.get(name);
    const size = unit && SECONDS[unit];
    if (size === undefined || size >= last) return null;
    last = size;
    found.push(product(Number(number?.replace(",", ".")), size) ?? Number.NaN);
  }
  return found.length === 0 ? null : sum(...found);
}

/**
 * Writes how long something takes by a pattern of `D`, `H`, `HH`, `m`, `mm`, `s`, `ss`; other text
 * stays, `[…]` protects letters. The largest unit of the pattern takes all that is left; what is
 * less than its smallest unit is dropped. `null` for no number, or a negative one.
 *
 * @example formatDuration(95, "minutes", "HH:mm:ss") // "01:35:00"
 * @example formatDuration(1.5, "hours", "H [hrs], m [mins]") // "1 hrs, 30 mins"
 */
export function formatDuration(
  value: number | null | undefined,
  unit: DurationUnit,
  pattern: string,
): string | null {
  const total = Math.floor(product(value, SECONDS[unit]) ?? -1);
  if (total < 0 || !Number.isSafeInteger(total)) return null;
  const tokens = /\[([^[\]]*)\]|D|HH?|mm?|ss?/g;
  const used = pattern.replace(/\[[^[\]]*\]/g, "");
  let rest = total;
  const counts = new Map<string, number>();
  for (const [letter, size] of [
    ["D", 86400],
    ["H", 3600],
    ["m", 60],
    ["s", 1],
  ] as const) {
    if (!used.includes(letter)) continue;
    counts.set(letter, Math.floor(rest / size));
    rest %= size;
  }
  return pattern.replace(
    tokens,
    (token, literal?: string) =>
      literal ?? String(counts.get(token.charAt(0)) ?? "").padStart(token.length, "0"),
  );
}
