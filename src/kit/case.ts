import { asText, type MaybeText } from "./value.ts";

/**
 * The text in lower case, the same in every locale.
 *
 * @example lowerCase("PAID") // "paid"
 */
export function lowerCase(text: MaybeText): string {
  return asText(text).toLowerCase();
}

/**
 * The text in upper case, the same in every locale.
 *
 * @example upperCase("usd") // "USD"
 */
export function upperCase(text: MaybeText): string {
  return asText(text).toUpperCase();
}

/**
 * The text in lower case with its first letter in upper case.
 *
 * @example sentenceCase("FREE trial") // "Free trial"
 */
export function sentenceCase(text: MaybeText): string {
  return lowerCase(text).replace(/[\p{L}\p{N}]/u, capital);
}

/**
 * Each word with its first letter in upper case. Words in `keep` are written as they stand
 * there: short words and names that follow no rule.
 *
 * @example titleCase("JEAN-LUC o'brien") // "Jean-Luc O'Brien"
 * @example titleCase("bank OF ibm", { keep: ["of", "IBM"] }) // "Bank of IBM"
 */
export function titleCase(text: MaybeText, options: { keep?: readonly string[] } = {}): string {
  const kept = new Map(options.keep?.map((word) => [word.toLowerCase(), word]));
  return lowerCase(text).replace(
    /[\p{L}\p{N}][\p{L}\p{N}\p{M}'’]*/gu,
    (word) => kept.get(word) ?? titled(word),
  );
}

/** "o'brien" → "O'Brien", but "don't" → "Don't" and "i'm" → "I'm". */
function titled(word: string): string {
  const [, particle = ""] = /^([a-z]['’])(?:\p{L}\p{M}*){3}/u.exec(word) ?? [];
  return capital(particle) + capital(word.slice(particle.length));
}

/** "ß" → "Ss": a letter that becomes two keeps the second one small. */
function capital(word: string): string {
  const [first = "", ...rest] = word;
  const [head = "", ...tail] = first.toUpperCase();
  return head + tail.join("").toLowerCase() + rest.join("");
}
