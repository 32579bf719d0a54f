import { CURRENCIES } from "./currencies.ts";
import { asText, type MaybeText } from "./value.ts";

export type DecimalMark = "point" | "comma";
export type ThousandsMark = "comma" | "point" | "apostrophe" | "blank";

export interface AmountOptions {
  /** Which mark begins the decimals: `"point"` (default) for 1,234.50, `"comma"` for 1.234,50. */
  decimal?: DecimalMark;
  /** Marks that may part thousands, when they are not the decimal mark. Default: all four. */
  thousands?: readonly ThousandsMark[];
  /** Words and symbols that say nothing about the number, in any case. Default: `CURRENCIES`. */
  ignore?: readonly MaybeText[];
  /**
   * `"strict"` (default): marks part groups of three, ignored words stand around the number.
   * `"loose"`: both are taken out wherever they stand, so `1,2,3` is 123.
   */
  layout?: "strict" | "loose";
  /** `"accounting"` (default): `(12)` and `12-` are negative. `"leading"`: they are refused. */
  sign?: "accounting" | "leading";
  /** `12%`: refused by default, or 0.12 as `"fraction"`, or 12 as `"plain"`. */
  percent?: "refuse" | "fraction" | "plain";
  /** `1.5e3`: refused by default. */
  exponent?: "refuse" | "read";
  /** `1.5k`, `2 million`, `3bn`: refused by default. */
  multiplier?: "refuse" | "read";
}

const MARKS = { comma: /,/g, point: /\./g, apostrophe: /['’]/g, blank: /\s/g };
const ALL_MARKS: readonly ThousandsMark[] = ["comma", "point", "apostrophe", "blank"];
const CURRENCY_WORDS = prepareWords(CURRENCIES);
/** What stands around the number, which is written as "#" here. */
const LEADING_SIGNS = new Map([
  ["#", 1],
  ["+#", 1],
  ["-#", -1],
  ["−#", -1],
]);
const ACCOUNTING_SIGNS = new Map([...LEADING_SIGNS, ["(#)", -1], ["#-", -1], ["#−", -1]]);
const POWERS = new Map(
  Object.entries({ K: 3, THOUSAND: 3, M: 6, MN: 6, MILLION: 6, B: 9, BN: 9, BILLION: 9 }),
);

/**
 * Reads an amount written by a person or a program. Refuses (`null`) what is not wholly
 * understood: other words, `1,2,3`, `12%` or `1e3` unless an option says how to read them.
 *
 * @example parseAmount("USD 1,234.50") // 1234.5
 * @example parseAmount("(1,234.50)") // -1234.5
 * @example parseAmount("1.234,50 €", { decimal: "comma" }) // 1234.5
 * @example parseAmount("12.50 approx") // null
 */
export function parseAmount(text: MaybeText, options: AmountOptions = {}): number | null {
  const { before, digits, after } = splitAroundDigits(asText(text).toUpperCase(), options);
  const point = options.decimal === "comma" ? "," : ".";
  // ".5" and "5.": a point that touches the digits belongs to them.
  const open = before.endsWith(point) ? before.slice(0, -1) : before;
  const rest = after.startsWith(point) ? after.slice(1) : after;
  const number = before.slice(open.length) + digits + after.slice(0, after.length - rest.length);

  const tail = /^([A-Z]*)(%?)([)−-]?)$/.exec(rest);
  if (tail === null) return null;
  const [, power = "", percent = "", close = ""] = tail;
  const signs = options.sign === "leading" ? LEADING_SIGNS : ACCOUNTING_SIGNS;
  const sign = signs.get(`${open}#${close}`);
  const shift = readShift(power, percent, options);
  const size = shift === null ? null : readSize(number, point, shift, options);
  if (sign === undefined || size === null) return null;
  return sign * size || 0; // "|| 0": no ledger has a minus zero
}

interface Split {
  before: string;
  digits: string;
  after: string;
}

/** "- USD 1,200.50 CR" → "-", "1,200.50", "": what stands around the digits is freed of words. */
function splitAroundDigits(text: string, options: AmountOptions): Split {
  const words = options.ignore === undefined ? CURRENCY_WORDS : prepareWords(options.ignore);
  const loose = options.layout === "loose";
  const rest = loose ? withoutMarks(withoutWords(text, words), thousandsMarks(options)) : text;
  const first = rest.search(/\d/);
  if (first < 0) return { before: "", digits: "", after: "" };
  let end = rest.length;
  while (!/\d/.test(rest.charAt(end - 1))) end -= 1;
  const bare = (part: string) =>
    (loose ? part : withoutWords(part.trim(), words)).replace(/\s/g, "");
  return {
    before: bare(rest.slice(0, first)),
    digits: rest.slice(first, end),
    after: bare(rest.slice(end)),
  };
}

/** By how many powers of ten the written digits are off, or `null` where that is refused. */
function readShift(power: string, percent: string, options: AmountOptions): number | null {
  if (percent !== "" && (options.percent ?? "refuse") === "refuse") return null;
  const places = percent !== "" && options.percent === "fraction" ? -2 : 0;
  if (power === "") return places;
  const steps = options.multiplier === "read" ? POWERS.get(power) : undefined;
  return steps === undefined ? null : steps + places;
}

function readSize(
  text: string,
  point: string,
  shift: number,
  options: AmountOptions,
): number | null {
  const [mantissa = "", exponent = "0", ...more] = text.split("E");
  const [whole = "", fraction = "", ...rest] = mantissa.split(point);
  const digits = ungroup(whole, options);
  if (digits === null || /\D/.test(fraction) || more.length + rest.length > 0) return null;
  if (text.includes("E") && options.exponent !== "read") return null;
  if (!/^[+-]?\d+$/.test(exponent)) return null;
  // Shifting in the text and not by arithmetic keeps 1.1k at 1100, not 1100.0000000000002.
  const size = Number(`${digits}.${fraction}e${Number(exponent) + shift}`);
  return Number.isFinite(size) ? size : null;
}

/** "1,234" → "1234". The middle groups may also be pairs, as in India: "12,34,567". */
function ungroup(whole: string, options: AmountOptions): string | null {
  const mark = /\D/.exec(whole)?.[0];
  if (mark === undefined) return whole;
  if (withoutMarks(mark, thousandsMarks(options)) !== "") return null;
  const [head = "", ...groups] = whole.split(mark);
  const last = groups.pop() ?? "";
  const fits =
    /^\d{1,3}$/.test(head) &&
    groups.every((group) => /^\d{2,3}$/.test(group)) &&
    /^\d{3}$/.test(last);
  return fits ? head + groups.join("") + last : null;
}

/**
 * The words in upper case, longest first ("US$" before "$"). Those made only of what numbers are
 * made of are left out: ignoring "-" would turn a refund into a sale.
 */
function prepareWords(words: readonly MaybeText[]): string[] {
  return words
    .map((word) => asText(word).trim().toUpperCase())
    .filter((word) => /[^\s0-9.,'’()%+−-]/.test(word))
    .sort((a, b) => b.length - a.length);
}

/** The text, in upper case, with prepared words taken out wherever they stand. */
function withoutWords(text: string, words: readonly string[]): string {
  return text === "" ? "" : words.reduce((rest, word) => rest.replaceAll(word, ""), text);
}

function thousandsMarks({ thousands = ALL_MARKS, decimal = "point" }: AmountOptions) {
  return thousands.filter((mark) => mark !== decimal);
}

function withoutMarks(text: string, marks: readonly ThousandsMark[]): string {
  return marks.reduce((rest, mark) => rest.replace(MARKS[mark], ""), text);
}
