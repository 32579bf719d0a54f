import fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom } from "../../src/cells/seeded-random.ts";

const series = (seed: number, length = 50): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length }, random);
};

test("the same seed gives the same numbers, on every machine", () => {
  expect(series(1)).toEqual(series(1));
  expect(series(1, 3).map((value) => value.toFixed(6))).toEqual([
    "0.627074",
    "0.002736",
    "0.527447",
  ]);
});

test("another seed gives other numbers", () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (one, other) => {
      fc.pre(one !== other);
      expect(series(one)).not.toEqual(series(other));
    }),
  );
});

test("numbers lie from 0 to below 1, whatever the seed, and are spread over all of it", () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (seed) => {
      const numbers = series(seed, 1000);
      for (const number of numbers) expect(number >= 0 && number < 1).toBe(true);
      const tenths = Array.from({ length: 10 }, (_, at) =>
        numbers.filter((number) => Math.floor(10 * number) === at),
      );
      for (const tenth of tenths) expect(tenth.length).toBeGreaterThan(40);
    }),
    { numRuns: 50, seed: 7 },
  );
});
