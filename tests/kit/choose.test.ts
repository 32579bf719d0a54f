import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalToken, firstOf, lookupTable, lowerCase } from "../../src/kit/index.ts";
import { anyText } from "./any-text.ts";

describe("The first value that is there is taken", () => {
  test.each<[(string | number | boolean | null | undefined)[], unknown]>([
    [["a", "b"], "a"],
    [["", "b"], "b"],
    [["  ", "b"], "b"],
    [["\u200b", "b"], "b"],
    [[null, undefined, "b"], "b"],
    [[Number.NaN, 5], 5],
    [[0, 5], 0],
    [[false, true], false],
    [[null, 12.5, "x"], 12.5],
    [["-", "b"], "-"],
    [[" a ", "b"], " a "],
    [["", null], null],
    [[], null],
  ])("of %j it is %j", (values, first) => {
    expect(firstOf(...values)).toBe(first);
  });

  test("the type of the answer is that of the values", () => {
    const amount: number | null = firstOf(null, 12.5);
    const mixed: string | number | null = firstOf("", 12.5, "x");
    expect([amount, mixed]).toEqual([12.5, 12.5]);
  });
});

describe("A table answers for what is in it, and null for the rest", () => {
  const table = { "free trial": "trial", Paid: "closed", "paid!": "second" };
  test.each<[string | null | undefined, string | null, string | null]>([
    ["free trial", "trial", "trial"],
    ["FREE-TRIAL 🎉", null, "trial"],
    ["trial, free", null, "trial"],
    ["Paid", "closed", "closed"],
    ["PAID", null, "closed"],
    ["paid!", "second", "closed"],
    ["open", null, null],
    ["", null, null],
    [null, null, null],
    [undefined, null, null],
    ["constructor", null, null],
    ["__proto__", null, null],
    ["toString", null, null],
  ])("%j is %j exactly, and %j by its words", (text, exact, canonical) => {
    expect(lookupTable(table)(text)).toBe(exact);
    expect(lookupTable(table, canonicalToken)(text)).toBe(canonical);
  });

  test("a table may hold anything, also numbers", () => {
    const rate = lookupTable({ standard: 0.2, zero: 0 }, lowerCase);
    expect([rate("Standard"), rate("ZERO"), rate("none")]).toEqual([0.2, 0, null]);
  });

  test("every key finds its own answer", () => {
    fc.assert(
      fc.property(fc.dictionary(anyText, fc.integer()), (numbers) => {
        const answer = lookupTable(numbers);
        for (const [key, value] of Object.entries(numbers)) expect(answer(key)).toBe(value);
      }),
    );
  });
});
