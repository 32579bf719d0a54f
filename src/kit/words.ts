import { INVISIBLE, stripEmoji } from "./unicode.ts";
import { asText, type MaybeText } from "./value.ts";

/**
 * The words of a text as written: runs of letters and digits. Apostrophes vanish, every other
 * mark parts words.
 *
 * @example words("Don't_stop: phase-2!") // ["Dont", "stop", "phase", "2"]
 */
export function words(text: MaybeText): string[] {
  const visible = stripEmoji(asText(text).replace(INVISIBLE, "")).replace(/['’ʼ]/g, "");
  return visible.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? [];
}

/**
 * The word at `index` (0 is the first, -1 the last); `null` when there is none.
 *
 * @example wordAt("Lovelace, Ada K.", 1) // "Ada"
 */
export function wordAt(text: MaybeText, index: number): string | null {
  return words(text).at(index) ?? null;
}

/**
 * The first character of each word, as written.
 *
 * @example initials("Ada King-Noel") // "AKN"
 */
export function initials(text: MaybeText): string {
  return words(text)
    .map(([first = ""]) => first)
    .join("");
}

/**
 * One key for all spellings of a token: its words in lower case, sorted, parted by one blank;
 * case, order, punctuation, emoji and width do not matter. Accents do: see `foldAccents`.
 *
 * @example canonicalToken("FREE-TRIAL 🎉") // "free trial"
 * @example canonicalToken("Trial_free") // "free trial"
 * @example canonicalToken("Trial_free", { order: "keep" }) // "trial free"
 */
export function canonicalToken(text: MaybeText, options: { order?: "sort" | "keep" } = {}): string {
  // Without the first step "Acme™" would become "acmetm".
  const plain = asText(text).replace(/[™℠]/g, " ").normalize("NFKC").toLowerCase();
  const parts = words(plain).map((word) => word.normalize("NFKC"));
  return (options.order === "keep" ? parts : parts.sort()).join(" ");
}

/**
 * - `"digits"`: 0 to 9
 * - `"letters"`, `"capitals"`, `"small"`: letters of any script, or those of one case
 * - `"alphanumeric"`: letters and digits
 * - `"camel"`: the words of `camelCaseText`
 * - `"spaced"`: what stands between blanks
 */
export type RunKind =
  | "digits"
  | "letters"
  | "capitals"
  | "small"
  | "alphanumeric"
  | "camel"
  | "spaced";

const RUNS: Readonly<Record<RunKind, RegExp>> = {
  digits: /[0-9]+/g,
  letters: /[\p{L}\p{M}]+/gu,
  capitals: /\p{Lu}+/gu,
  small: /\p{Ll}+/gu,
  alphanumeric: /[\p{L}\p{M}0-9]+/gu,
  camel: /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|[0-9]+/gu,
  spaced: /\S+/g,
};

/**
 * All runs of characters of one kind.
 *
 * @example runs("AB12-7c", "digits") // ["12", "7"]
 * @example runs("invoiceLineNo2", "camel") // ["invoice", "Line", "No", "2"]
 */
export function runs(text: MaybeText, kind: RunKind): string[] {
  return asText(text).match(RUNS[kind]) ?? [];
}

/**
 * The run at `index` (0 is the first, -1 the last); `null` when there is none.
 *
 * @example runAt("AB12-7c", "digits", 1) // "7"
 * @example runAt("Bath BA1 4QR", "spaced", -1) // "4QR"
 */
export function runAt(text: MaybeText, kind: RunKind, index: number): string | null {
  return runs(text, kind).at(index) ?? null;
}
