import { anyOf, asText, type MaybeText } from "./value.ts";

/**
 * Text without whitespace at its ends.
 *
 * @example trim("  Ada  L ") // "Ada  L"
 */
export function trim(text: MaybeText): string {
  return asText(text).trim();
}

/**
 * Text without blanks and marks at its ends, or at one of them; `marks` are single characters.
 *
 * @example trimMarks(" - Ada, ") // "Ada"
 * @example trimMarks("00750", { marks: "0", side: "start" }) // "750"
 */
export function trimMarks(
  text: MaybeText,
  options: { marks?: string; side?: "both" | "start" | "end" } = {},
): string {
  const { marks = ",;:/|-", side = "both" } = options;
  const whole = [...asText(text)];
  const isLoose = (character = "x") => marks.includes(character) || character.trim() === "";
  let start = 0;
  let end = whole.length;
  if (side !== "end") while (start < end && isLoose(whole[start])) start++;
  if (side !== "start") while (start < end && isLoose(whole[end - 1])) end--;
  return whole.slice(start, end).join("");
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
  words: /[^\p{L}\p{M}0-9\s]/gu,
};

/**
 * Only the digits (0 to 9), the letters of any script, both, or both and the blanks.
 *
 * @example keepOnly("+44 (0)20 7946", "digits") // "440207946"
 * @example keepOnly("Zoë-7 b", "alphanumeric") // "Zoë7b"
 * @example keepOnly("Zoë-7 b!", "words") // "Zoë7 b"
 */
export function keepOnly(
  text: MaybeText,
  kind: "digits" | "letters" | "alphanumeric" | "words",
): string {
  return asText(text).replace(UNWANTED[kind], "");
}

/**
 * Text without each of these characters.
 *
 * @example withoutCharacters("(0117) 496-0123", "()- ") // "01174960123"
 */
export function withoutCharacters(text: MaybeText, characters: string): string {
  const unwanted = new Set(asText(characters));
  return [...asText(text)].filter((character) => !unwanted.has(character)).join("");
}

/**
 * Text without a part, wherever it stands.
 *
 * @example without("12 EUR", " EUR") // "12"
 * @example without("Rev. 7 (draft)", / \(.*\)$/) // "Rev. 7"
 */
export function without(text: MaybeText, part: string | RegExp): string {
  if (typeof part === "string")
    return part === "" ? asText(text) : asText(text).replaceAll(part, "");
  return asText(text).replace(part, "");
}

/**
 * The first part of a text that fits a pattern; `null` when none does.
 *
 * @example firstMatch("Ship to BA1 4QR, Bath", /[A-Z]+\d+ \d[A-Z]+/) // "BA1 4QR"
 */
export function firstMatch(text: MaybeText, pattern: RegExp): string | null {
  return asText(text).match(pattern)?.[0] ?? null;
}

/**
 * Text with some parts replaced by others, in one go: what was put in is not replaced again, and
 * of two parts that begin at one place the longer counts.
 *
 * @example replaceTexts("Salt & pepper @ home", { "&": "and", "@": "at" }) // "Salt and pepper at home"
 */
export function replaceTexts(text: MaybeText, table: Readonly<Record<string, string>>): string {
  const pattern = anyOf(Object.keys(table));
  if (pattern === null) return asText(text);
  return asText(text).replace(pattern, (part) => asText(table[part]));
}

/**
 * Text with some of the words between its blanks replaced.
 *
 * @example replaceWords("12 High St.", { "St.": "Street" }) // "12 High Street"
 */
export function replaceWords(text: MaybeText, table: Readonly<Record<string, string>>): string {
  return asText(text).replace(/\S+/g, (word) =>
    Object.hasOwn(table, word) ? asText(table[word]) : word,
  );
}

/**
 * The characters from `start` up to `end`, counted from 0, or from the end where negative.
 *
 * @example slice("2024-Q3", 0, 4) // "2024"
 * @example slice("4111 1111 1111 1234", -4) // "1234"
 */
export function slice(text: MaybeText, start: number, end?: number): string {
  return [...asText(text)].slice(start, end).join("");
}

/**
 * Text filled up at the front to a length, 1000 at most.
 *
 * @example padStart("501", 5) // "00501"
 */
export function padStart(text: MaybeText, length: number, fill = "0"): string {
  return asText(text).padStart(Math.min(length, 1000), fill);
}

/**
 * Text filled up at the end to a length, 1000 at most.
 *
 * @example padEnd("7.5", 4) // "7.50"
 */
export function padEnd(text: MaybeText, length: number, fill = "0"): string {
  return asText(text).padEnd(Math.min(length, 1000), fill);
}
