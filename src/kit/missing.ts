import type { Cell } from "./genome.ts";
import { INVISIBLE } from "./unicode.ts";
import { asText, type MaybeText } from "./value.ts";

/** What people and programs write where a value is missing, in lower case. */
export const MISSING_TOKENS: readonly string[] = Object.freeze(
  (
    "n/a na n.a. n.a #n/a #na <na> nan nil null (null) <null> \\n none (none) undefined nat " +
    "unknown missing tbd tba tbc - -- --- – — _ . .. ... … ? ?? ??? #ref! #value! #name? #null!"
  )
    .split(" ")
    .concat("not available", "not applicable", "no data", "(blank)"),
);
const TOKENS: ReadonlySet<string> = new Set(MISSING_TOKENS);

/**
 * Whether nothing can be seen in the text: only whitespace and invisible characters.
 *
 * @example isBlank("  ") // true
 * @example isBlank("-") // false
 */
export function isBlank(text: MaybeText): boolean {
  return asText(text).replace(INVISIBLE, "").trim() === "";
}

/**
 * Whether the text is blank or a token for a missing value, in any case. The tokens are
 * `MISSING_TOKENS`, or your own list instead.
 *
 * @example isMissing(" N/A ") // true
 * @example isMissing("on hold", ["on hold"]) // true
 * @example isMissing("0") // false
 */
export function isMissing(text: MaybeText, tokens?: readonly string[]): boolean {
  if (isBlank(text)) return true;
  const token = fold(text);
  return tokens ? tokens.some((other) => fold(other) === token) : TOKENS.has(token);
}

/**
 * The trimmed text, or `null` when it `isMissing`.
 *
 * @example textOrNull(" Ada ") // "Ada"
 * @example textOrNull("n/a") // null
 */
export function textOrNull(text: MaybeText, tokens?: readonly string[]): string | null {
  return isMissing(text, tokens) ? null : asText(text).trim();
}

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

function fold(text: MaybeText): string {
  return asText(text).trim().toLowerCase();
}
