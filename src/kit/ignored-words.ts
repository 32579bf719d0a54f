import { asText, type MaybeText } from "./value.ts";

/**
 * The words in upper case, longest first ("US$" before "$"). Those made only of what numbers are
 * made of are left out: ignoring "-" would turn a refund into a sale.
 */
export function prepareWords(words: readonly MaybeText[]): string[] {
  return words
    .map((word) => asText(word).trim().toUpperCase())
    .filter((word) => /[^\s0-9.,'’()%+−-]/.test(word))
    .sort((a, b) => b.length - a.length);
}

/** The text, in upper case, with prepared words taken out wherever they stand. */
export function withoutWords(text: string, words: readonly string[]): string {
  return text === "" ? "" : words.reduce((rest, word) => rest.replaceAll(word, ""), text);
}
