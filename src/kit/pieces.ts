import { anyOf, asText, type MaybeText } from "./value.ts";

/** A mark, or several of which any will do. */
export type Marks = string | readonly string[];

/** The first mark, the last, or the one at an index: 0 is the first, -1 the last. */
export type Which = "first" | "last" | number;

/**
 * What stands before a mark; `null` when the mark is not there. Of several marks the one that
 * comes first counts, or the longest of those that begin at one place.
 *
 * @example before("Ada (London)", " (") // "Ada"
 * @example before("a/b/c", "/", "last") // "a/b"
 * @example before("Ada; Bath", [",", ";"]) // "Ada"
 */
export function before(text: MaybeText, mark: Marks, which: Which = "first"): string | null {
  const whole = asText(text);
  const found = locate(whole, mark, which);
  return found && whole.slice(0, found.start);
}

/**
 * What stands after a mark; `null` when the mark is not there.
 *
 * @example after("Ref: 42", ": ") // "42"
 * @example after("a/b/c", "/", "last") // "c"
 * @example after("a-b-c-d", "-", 1) // "c-d"
 */
export function after(text: MaybeText, mark: Marks, which: Which = "first"): string | null {
  const whole = asText(text);
  const found = locate(whole, mark, which);
  return found && whole.slice(found.end);
}

/**
 * What stands between an `open` (the first, unless told otherwise) and the next `close`;
 * `null` when one is not there.
 *
 * @example between("Ada (London) (UK)", "(", ")") // "London"
 * @example between("Ada (London) (UK)", "(", ")", "last") // "UK"
 */
export function between(
  text: MaybeText,
  open: Marks,
  close: Marks,
  which: Which = "first",
): string | null {
  return before(after(text, open, which), close);
}

/**
 * The text without all that stands between two marks, and without those marks.
 *
 * @example outside("Ada [1] (London)", "[", "]") // "Ada  (London)"
 * @example outside("<b>Hello</b> world", "<", ">") // "Hello world"
 */
export function outside(text: MaybeText, open: string, close: string): string {
  const whole = asText(text);
  if (open === "" || close === "") return whole;
  const kept: string[] = [];
  let from = 0;
  for (;;) {
    const start = whole.indexOf(open, from);
    const end = start < 0 ? -1 : whole.indexOf(close, start + open.length);
    if (end < 0) return kept.join("") + whole.slice(from);
    kept.push(whole.slice(from, start));
    from = end + close.length;
  }
}

/**
 * The piece at `index` (0 is the first, -1 the last) of the text split at a separator, or at any
 * of several; `null` when there is no such piece.
 *
 * @example piece("Lovelace, Ada", ", ", 1) // "Ada"
 * @example piece("a/b/c", "/", -1) // "c"
 * @example piece("2024-01/31", ["-", "/"], 2) // "31"
 */
export function piece(text: MaybeText, separator: Marks, index: number): string | null {
  return split(asText(text), separator).at(index) ?? null;
}

/**
 * All pieces of a text that holds a list, trimmed, without blank ones.
 *
 * @example pieces("red; blue,, green", [";", ","]) // ["red", "blue", "green"]
 */
export function pieces(text: MaybeText, separator: Marks): string[] {
  return split(asText(text), separator)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function split(text: string, separator: Marks): string[] {
  if (typeof separator === "string") return separator === "" ? [] : text.split(separator);
  const pattern = anyOf(separator);
  return pattern ? text.split(pattern) : [];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function locate(text: string, marks: Marks, which: Which): Span | null {
  const all = (typeof marks === "string" ? [marks] : marks).filter((mark) => mark !== "");
  const index = which === "first" ? 0 : which === "last" ? -1 : which;
  if (index !== 0 && index !== -1) return occurrences(text, all).at(index) ?? null;
  const spans = all.map((mark): Span => {
    const start = index === 0 ? text.indexOf(mark) : text.lastIndexOf(mark);
    return { start, end: start + mark.length };
  });
  return spans.filter(({ start }) => start >= 0).reduce(index === 0 ? earlier : later, null);
}

function earlier(best: Span | null, span: Span): Span {
  if (best === null || span.start < best.start) return span;
  return span.start === best.start && span.end > best.end ? span : best;
}

function later(best: Span | null, span: Span): Span {
  if (best === null || span.end > best.end) return span;
  return span.end === best.end && span.start < best.start ? span : best;
}

function occurrences(text: string, marks: readonly string[]): Span[] {
  const pattern = anyOf(marks);
  if (pattern === null) return [];
  return [...text.matchAll(pattern)].map(({ 0: mark, index }) => ({
    start: index,
    end: index + mark.length,
  }));
}
