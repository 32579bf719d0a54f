import type { Cell } from "./genome.ts";
import { asText, type MaybeText } from "./value.ts";

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

/**
 * A text that two rows share only if they agree in all the columns: for finding duplicates
 * with a `Set`. `normalize` decides what counts as equal; a missing cell equals a blank one.
 *
 * @example rowKey({ id: "7", name: "Ada" }, ["id", "name"]) // "[\"7\",\"Ada\"]"
 * @example rowKey({ plan: "FREE-TRIAL" }, ["plan"], canonicalToken) // "[\"free trial\"]"
 */
export function rowKey(
  row: Readonly<Record<string, Cell | undefined>>,
  columns: readonly string[],
  normalize: (text: string) => Cell = (text) => text,
): string {
  const cell = (column: string) => (Object.hasOwn(row, column) ? row[column] : undefined);
  return JSON.stringify(columns.map((column) => normalize(asText(cell(column)))));
}

/**
 * What the band of a number is called: each band goes from its number up to the next one's.
 * `null` below the first band, and for no number.
 *
 * @example bandOf(17, [[0, "night"], [6, "morning"], [12, "afternoon"], [18, "evening"]]) // "afternoon"
 * @example bandOf(-1, [[0, "small"], [100, "large"]]) // null
 */
export function bandOf<T extends Cell>(
  value: number | null | undefined,
  bands: readonly (readonly [from: number, name: T])[],
): T | null {
  if (typeof value !== "number" || Number.isNaN(value)) return null;
  const reached = bands.filter(([from]) => from <= value);
  const top = Math.max(...reached.map(([from]) => from));
  return reached.find(([from]) => from === top)?.[1] ?? null;
}

/**
 * The first of the keywords that a text mentions, in the order of the list; `null` when it
 * mentions none. Case does not matter. `"word"` (default): the keyword stands there by itself;
 * `"part"`: it may be a part of another word.
 *
 * @example findKeyword("Data scientist (R, SQL)", ["Python", "SQL", "R"]) // "SQL"
 * @example findKeyword("Excellent writer", ["excel"]) // null
 * @example findKeyword("Excellent writer", ["excel"], "part") // "excel"
 */
export function findKeyword(
  text: MaybeText,
  keywords: readonly string[],
  as: "word" | "part" = "word",
): string | null {
  const whole = asText(text).toLowerCase();
  const stands = as === "part" ? isPart : isWord;
  return keywords.find((keyword) => stands(whole, asText(keyword).toLowerCase())) ?? null;
}

function isPart(text: string, keyword: string): boolean {
  return keyword !== "" && text.includes(keyword);
}

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

function isWord(text: string, keyword: string): boolean {
  if (keyword === "") return false;
  const touches = (a: string, b: string) => LETTER_OR_DIGIT.test(a) && LETTER_OR_DIGIT.test(b);
  const last = keyword.length - 1;
  for (let at = text.indexOf(keyword); at >= 0; at = text.indexOf(keyword, at + 1)) {
    const isApart = !touches(text.charAt(at - 1), keyword.charAt(0));
    if (isApart && !touches(keyword.charAt(last), text.charAt(at + last + 1))) return true;
  }
  return false;
}
