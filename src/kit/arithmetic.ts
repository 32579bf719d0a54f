import { decimalOf, roundTo } from "./format-amount.ts";

type MaybeNumber = number | null | undefined;

/**
 * The numbers added up as decimals: 0.1 and 0.2 make 0.3. `null` where one is missing.
 *
 * @example sum(0.1, 0.2) // 0.3
 * @example sum(12.5, null) // null
 */
export function sum(...values: readonly MaybeNumber[]): number | null {
  if (!values.every(isFiniteNumber)) return null;
  const decimals = values.map(decimalOf);
  const places = Math.max(0, ...decimals.map((one) => one.places));
  const shifted = decimals.map((one) => one.digits * 10n ** BigInt(places - one.places));
  return numberOf(
    shifted.reduce((total, digits) => total + digits, 0n),
    places,
  );
}

/**
 * The first number less the second, as decimals; `null` where one is missing.
 *
 * @example difference(0.3, 0.1) // 0.2
 */
export function difference(from: MaybeNumber, less: MaybeNumber): number | null {
  return isFiniteNumber(less) ? sum(from, -less) : null;
}

/**
 * The numbers multiplied as decimals; `null` where one is missing.
 *
 * @example product(3, 0.07) // 0.21
 */
export function product(...values: readonly MaybeNumber[]): number | null {
  if (!values.every(isFiniteNumber)) return null;
  const decimals = values.map(decimalOf);
  return numberOf(
    decimals.reduce((total, { digits }) => total * digits, 1n),
    decimals.reduce((total, { places }) => total + places, 0),
  );
}

/**
 * The first number divided by the second; `null` where one is missing or the second is 0.
 *
 * @example quotient(0.3, 0.1) // 3
 * @example quotient(5, 0) // null
 */
export function quotient(dividend: MaybeNumber, divisor: MaybeNumber): number | null {
  if (!isFiniteNumber(dividend) || !isFiniteNumber(divisor) || divisor === 0) return null;
  const [top, bottom] = [decimalOf(dividend), decimalOf(divisor)];
  const places = Math.max(top.places, bottom.places);
  // Whole numbers divide without the noise that 0.3 / 0.1 has.
  const whole = (one: typeof top) => Number(one.digits * 10n ** BigInt(places - one.places));
  return finite(whole(top) / whole(bottom)) ?? finite(dividend / divisor);
}

/**
 * Rounds to so many digits that count, half away from zero.
 *
 * @example roundToSignificant(0.0393700787, 6) // 0.0393701
 * @example roundToSignificant(123456, 2) // 120000
 */
export function roundToSignificant(value: MaybeNumber, digits: number): number | null {
  if (!isFiniteNumber(value)) return null;
  const { digits: all, places } = decimalOf(value);
  const length = String(all).replace("-", "").length;
  return roundTo(value, Math.max(Math.trunc(digits) || 1, 1) - length + places);
}

function isFiniteNumber(value: MaybeNumber): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function numberOf(digits: bigint, places: number): number | null {
  return finite(Number(`${digits}e${-places}`));
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value || 0 : null; // "|| 0": no ledger has a minus zero
}
