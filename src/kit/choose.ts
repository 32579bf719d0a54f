import type { Cell } from "./genome.ts";
import { isBlank } from "./missing.ts";
import { asText, type MaybeText } from "./value.ts";

/**
 * The first value that is there: not `null`, `undefined`, blank text or NaN. `null` when none is.
 *
 * @example firstOf(parseAmount("tbd"), parseAmount("12.50")) // 12.5
 * @example firstOf(" ", null, "unknown") // "unknown"
 */
export function firstOf<const T extends readonly (Cell | undefined)[]>(
  ...values: T
): NonNullable<T[number]> | null {
  for (const value of values) if (isThere<T[number]>(value)) return value;
  return null;
}

function isThere<T extends Cell | undefined>(value: T): value is NonNullable<T> {
  if (value === null || value === undefined) return false;
  return typeof value === "string" ? !isBlank(value) : !Number.isNaN(value);
}

/**
 * Makes a function that answers from a table and gives `null` for what is not in it.
 * `normalize` is applied to both sides; where two keys then agree, the first one counts.
 *
 * @example lookupTable({ "free trial": "trial" }, canonicalToken)("TRIAL, free!") // "trial"
 * @example lookupTable({ paid: "closed" })("open") // null
 */
export function lookupTable<T>(
  table: Readonly<Record<string, T>>,
  normalize: (text: string) => string = (text) => text,
): (text: MaybeText) => T | null {
  const answers = new Map<string, T>();
  for (const [key, answer] of Object.entries(table)) {
    const normal = normalize(key);
    if (!answers.has(normal)) answers.set(normal, answer);
  }
  return (text) => answers.get(normalize(asText(text))) ?? null;
}
