import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bandOf,
  type Cell,
  canonicalToken,
  findKeyword,
  lookupTable,
  lowerCase,
  parseAmount,
  rowKey,
} from "../../src/kit/index.ts";
import { anyText } from "./any-text.ts";

type Row = Record<string, Cell | undefined>;

describe("Two rows share a key only when they are duplicates", () => {
  test.each<[Row, Row, string[], boolean]>([
    [{ a: "x", b: "y" }, { a: "x", b: "y" }, ["a", "b"], true],
    [{ a: "x", b: "1" }, { a: "x", b: "2" }, ["a"], true],
    [{ a: "x", b: "1" }, { a: "x", b: "2" }, ["a", "b"], false],
    [{ a: "a", b: "b|c" }, { a: "a|b", b: "c" }, ["a", "b"], false],
    [{ a: 'x","y', b: "" }, { a: "x", b: "y" }, ["a", "b"], false],
    [{ a: "", b: "x" }, { a: "x", b: "" }, ["a", "b"], false],
    [{ a: "\\ud83d" }, { a: "\ud83d" }, ["a"], false],
    [{ a: "\ud83d" }, { a: "\ufffd" }, ["a"], false],
    [{ a: "x " }, { a: "x" }, ["a"], false],
    [{ a: "" }, {}, ["a"], true],
    [{ a: null }, { a: undefined }, ["a"], true],
    [{}, {}, ["constructor", "__proto__", "toString"], true],
    [{ a: 12 }, { a: "12" }, ["a"], true],
    [{ a: true }, { a: "true" }, ["a"], true],
    [{ a: "x" }, { a: "y" }, [], true],
  ])("%j and %j by %j: %j", (one, other, columns, equal) => {
    expect(rowKey(one, columns) === rowKey(other, columns)).toBe(equal);
  });

  test("a normaliser decides what counts as equal", () => {
    const one = { plan: "FREE-TRIAL 🎉", amount: "USD 1,200.00" };
    const other = { plan: "trial  free", amount: "1200" };
    expect(rowKey(one, ["plan"], canonicalToken)).toBe(rowKey(other, ["plan"], canonicalToken));
    const amount = (text: string) => parseAmount(text);
    expect(rowKey(one, ["amount"], amount)).toBe(rowKey(other, ["amount"], amount));
    expect(rowKey(one, ["plan"])).not.toBe(rowKey(other, ["plan"]));
  });

  test("keys are equal exactly when all cells are equal", () => {
    const row = fc.record({ a: anyText, b: anyText });
    fc.assert(
      fc.property(row, row, (one, other) => {
        const equal = one.a === other.a && one.b === other.b;
        expect(rowKey(one, ["a", "b"]) === rowKey(other, ["a", "b"])).toBe(equal);
        expect(rowKey({ ...one }, ["a", "b"])).toBe(rowKey(one, ["a", "b"]));
      }),
    );
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

describe("A number has the name of the band that it lies in", () => {
  const bands = [
    [0, "night"],
    [6, "morning"],
    [18, "evening"],
  ] as const;
  test.each<[number | null, string | null]>([
    [0, "night"],
    [5.9, "night"],
    [6, "morning"],
    [99, "evening"],
    [-1, null],
    [null, null],
    [Number.NaN, null],
  ])("%j is %j", (value, name) => {
    expect(bandOf(value, bands)).toBe(name);
    expect(bandOf(value, [...bands].reverse())).toBe(name);
  });
});

describe("A keyword is found where it stands by itself", () => {
  test.each<[string | null, string[], string | null, string | null]>([
    ["Senior C++ developer", ["C++", "Senior"], "C++", "C++"],
    ["excellent", ["excel"], null, "excel"],
    ["excellent Excel", ["excel"], "excel", "excel"],
    ["R, SQL", ["r"], "r", "r"],
    ["naïve", ["na"], null, "na"],
    ["machine  learning", ["machine learning"], null, null],
    ["a b", ["", "b"], "b", "b"],
    [null, ["a"], null, null],
  ])("%j of %j: %j as a word, %j as a part", (text, keywords, word, part) => {
    expect(findKeyword(text, keywords)).toBe(word);
    expect(findKeyword(text, keywords, "part")).toBe(part);
  });
});
