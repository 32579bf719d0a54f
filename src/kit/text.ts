import { asText, type MaybeText } from "./value.ts";

/**
 * Text without whitespace at its ends.
 *
 * @example trim("  Ada  L ") // "Ada  L"
 */
export function trim(text: MaybeText): string {
  return asText(text).trim();
}

/**
 * Trimmed text with one blank for each run of whitespace.
 *
 * @example collapseSpaces(" Ada \t L ") // "Ada L"
 */
export function collapseSpaces(text: MaybeText): string {
  return asText(text).replace(/\s+/g, " ").trim();
}

const UNWANTED = {
  digits: /[^0-9]/g,
  letters: /[^\p{L}\p{M}]/gu,
  alphanumeric: /[^\p{L}\p{M}0-9]/gu,
};

/**
 * Only the digits (0 to 9), the letters of any script, or both.
 *
 * @example keepOnly("+44 (0)20 7946", "digits") // "440207946"
 * @example keepOnly("Zoë-7 b", "alphanumeric") // "Zoë7b"
 */
export function keepOnly(text: MaybeText, kind: "digits" | "letters" | "alphanumeric"): string {
  return asText(text).replace(UNWANTED[kind], "");
}

/**
 * Text filled up at the front to a length, 1000 at most.
 *
 * @example padStart("501", 5) // "00501"
 */
export function padStart(text: MaybeText, length: number, fill = "0"): string {
  return asText(text).padStart(Math.min(length, 1000), fill);
}
