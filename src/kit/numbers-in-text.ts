import type { DecimalMark } from "./parse-amount.ts";
import { asText, type MaybeText } from "./value.ts";

/** How numbers inside a text are written. */
export interface NumberMarks {
  /** Which mark begins the decimals. Default: `"point"`. */
  decimal?: DecimalMark;
  /** Whether the other mark parts thousands: 1,234 is one number and not two. Default: true. */
  grouped?: boolean;
}

const SIGN = "(?:(?<![\\p{L}\\p{N}.)\\]])[-−])?";
const patternOf = (point: string, comma: string) => ({
  grouped: new RegExp(
    `${SIGN}(?:\\d{1,3}(?:${comma}\\d{3})+(?!\\d)(?:${point}\\d+)?|\\d+(?:${point}\\d+)?|(?<!\\d)${point}\\d+)`,
    "gu",
  ),
  plain: new RegExp(`${SIGN}(?:\\d+(?:${point}\\d+)?|(?<!\\d)${point}\\d+)`, "gu"),
});
const PATTERNS = { point: patternOf("\\.", ","), comma: patternOf(",", "\\.") };

/**
 * All numbers in a text, in their order. A minus counts where it touches the number and nothing
 * is right before it: "2024-01" holds 2024 and 1.
 *
 * @example numbersIn("3 boxes of 1,250 at -4.5°") // [3, 1250, -4.5]
 * @example numbersIn("255,128,0", { grouped: false }) // [255, 128, 0]
 */
export function numbersIn(text: MaybeText, marks: NumberMarks = {}): number[] {
  const { decimal = "point", grouped = true } = marks;
  const pattern = PATTERNS[decimal === "comma" ? "comma" : "point"];
  const found = asText(text).match(grouped ? pattern.grouped : pattern.plain) ?? [];
  const [point, comma] = decimal === "comma" ? [",", "."] : [".", ","];
  const plain = found.map((text) => text.replace("−", "-").replaceAll(comma, ""));
  return plain.map((text) => Number(text.replace(point, ".")));
}

/**
 * The number at `index` (0 is the first, -1 the last) in a text; `null` when there is none.
 *
 * @example numberAt("Room 12, floor 3", 1) // 3
 */
export function numberAt(text: MaybeText, index: number, marks: NumberMarks = {}): number | null {
  return numbersIn(text, marks).at(index) ?? null;
}

/**
 * A number and the unit written right before or behind it; `null` for anything else.
 *
 * @example measureParts("3.5 square feet") // { value: 3.5, unit: "square feet" }
 * @example measureParts("$1,200") // { value: 1200, unit: "$" }
 */
export function measureParts(
  text: MaybeText,
  marks: NumberMarks = {},
): { value: number; unit: string } | null {
  const whole = asText(text).trim();
  const [number, ...more] = whole.length > LONGEST_MEASURE ? [] : numbersIn(whole, marks);
  if (number === undefined || more.length > 0) return null;
  const unit = whole.replace(/[-−]?[.,]?\d(?:.*\d)?/su, "#");
  const [, ahead = "", behind = ""] = /^(\D*)#(\D*)$/su.exec(unit) ?? [];
  if ((ahead === "") === (behind === "")) return null;
  return { value: number, unit: (ahead + behind).trim() };
}

const LONGEST_MEASURE = 100;
