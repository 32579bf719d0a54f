import { isBlank } from "./missing.ts";
import { asText, type MaybeText } from "./value.ts";

/**
 * A text put together from parts: nothing (`null`) where one of them is blank.
 *
 * @example filled`${"Bath"}, ${"UK"}` // "Bath, UK"
 * @example filled`${" "}, ${"UK"}` // null
 */
export function filled(
  texts: readonly string[],
  ...parts: readonly (MaybeText | number)[]
): string | null {
  const written = parts.map(asText);
  if (written.some(isBlank)) return null;
  return texts.map((text, at) => (at === 0 ? "" : asText(written[at - 1])) + text).join("");
}

/**
 * The parts that are not blank, with a mark between them.
 *
 * @example joined(", ", "Bath", "", "UK") // "Bath, UK"
 */
export function joined(mark: string, ...parts: readonly (MaybeText | number)[]): string {
  return parts
    .map(asText)
    .filter((part) => !isBlank(part))
    .join(mark);
}

/**
 * The digits of a text in a pattern in which each `#` stands for one; `null` where there are more
 * or fewer of them. With `"last"` digits in front, as of a country, may be too many.
 *
 * @example digitsAs("212.555.0123", "(###) ###-####") // "(212) 555-0123"
 * @example digitsAs("+1 212 555 0123", "###-###-####", "last") // "212-555-0123"
 */
export function digitsAs(
  text: MaybeText,
  pattern: string,
  which: "all" | "last" = "all",
): string | null {
  const wanted = pattern.split("#").length - 1;
  const found = asText(text).match(/\d/g) ?? [];
  if (wanted === 0 || found.length < wanted || (which === "all" && found.length > wanted))
    return null;
  const digits = found.slice(-wanted).values();
  return pattern.replaceAll("#", () => String(digits.next().value));
}

/**
 * The text with this at its front, unless it stands there already or the text is blank.
 *
 * @example withPrefix("117 496", "+44 ") // "+44 117 496"
 * @example withPrefix("+44 117", "+44 ") // "+44 117"
 */
export function withPrefix(text: MaybeText, prefix: string): string {
  const whole = asText(text);
  return isBlank(whole) || whole.startsWith(prefix) ? whole : prefix + whole;
}

/**
 * The text with this at its end, unless it stands there already or the text is blank.
 *
 * @example withSuffix("Austin, TX", ", USA") // "Austin, TX, USA"
 */
export function withSuffix(text: MaybeText, suffix: string): string {
  const whole = asText(text);
  return isBlank(whole) || whole.endsWith(suffix) ? whole : whole + suffix;
}

/**
 * The text without this at its front; as it is where it begins otherwise.
 *
 * @example withoutPrefix("www.example.org", "www.") // "example.org"
 */
export function withoutPrefix(text: MaybeText, prefix: string): string {
  const whole = asText(text);
  return whole.startsWith(prefix) ? whole.slice(prefix.length) : whole;
}

/**
 * The text without this at its end; as it is where it ends otherwise.
 *
 * @example withoutSuffix("Acme Ltd", " Ltd") // "Acme"
 */
export function withoutSuffix(text: MaybeText, suffix: string): string {
  const whole = asText(text);
  return whole.endsWith(suffix) ? whole.slice(0, whole.length - suffix.length) : whole;
}
