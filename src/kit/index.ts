/** The cleaning primitives that a genome may import, and all that it may import. */

export { type AmountReader, createAmountReader } from "./amount-reader.ts";
export { difference, product, quotient, roundToSignificant, sum } from "./arithmetic.ts";
export { lowerCase, sentenceCase, titleCase, upperCase } from "./case.ts";
export { CURRENCIES } from "./currencies.ts";
export { addDays, addMonths, type DateParts, dateParts, daysBetween, formatDate } from "./dates.ts";
export { type DurationUnit, findDuration, formatDuration, parseDuration } from "./durations.ts";
export { type AmountFormat, formatAmount, roundTo } from "./format-amount.ts";
export type { Cell, Genome, GenomeIo, Input } from "./genome.ts";
export {
  belowHeader,
  explode,
  fillDown,
  joinRows,
  keepRows,
  pivot,
  renameColumns,
  sectionTitles,
  skipBlankRows,
  splitColumn,
  transpose,
  unpivot,
  unpivotGroups,
  withColumn,
  withoutHeader,
} from "./layout.ts";
export { bandOf, findKeyword, lookupTable, rowKey } from "./lookup.ts";
export { firstOf, isBlank, isMissing, MISSING_TOKENS, textOrNull } from "./missing.ts";
export { measureParts, type NumberMarks, numberAt, numbersIn } from "./numbers-in-text.ts";
export { fromBase, parseFraction, toBase } from "./numerals.ts";
export {
  type AmountOptions,
  type DecimalMark,
  parseAmount,
  type ThousandsMark,
} from "./parse-amount.ts";
export {
  type DateForm,
  type DateOptions,
  type DateOrder,
  findDate,
  findWeekday,
  parseDate,
} from "./parse-date.ts";
export {
  after,
  before,
  between,
  type Marks,
  outside,
  piece,
  pieces,
  type Which,
} from "./pieces.ts";
export type {
  GroupNames,
  JoinOptions,
  LaidRow,
  PivotOptions,
  UnpivotColumns,
  UnpivotNames,
} from "./row-steps.ts";
export { type NearestOptions, nearestOf } from "./spelling.ts";
export {
  digitsAs,
  filled,
  joined,
  withoutPrefix,
  withoutSuffix,
  withPrefix,
  withSuffix,
} from "./surround.ts";
export { createTally, type Tally } from "./tally.ts";
export {
  collapseSpaces,
  firstMatch,
  keepOnly,
  padEnd,
  padStart,
  replaceTexts,
  replaceWords,
  slice,
  trim,
  trimMarks,
  without,
  withoutCharacters,
} from "./text.ts";
export {
  addTime,
  findTime,
  parseDateTime,
  parseTime,
  type TimeParts,
  type TimeUnit,
  timeBetween,
  timeParts,
} from "./times.ts";
export { foldAccents, type NormalizeOptions, normalizeText, stripEmoji } from "./unicode.ts";
export type { MaybeText } from "./value.ts";
export { canonicalToken, initials, type RunKind, runAt, runs, wordAt, words } from "./words.ts";
