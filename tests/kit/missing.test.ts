import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstOf, isBlank, isMissing, MISSING_TOKENS, textOrNull } from "../../src/kit/index.ts";
import { anyText } from "./any-text.ts";

describe("A cell is blank when nothing can be seen in it", () => {
  test.each<[string | null | undefined, boolean]>([
    ["", true],
    [null, true],
    [undefined, true],
    ["  \t\r\n", true],
    ["\u00a0\u3000", true],
    ["\ufeff", true],
    ["\u200b\u200d", true],
    ["\u202e \u2066", true],
    ["\u0000", true],
    ["\ud83d", true],
    ["-", false],
    ["n/a", false],
    ["0", false],
    ["🎉", false],
    ["ש", false],
    [`${" ".repeat(1_000_000)}.`, false],
  ])("%#: blank is %j", (text, blank) => {
    expect(isBlank(text)).toBe(blank);
  });
});

describe("A token for a missing value is known in any case", () => {
  test.each<[string | null | undefined]>([
    [""],
    [null],
    [undefined],
    ["n/a"],
    ["N/A"],
    [" na "],
    ["#N/A"],
    ["NaN"],
    ["NULL"],
    ["None"],
    ["\\N"],
    ["-"],
    ["—"],
    ["?"],
    ["TBD"],
    ["not available"],
    ["Not Applicable"],
    ["no data"],
    ["(blank)"],
    ["\u200b"],
  ])("%j is missing", (text) => {
    expect(isMissing(text)).toBe(true);
  });

  test.each([["0"], ["no"], ["false"], ["nano"], ["-5"], ["n / a x"], ["paid"], ["constructor"]])(
    "%j is not missing",
    (text) => {
      expect(isMissing(text)).toBe(false);
    },
  );

  test("an own list takes the place of the usual one", () => {
    expect(isMissing(" ON HOLD", ["on hold"])).toBe(true);
    expect(isMissing("on hold", ["On Hold "])).toBe(true);
    expect(isMissing("n/a", ["on hold"])).toBe(false);
    expect(isMissing(" ", ["on hold"])).toBe(true);
    expect(isMissing("NA", [])).toBe(false);
    expect(isMissing("pending", [...MISSING_TOKENS, "pending"])).toBe(true);
  });

  test("every listed token is missing, and the list cannot be changed", () => {
    for (const token of MISSING_TOKENS) expect(isMissing(token.toUpperCase())).toBe(true);
    expect(new Set(MISSING_TOKENS).size).toBe(MISSING_TOKENS.length);
    expect(Object.isFrozen(MISSING_TOKENS)).toBe(true);
  });
});

describe("A value that is there comes back trimmed, a missing one as null", () => {
  test.each<[string | null | undefined, string | null]>([
    [" Ada ", "Ada"],
    ["0", "0"],
    ["n/a", null],
    ["  ", null],
    [undefined, null],
  ])("%j is %j", (text, value) => {
    expect(textOrNull(text)).toBe(value);
  });

  test("an own list is obeyed", () => {
    expect(textOrNull("n/a", ["x"])).toBe("n/a");
    expect(textOrNull("X", ["x"])).toBeNull();
  });

  test("it is null exactly when the cell is missing", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.constantFrom(...MISSING_TOKENS)), (text) => {
        expect(textOrNull(text)).toBe(isMissing(text) ? null : text.trim());
        if (isBlank(text)) expect(isMissing(text)).toBe(true);
      }),
    );
  });
});

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
