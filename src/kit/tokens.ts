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
