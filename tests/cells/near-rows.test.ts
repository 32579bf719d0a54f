import { expect, test } from "vitest";
import { isWithinTolerance } from "../../src/cells/near-rows.ts";

test.each([
  ["n0.3", "n0.31", true], // 0.010000000000000009 apart, as doubles have it
  ["n0.3", "n0.32", false],
  ["n0.3", "t0.3", false],
  ["t", "t", false],
])("%s and %s are within a cent: %s", (a, b, expected) => {
  expect(isWithinTolerance(0.01, a, b)).toBe(expected);
});
