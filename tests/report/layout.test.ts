import { expect, test } from "vitest";
import { brokenLine, fitted, textCell } from "../../src/report/layout.ts";

test("a line that fits stays as it is, and a longer one is broken between words", () => {
  expect(brokenLine("  one two", 9)).toEqual(["  one two"]);
  expect(brokenLine("  one two three four", 12)).toEqual([
    "  one two",
    "      three",
    "      four",
  ]);
});

test("a word that fits nowhere is left whole, and colours take no room", () => {
  expect(brokenLine("a wonderfully long word", 10)).toEqual([
    "a",
    "    wonderfully",
    "    long",
    "    word",
  ]);
  expect(brokenLine("\u001b[31mred\u001b[39m and blue", 12)).toEqual([
    "\u001b[31mred\u001b[39m and blue",
  ]);
});

test("cells of a table are broken between words, the widest first", () => {
  const row = ["id", "one two three", "four"].map((cell) => textCell(cell));
  expect(fitted([row], 17)).toEqual(["id  one two  four", "    three"]);
});
