import fc from "fast-check";
import { expect, test } from "vitest";
import { floorBetween } from "../../src/policy/calibration.ts";

test.each([
  ["half-way from noise to the starter", { starter: 0.6, noise: 0.2 }, 0.4],
  ["half of the starter where noise does as well", { starter: 0.2, noise: 0.2 }, 0.1],
  ["half of the starter where noise does better", { starter: 0.2, noise: 0.3 }, 0.1],
  ["nothing where the starter gets nothing right", { starter: 0, noise: 0 }, 0],
])("the floor is %s", (_title, yardsticks, floor) => {
  expect(floorBetween(yardsticks)).toBeCloseTo(floor, 12);
});

test("no starter that gets anything right lies on its floor", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(share, share, (starter, noise) => {
      fc.pre(starter > 1e-300);
      const floor = floorBetween({ starter, noise });
      expect(floor).toBeGreaterThanOrEqual(0);
      expect(floor).toBeLessThanOrEqual(starter);
    }),
  );
});
