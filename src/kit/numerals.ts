import { asText, type MaybeText } from "./value.ts";

const FRACTION =
  /^([+-]?)(?:(\d{1,15}(?:\.\d{1,15})?)|(?:(\d{1,15})(?:\s+|-))?(\d{1,15})\s*\/\s*(\d{1,15}))$/;

/**
 * Reads a fraction, or a whole number with one behind it; a plain number too. `null` for
 * anything else.
 *
 * @example parseFraction("2 1/2") // 2.5
 * @example parseFraction("3/4") // 0.75
 */
export function parseFraction(text: MaybeText): number | null {
  const match = FRACTION.exec(asText(text).trim());
  if (match === null) return null;
  const [, sign, plain, whole = "0", top = "0", bottom = "1"] = match;
  const size = Number(plain ?? whole) + Number(top) / Number(bottom);
  return Number.isFinite(size) ? (sign === "-" ? 0 - size : size) : null;
}

/**
 * Reads a whole number written in another base (2 to 36); a prefix such as `0x` or `#` is not
 * part of it. `null` for anything else.
 *
 * @example fromBase("FF", 16) // 255
 * @example fromBase("102", 2) // null
 */
export function fromBase(text: MaybeText, base: number): number | null {
  const digits = asText(text).trim().toLowerCase();
  if (!isBase(base) || !/^[0-9a-z]{1,64}$/.test(digits)) return null;
  if ([...digits].some((digit) => Number.parseInt(digit, 36) >= base)) return null;
  const value = Number.parseInt(digits, base);
  return Number.isSafeInteger(value) ? value : null;
}

/**
 * Writes a whole number, not below 0, in another base (2 to 36), in upper case and filled up with
 * zeros to a length. `null` for anything else.
 *
 * @example toBase(255, 16) // "FF"
 * @example toBase(5, 2, 8) // "00000101"
 */
export function toBase(value: number | null | undefined, base: number, length = 1): string | null {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) return null;
  if (!isBase(base)) return null;
  return value.toString(base).toUpperCase().padStart(Math.min(length, 1000), "0");
}

function isBase(base: number): boolean {
  return Number.isInteger(base) && base >= 2 && base <= 36;
}
