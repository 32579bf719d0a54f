import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AmountFormat, formatAmount, roundTo } from "../../src/kit/index.ts";

describe("Numbers are rounded half away from zero, by the digits one sees", () => {
  test.each<[number | null | undefined, number, number | null]>([
    [1.005, 2, 1.01],
    [1.255, 2, 1.26],
    [8.345, 2, 8.35],
    [-1.005, 2, -1.01],
    [0.285, 2, 0.29],
    [2.5, 0, 3],
    [-2.5, 0, -3],
    [2.4999, 0, 2],
    [-0.001, 2, 0],
    [1234, -2, 1200],
    [1250, -2, 1300],
    [50, -2, 100],
    [49, -2, 0],
    [5, -3, 0],
    [5, Number.NEGATIVE_INFINITY, 0],
    [5.5, Number.POSITIVE_INFINITY, 5.5],
    [1.25, 1.9, 1.3],
    [-0, 2, 0],
    [9.995, 2, 10],
    [1.5e-7, 7, 2e-7],
    [-9959961718764124000, 3, -9959961718764124000],
    [1e21, 2, 1e21],
    [1.7976931348623157e308, 2, 1.7976931348623157e308],
    [0.1 + 0.2, 9, 0.3],
    [12.345, Number.NaN, 12.345],
    [null, 2, null],
    [undefined, 2, null],
    [Number.NaN, 2, null],
    [Number.POSITIVE_INFINITY, 2, null],
  ])("%j to %j decimals is %j", (value, decimals, rounded) => {
    expect(roundTo(value, decimals)).toBe(rounded);
  });

  test("without a number of decimals the answer is whole", () => {
    expect(roundTo(12.5)).toBe(13);
  });

  test("rounding twice is rounding once", () => {
    const numbers = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(numbers, fc.integer({ min: -5, max: 12 }), (value, decimals) => {
        const once = roundTo(value, decimals);
        expect(roundTo(once, decimals)).toBe(once);
      }),
    );
  });
});

describe("Numbers are written in digits", () => {
  test.each<[number | null | undefined, AmountFormat, string | null]>([
    [1234.5, {}, "1234.5"],
    [1234.5, { decimals: 2 }, "1234.50"],
    [1234.5, { decimals: 0 }, "1235"],
    [1234567.891, { decimals: 2, thousands: "comma" }, "1,234,567.89"],
    [1234.5, { decimal: "comma", thousands: "point" }, "1.234,5"],
    [1234, { thousands: "blank" }, "1 234"],
    [1234, { thousands: "apostrophe" }, "1'234"],
    [999, { thousands: "comma" }, "999"],
    [-1234.5, { thousands: "comma", decimals: 2 }, "-1,234.50"],
    [-0.001, { decimals: 2 }, "0.00"],
    [1e21, {}, "1000000000000000000000"],
    [1.5e-7, {}, "0.00000015"],
    [1.25e-10, { decimals: 2 }, "0.00"],
    [12.5, { decimals: -1 }, "13"],
    [1, { decimals: 1e9 }, `1.${"0".repeat(100)}`],
    [null, {}, null],
    [undefined, { decimals: 2 }, null],
    [Number.NaN, {}, null],
    [Number.NEGATIVE_INFINITY, {}, null],
  ])("%j with %j is %j", (value, options, text) => {
    expect(formatAmount(value, options)).toBe(text);
  });
});
