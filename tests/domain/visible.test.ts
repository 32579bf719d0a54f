import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { visible } from "../../src/domain/visible.ts";
import { processorTime } from "../support/processor-time.ts";

describe("what cannot be seen is written out", () => {
  it.each([
    ["a line break", "a\nb", "a\\u{a}b"],
    ["a tab", "a\tb", "a\\u{9}b"],
    ["an escape sequence", "\u001b[31mred", "\\u{1b}[31mred"],
    ["NUL", "\0", "\\u{0}"],
    ["delete", "\u007f", "\\u{7f}"],
    ["a C1 control", "\u009b31m", "\\u{9b}31m"],
    ["a right-to-left override", "a\u202egnp", "a\\u{202e}gnp"],
    ["an isolate", "\u2066x\u2069", "\\u{2066}x\\u{2069}"],
    ["a zero-width space", "a\u200bb", "a\\u{200b}b"],
    ["a joiner", "a\u200db", "a\\u{200d}b"],
    ["a byte order mark", "\ufeffa", "\\u{feff}a"],
    ["a soft hyphen", "a\u00adb", "a\\u{ad}b"],
    ["a no-break space", "12\u00a0000", "12\\u{a0}000"],
    ["a line separator", "a\u2028b", "a\\u{2028}b"],
    ["a variation selector", "a\ufe0f", "a\\u{fe0f}"],
    ["a tag character", "a\u{e0041}", "a\\u{e0041}"],
    ["a Hangul filler", "\u3164", "\\u{3164}"],
    ["a lone high surrogate", "a\ud800b", "a\\u{d800}b"],
    ["a lone low surrogate", "\udc00", "\\u{dc00}"],
  ])("%s", (_, text, expected) => {
    expect(visible(text, 100)).toBe(expected);
  });

  it.each([
    "plain text",
    "Zürich Orgelbau AG",
    "日本語",
    "مرحبا",
    "FREE-TRIAL 🎉",
    "e\u0301",
    "{}\\",
  ])("%s stays as it is", (text) => {
    expect(visible(text, 100)).toBe(text);
  });
});

describe("long text is cut", () => {
  it.each([
    ["abcdef", 6, "abcdef"],
    ["abcdefg", 6, "abcde…"],
    ["ab\u0000cdef", 8, "ab\\u{0}…"],
    ["ab\u0000cdef", 6, "ab…"],
    ["ab🎉🎉", 6, "ab🎉🎉"],
    ["ab🎉🎉x", 6, "ab🎉…"],
    ["abc", 1, "…"],
    ["abc", 0, ""],
    ["", 0, ""],
  ])("%j to %i characters", (text, length, expected) => {
    expect(visible(text, length)).toBe(expected);
  });

  it("a hundred megabytes cost no more than what is shown", () => {
    const long = Buffer.alloc(100_000_000).toString("latin1");
    const least = (work: () => unknown): number =>
      Math.min(...[1, 2, 3].map(() => processorTime(work)));
    expect(visible(long, 40).length).toBeLessThanOrEqual(40);
    expect(least(() => visible(long, 40))).toBeLessThan(least(() => long.includes("x")));
  });
});

test("for any text: never too long, never a character that hides, never half a character", () => {
  const text = fc.string({ unit: "binary", maxLength: 40 });
  const surrogates = fc.constantFrom("\ud800", "\udfff", "\u202e", "\u200b", "\n");
  fc.assert(
    fc.property(fc.array(fc.oneof(text, surrogates)), fc.nat(60), (parts, length) => {
      const shown = visible(parts.join(""), length);
      expect(shown.length).toBeLessThanOrEqual(length);
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
  );
});
