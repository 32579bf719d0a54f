import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cell, canonicalToken, parseAmount, rowKey } from "../../src/kit/index.ts";
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
