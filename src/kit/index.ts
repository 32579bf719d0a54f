/** The cleaning primitives that a genome may import, and all that it may import. */

export { lowerCase, sentenceCase, titleCase, upperCase } from "./case.ts";
export { firstOf, lookupTable } from "./choose.ts";
export { CURRENCIES } from "./currencies.ts";
export { addDays, type DateParts, dateParts, daysBetween, formatDate } from "./dates.ts";
export { type AmountFormat, formatAmount, roundTo } from "./format-amount.ts";
export type { Cell, Genome, GenomeIo, Input } from "./genome.ts";
export { rowKey } from "./keys.ts";
export { isBlank, isMissing, MISSING_TOKENS, textOrNull } from "./missing.ts";
export {
  type AmountOptions,
  type DecimalMark,
  parseAmount,
  type ThousandsMark,
} from "./parse-amount.ts";
export { type DateForm, type DateOptions, type DateOrder, parseDate } from "./parse-date.ts";
export { after, before, between, piece } from "./pieces.ts";
export { createTally, type Tally } from "./tally.ts";
export { collapseSpaces, keepOnly, padStart, trim } from "./text.ts";
export { canonicalToken, words } from "./tokens.ts";
export { foldAccents, type NormalizeOptions, normalizeText, stripEmoji } from "./unicode.ts";
export type { MaybeText } from "./value.ts";
