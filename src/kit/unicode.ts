import { asText, type MaybeText } from "./value.ts";

/** Controls (but not line breaks and tabs), zero-width and direction marks, lone surrogates. */
export const INVISIBLE =
  /(?![\t-\r])[\p{Cc}\p{Cs}\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/gu;

// © ® ™ count as pictographs in Unicode, and as text everywhere else. A joiner goes only with an
// emoji before it: other scripts need theirs.
const EMOJI =
  /(?![©®™])[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\p{Cs}]\uFE0F?\u200D*|[\uFE0E\uFE0F\u20E3\u{E0020}-\u{E007F}]/gu;

const UNDECOMPOSED = new Map(
  Object.entries({
    ...{ ß: "ss", ẞ: "SS", æ: "ae", Æ: "AE", œ: "oe", Œ: "OE", ø: "o", Ø: "O", đ: "d", Đ: "D" },
    ...{ ð: "d", Ð: "D", ł: "l", Ł: "L", þ: "th", Þ: "TH", ħ: "h", Ħ: "H", ı: "i" },
  }),
);

export interface NormalizeOptions {
  /** `"NFKC"` also turns look-alikes into plain characters: full-width Ａ, ligature ﬁ, ², ①. */
  form?: "NFC" | "NFKC";
}

/**
 * Plain characters: one code per letter (NFC), straight quotes, `-` for every dash, `...`, an
 * ordinary blank for every other blank, tab and line break; nothing invisible.
 *
 * @example normalizeText("“Zoë’s”\u00A0–\u200B 1") // "\"Zoë's\" - 1"
 * @example normalizeText("ＡＢＣ ①", { form: "NFKC" }) // "ABC 1"
 */
export function normalizeText(text: MaybeText, options: NormalizeOptions = {}): string {
  const plain = straightened(asText(text).replace(INVISIBLE, "").normalize("NFC"));
  // The compatibility form brings new dashes and quotes with it.
  return options.form === "NFKC" ? straightened(plain.normalize("NFKC")) : plain;
}

function straightened(text: string): string {
  return text
    .replace(/[‘’‚‛ʼ`´‹›]/g, "'")
    .replace(/[“”„‟«»]/g, '"')
    .replace(/[\p{Pd}−]/gu, "-")
    .replaceAll("…", "...")
    .replace(/\s/g, " ");
}

/**
 * Latin letters without their accents; other scripts stay as they are.
 *
 * @example foldAccents("Łódź, Straße, Zoë") // "Lodz, Strasse, Zoe"
 */
export function foldAccents(text: MaybeText): string {
  return asText(text)
    .normalize("NFD")
    .replace(/(\p{Script=Latin})[\u0300-\u036F]+/gu, "$1")
    .normalize("NFC")
    .replace(/[^ -~]/g, (letter) => UNDECOMPOSED.get(letter) ?? letter);
}

/**
 * Text without emoji; the blanks around them stay.
 *
 * @example stripEmoji("paid ✅👍🏽!") // "paid !"
 */
export function stripEmoji(text: MaybeText): string {
  return asText(text).replace(EMOJI, "");
}
