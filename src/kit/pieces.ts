import { asText, type MaybeText } from "./value.ts";

/**
 * What stands before the first (or last) `mark`; `null` when the mark is not there.
 *
 * @example before("Ada (London)", " (") // "Ada"
 * @example before("a/b/c", "/", "last") // "a/b"
 */
export function before(
  text: MaybeText,
  mark: string,
  which: "first" | "last" = "first",
): string | null {
  const whole = asText(text);
  const at = position(whole, mark, which);
  return at < 0 ? null : whole.slice(0, at);
}

/**
 * What stands after the first (or last) `mark`; `null` when the mark is not there.
 *
 * @example after("Ref: 42", ": ") // "42"
 * @example after("a/b/c", "/", "last") // "c"
 */
export function after(
  text: MaybeText,
  mark: string,
  which: "first" | "last" = "first",
): string | null {
  const whole = asText(text);
  const at = position(whole, mark, which);
  return at < 0 ? null : whole.slice(at + mark.length);
}

/**
 * What stands between the first `open` and the next `close`; `null` when one is not there.
 *
 * @example between("Ada (London) (UK)", "(", ")") // "London"
 */
export function between(text: MaybeText, open: string, close: string): string | null {
  return before(after(text, open), close);
}

/**
 * The piece at `index` (0 is the first, -1 the last) of the text split at `separator`;
 * `null` when there is no such piece.
 *
 * @example piece("Lovelace, Ada", ", ", 1) // "Ada"
 * @example piece("a/b/c", "/", -1) // "c"
 */
export function piece(text: MaybeText, separator: string, index: number): string | null {
  return separator === "" ? null : (asText(text).split(separator).at(index) ?? null);
}

function position(text: string, mark: string, which: "first" | "last"): number {
  if (mark === "") return -1;
  return which === "last" ? text.lastIndexOf(mark) : text.indexOf(mark);
}
