import type { ThousandsMark } from "./parse-amount.ts";

const MARKS = { comma: ",", point: ".", apostrophe: "'", blank: " " };

/** How to write a number; decimal and thousands mark cannot be the same. */
export type AmountFormat = {
  /** How many decimals, 0 to 100. Default: as many as the number has. */
  decimals?: number;
} & (
  | { decimal?: "point"; thousands?: Exclude<ThousandsMark, "point"> }
  | { decimal: "comma"; thousands?: Exclude<ThousandsMark, "comma"> }
);

/**
 * Rounds half away from zero by the number's decimal text, so that 1.005 gives 1.01; or always
 * `"down"`, towards zero, or `"up"`, away from it. Negative `decimals` round to tens, hundreds and
 * so on; no finite number gives `null`.
 *
 * @example roundTo(1.005, 2) // 1.01
 * @example roundTo(-2.5) // -3
 * @example roundTo(1.999, 1, "down") // 1.9
 */
export function roundTo(
  value: number | null | undefined,
  decimals = 0,
  direction: "nearest" | "down" | "up" = "nearest",
): number | null {
  if (typeof value !== "number" || !Number.isFinite(value)) return null;
  const places = Math.trunc(decimals);
  const [whole, fraction] = wholeAndFraction(Math.abs(value));
  const digits = whole + fraction;
  const keep = whole.length + places;
  if (!(keep < digits.length)) return value || 0;
  if (keep < 0 && direction !== "up") return 0;
  // On digits and not by arithmetic: 1.005 * 100 is 100.49999999999999.
  const kept = BigInt(digits.slice(0, Math.max(keep, 0)));
  const isRaised = goesUp(digits.slice(Math.max(keep, 0)), direction);
  const rounded = finite(`${isRaised ? kept + 1n : kept}e${-places}`);
  return rounded === null || value >= 0 ? rounded : 0 - rounded;
}

function goesUp(cut: string, direction: "nearest" | "down" | "up"): boolean {
  if (direction === "down") return false;
  return direction === "up" ? /[1-9]/.test(cut) : cut.charAt(0) >= "5";
}

function finite(text: string): number | null {
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/**
 * Writes a number in digits, without an exponent; no finite number gives `null`.
 *
 * @example formatAmount(1234.5, { decimals: 2, thousands: "comma" }) // "1,234.50"
 * @example formatAmount(1234.5, { decimal: "comma", thousands: "point" }) // "1.234,5"
 */
export function formatAmount(
  value: number | null | undefined,
  options: AmountFormat = {},
): string | null {
  const places = options.decimals === undefined ? null : clamp(options.decimals);
  const rounded = roundTo(value, places ?? Number.POSITIVE_INFINITY);
  if (rounded === null) return null;
  const [whole, fraction] = wholeAndFraction(Math.abs(rounded));
  const sign = rounded < 0 ? "-" : "";
  const decimals = fraction.padEnd(places ?? 0, "0");
  const point = MARKS[options.decimal ?? "point"];
  return `${sign}${grouped(whole, options.thousands)}${decimals && point + decimals}`;
}

function clamp(decimals: number): number {
  return Math.min(Math.max(Math.trunc(decimals) || 0, 0), 100);
}

/** A number as whole digits and how many of them are decimals: 12.5 is 125 with 1. */
export function decimalOf(value: number): { digits: bigint; places: number } {
  const [whole, fraction] = wholeAndFraction(Math.abs(value));
  const digits = BigInt(whole + fraction);
  return { digits: value < 0 ? -digits : digits, places: fraction.length };
}

/** 1.5e-7 → "0", "00000015". */
function wholeAndFraction(size: number): [whole: string, fraction: string] {
  const [mantissa = "", exponent = "0"] = String(size).split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const places = Number(exponent);
  if (places < 0) return ["0", "0".repeat(-places - whole.length) + whole + fraction];
  return [whole + fraction.slice(0, places).padEnd(places, "0"), fraction.slice(places)];
}

function grouped(whole: string, mark: ThousandsMark | undefined): string {
  return mark === undefined ? whole : whole.replace(/\B(?=(?:\d{3})+$)/g, MARKS[mark]);
}
