import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalToken, words } from "../../src/kit/index.ts";
import { times } from "../support/soak.ts";
import { anyText } from "./any-text.ts";

type MaybeText = string | null | undefined;

describe("Words are found", () => {
  test.each<[MaybeText, string[]]>([
    ["Free trial", ["Free", "trial"]],
    ["FREE-TRIAL 🎉", ["FREE", "TRIAL"]],
    ["a_b.c/d,e", ["a", "b", "c", "d", "e"]],
    ["don't O’Brien", ["dont", "OBrien"]],
    ["phase-2 v10", ["phase", "2", "v10"]],
    ["café naïve", ["café", "naïve"]],
    ["cafe\u0301", ["cafe\u0301"]],
    ["tri\u00adal fr\u200bee", ["trial", "free"]],
    ["1️⃣ first ❤️", ["1", "first"]],
    ["שלום, עולם!", ["שלום", "עולם"]],
    ["हिन्दी", ["हिन्दी"]],
    ["\ud83d…!?", []],
    ["", []],
    [null, []],
    [undefined, []],
  ])("%j has the words %j", (text, found) => {
    expect(words(text)).toEqual(found);
  });
});

describe("All spellings of a token have one key", () => {
  test.each<[MaybeText, string]>([
    ["FREE-TRIAL 🎉", "free trial"],
    ["trial  free", "free trial"],
    ["Free_Trial", "free trial"],
    ["(trial) / FREE!!", "free trial"],
    ["ＦＲＥＥ　ｔｒｉａｌ", "free trial"],
    ["free\u00a0trial\u200b", "free trial"],
    ["free trial trial", "free trial trial"],
    ["Acme™Ltd.", "acme ltd"],
    ["O'Brien", "obrien"],
    ["10 2", "10 2"],
    ["Café", "café"],
    ["Cafe\u0301", "café"],
    ["caf\u0065\u200b\u0301", "café"],
    ["cafe'\u0301", "café"],
    ["🎉", ""],
    ["", ""],
    [null, ""],
    [undefined, ""],
  ])("%j has the key %j", (text, key) => {
    expect(canonicalToken(text)).toBe(key);
  });

  test("the order of the words can be kept", () => {
    expect(canonicalToken("Trial_FREE 🎉", { order: "keep" })).toBe("trial free");
    expect(canonicalToken("Trial_FREE 🎉", { order: "sort" })).toBe("free trial");
  });

  test("the key of a key is the key itself", () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom("sort" as const, "keep" as const), (text, order) => {
        const key = canonicalToken(text, { order });
        expect(canonicalToken(key, { order })).toBe(key);
      }),
      { numRuns: times(2000) },
    );
  });

  test("order, case, punctuation and emoji never change the key", () => {
    const word = fc.stringMatching(/^[a-z0-9é]{1,6}$/);
    const mark = fc.constantFrom(" ", "-", "_", " 🎉 ", "!, ", "\u00a0", " / ");
    const shuffled = fc
      .array(word, { minLength: 1, maxLength: 6 })
      .chain((list) =>
        fc.tuple(
          fc.constant(list),
          fc.shuffledSubarray(list, { minLength: list.length }),
          mark,
          fc.boolean(),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([list, other, between, upper]) => {
        const disguised = other.join(between);
        const text = upper ? disguised.toUpperCase() : disguised;
        expect(canonicalToken(text)).toBe(canonicalToken(list.join(" ")));
      }),
    );
  });

  test("a million words are sorted in good time", () => {
    expect(canonicalToken("b a ".repeat(500_000))).toMatch(/^a a a.*b b b$/);
    expect(canonicalToken("-".repeat(1_000_000))).toBe("");
  });
});
