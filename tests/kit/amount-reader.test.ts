import { describe, expect, test } from "vitest";
import { createAmountReader } from "../../src/kit/index.ts";

const reading = (amounts: readonly string[]) => {
  const reader = createAmountReader();
  for (const amount of amounts) reader.add("file", amount);
  return (text: string | null) => reader.read("file", text);
};

describe("Amounts are read as their file writes them", () => {
  test.each<[string[], string | null, number | null]>([
    [["1.234,50"], "1.234", 1234],
    [["1,234.50"], "1.234", 1.234],
    [["12,5"], "1.234", 1234],
    [[], "1.234", null],
    [[], "1.234,50", 1234.5],
    [[], "15", 15],
    [["12,5", "12.5"], "1.234", null],
    [[...Array<string>(40).fill("12,5"), "12.5"], "1.234", 1234],
    [["n/a"], "1.234", null],
    [["12,5"], "n/a", null],
    [["12,5"], null, null],
  ])("after %j, %j is %j", (seen, text, amount) => {
    expect(reading(seen)(text)).toBe(amount);
  });

  test("one file tells nothing of another", () => {
    const reader = createAmountReader();
    reader.add("de", "12,5");
    expect([reader.read("de", "1.234"), reader.read("us", "1.234")]).toEqual([1234, null]);
  });
});
