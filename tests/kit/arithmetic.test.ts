import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  difference,
  fromBase,
  parseFraction,
  product,
  quotient,
  roundTo,
  roundToSignificant,
  sum,
  toBase,
} from "../../src/kit/index.ts";

describe("Numbers are calculated as decimals, without binary noise", () => {
  test.each<[number | null, number | null]>([
    [sum(0.1, 0.2), 0.3],
    [sum(1e21, 1), 1e21],
    [sum(1.1, 2.2, 3.3), 6.6],
    [sum(), 0],
    [sum(1, null), null],
    [sum(1, Number.NaN), null],
    [difference(0.3, 0.1), 0.2],
    [difference(1, 1), 0],
    [difference(null, 1), null],
    [product(3, 0.07), 0.21],
    [product(1.1, 1.1), 1.21],
    [product(-2, 0), 0],
    [product(1e200, 1e200), null],
    [product(2, undefined), null],
    [quotient(0.3, 0.1), 3],
    [quotient(1, 3), 1 / 3],
    [quotient(-0.6, 0.2), -3],
    [quotient(0, 5), 0],
    [quotient(5, 0), null],
    [quotient(null, 5), null],
  ])("%#: %j is %j", (value, expected) => {
    expect(value).toBe(expected);
  });

  test("with whole numbers it is what the language says", () => {
    const whole = fc.integer({ min: -1_000_000, max: 1_000_000 });
    fc.assert(
      fc.property(whole, whole, (a, b) => {
        expect(sum(a, b)).toBe(a + b);
        expect(difference(a, b)).toBe(a - b);
        expect(product(a, b)).toBe(a * b || 0);
        expect(quotient(a, b)).toBe(b === 0 ? null : a / b || 0);
      }),
    );
  });
});

describe("Digits that count are kept, the others rounded", () => {
  test.each<[number | null, number, number | null]>([
    [0.0393700787, 6, 0.0393701],
    [123456, 2, 120000],
    [0, 3, 0],
    [-1.25, 2, -1.3],
    [99.96, 3, 100],
    [1.5, 9, 1.5],
    [12.5, Number.NaN, 10],
    [null, 3, null],
  ])("%j to %j digits is %j", (value, digits, rounded) => {
    expect(roundToSignificant(value, digits)).toBe(rounded);
  });

  test.each<[number, number, "down" | "up", number]>([
    [1.999, 1, "down", 1.9],
    [-1.999, 1, "down", -1.9],
    [1.01, 0, "up", 2],
    [-1.01, 0, "up", -2],
    [1.0, 0, "up", 1],
    [5, -2, "up", 100],
    [5, -2, "down", 0],
  ])("%j to %j places, %s, is %j", (value, places, direction, rounded) => {
    expect(roundTo(value, places, direction)).toBe(rounded);
  });
});

describe("Numbers are written in other ways", () => {
  test.each<[string | null, number | null]>([
    ["2 1/2", 2.5],
    ["-2 1/2", -2.5],
    ["2-1/2", 2.5],
    ["3/4", 0.75],
    [" 3 / 4 ", 0.75],
    ["112", 112],
    ["1.5", 1.5],
    ["1/0", null],
    ["1/2/3", null],
    ["half", null],
    [null, null],
  ])("the fraction %j is %j", (text, value) => {
    expect(parseFraction(text)).toBe(value);
  });

  test.each<[string | null, number, number | null]>([
    ["ff", 16, 255],
    ["4466", 8, 2358],
    ["8", 8, null],
    ["", 16, null],
    ["-1", 10, null],
    ["1", 1, null],
    ["ffffffffffffff", 16, null],
    [null, 2, null],
  ])("%j in base %j is %j", (text, base, value) => {
    expect(fromBase(text, base)).toBe(value);
  });

  test("writing and reading go together", () => {
    const whole = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(whole, fc.integer({ min: 2, max: 36 }), (value, base) => {
        expect(fromBase(toBase(value, base, 3), base)).toBe(value);
      }),
    );
    expect(toBase(-1, 16)).toBeNull();
    expect(toBase(1.5, 16)).toBeNull();
  });
});
