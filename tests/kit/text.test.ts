import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { collapseSpaces, keepOnly, padStart, trim } from "../../src/kit/index.ts";
import { anyText } from "./any-text.ts";

type MaybeText = string | null | undefined;

describe("Blanks are tidied", () => {
  test.each<[MaybeText, string, string]>([
    ["Ada", "Ada", "Ada"],
    ["  Ada  L ", "Ada  L", "Ada L"],
    ["a\t\r\nb", "a\t\r\nb", "a b"],
    ["\u00a0a\u2003\u3000b\u00a0", "a\u2003\u3000b", "a b"],
    ["\ufeffa", "a", "a"],
    ["a\u200bb", "a\u200bb", "a\u200bb"],
    [" שלום  עולם ", "שלום  עולם", "שלום עולם"],
    ["🎉 ", "🎉", "🎉"],
    ["\ud83d ", "\ud83d", "\ud83d"],
    ["   ", "", ""],
    ["", "", ""],
    [null, "", ""],
    [undefined, "", ""],
  ])("%j trimmed is %j and collapsed %j", (text, trimmed, collapsed) => {
    expect(trim(text)).toBe(trimmed);
    expect(collapseSpaces(text)).toBe(collapsed);
  });

  test("tidying twice is tidying once, and never lets two blanks meet", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const collapsed = collapseSpaces(text);
        expect(collapseSpaces(collapsed)).toBe(collapsed);
        expect(collapsed).not.toMatch(/\s\s|^\s|\s$/);
        expect(trim(trim(text))).toBe(trim(text));
      }),
    );
  });

  test("a cell of a million blanks is tidied in good time", () => {
    expect(collapseSpaces(`a${" ".repeat(1_000_000)}b`)).toBe("a b");
    expect(collapseSpaces("a ".repeat(500_000))).toHaveLength(999_999);
  });
});

describe("Only the wanted characters are kept", () => {
  test.each<[MaybeText, "digits" | "letters" | "alphanumeric", string]>([
    ["+44 (0)20 7946", "digits", "440207946"],
    ["12.50", "digits", "1250"],
    ["abc", "digits", ""],
    ["١٢3", "digits", "3"],
    ["A-1b", "letters", "Ab"],
    ["Zoë 7", "letters", "Zoë"],
    ["Zoe\u0308", "letters", "Zoe\u0308"],
    ["שלום 5", "letters", "שלום"],
    ["𝒜1", "letters", "𝒜"],
    ["Zoë-7 b", "alphanumeric", "Zoë7b"],
    ["🎉\ud83d_a", "alphanumeric", "a"],
    ["", "alphanumeric", ""],
    [null, "digits", ""],
    [undefined, "letters", ""],
  ])("%j, only %s, is %j", (text, kind, kept) => {
    expect(keepOnly(text, kind)).toBe(kept);
  });

  test("a text is its digits and its letters, in order, when nothing else is kept", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const kept = keepOnly(text, "alphanumeric");
        expect(keepOnly(kept, "digits")).toBe(keepOnly(text, "digits"));
        expect(keepOnly(kept, "letters")).toBe(keepOnly(text, "letters"));
      }),
    );
  });
});

describe("A text is filled up at the front", () => {
  test.each<[MaybeText, number, string | undefined, string]>([
    ["501", 5, undefined, "00501"],
    ["501", 3, undefined, "501"],
    ["501", 2, undefined, "501"],
    ["501", 5, " ", "  501"],
    ["501", 6, "ab", "aba501"],
    ["501", 5, "", "501"],
    ["", 2, undefined, "00"],
    [null, 2, undefined, "00"],
    ["5", -1, undefined, "5"],
    ["5", Number.NaN, undefined, "5"],
  ])("%j to the length %j with %j is %j", (text, length, fill, filled) => {
    expect(padStart(text, length, fill)).toBe(filled);
  });

  test("an absurd length is cut to a thousand", () => {
    expect(padStart("5", Number.POSITIVE_INFINITY)).toHaveLength(1000);
  });
});
