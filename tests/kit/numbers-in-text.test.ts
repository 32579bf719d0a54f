import { describe, expect, test } from "vitest";
import { measureParts, numberAt, numbersIn } from "../../src/kit/index.ts";

describe("The numbers in a text are found as written", () => {
  test.each<[string | null, number[]]>([
    ["3 boxes", [3]],
    ["Honda250", [250]],
    ["1,250 and 12,5", [1250, 12, 5]],
    ["1,234,567.50", [1234567.5]],
    ["1234,567", [1234, 567]],
    ["-5 and 7-5", [-5, 7, 5]],
    ["($-5.25)", [-5.25]],
    ["2024-01-31", [2024, 1, 31]],
    ["1.2.3", [1.2, 3]],
    [".5 of it", [0.5]],
    ["5.", [5]],
    ["x-1", [1]],
    ["none", []],
    [null, []],
  ])("%j holds %j", (text, numbers) => {
    expect(numbersIn(text)).toEqual(numbers);
  });

  test("with a decimal comma the point parts thousands", () => {
    expect(numbersIn("1.250,5 und 3,5", { decimal: "comma" })).toEqual([1250.5, 3.5]);
    expect(numbersIn("255,128,0", { grouped: false })).toEqual([255, 128, 0]);
  });

  test.each<[string, number, number | null]>([
    ["12 of 40", 1, 40],
    ["12 of 40", -1, 40],
    ["12 of 40", 2, null],
    ["", 0, null],
  ])("%j at %j is %j", (text, index, number) => {
    expect(numberAt(text, index)).toBe(number);
  });
});

describe("A measure is a number with a unit", () => {
  test.each<[string | null, { value: number; unit: string } | null]>([
    ["3 meter", { value: 3, unit: "meter" }],
    ["-17.2°C", { value: -17.2, unit: "°C" }],
    ["1,200 m/s", { value: 1200, unit: "m/s" }],
    ["€ 5", { value: 5, unit: "€" }],
    ["5", null],
    ["km", null],
    ["5 km 3 m", null],
    ["about 5 km", null],
    ["5 m2", null],
    [null, null],
  ])("%j is %j", (text, parts) => {
    expect(measureParts(text)).toEqual(parts);
  });
});
