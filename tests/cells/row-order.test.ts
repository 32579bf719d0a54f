import { describe, expect, test } from "vitest";
import { expectedPlaces } from "../../src/cells/row-order.ts";

describe("where a gold row is to be expected", () => {
  test("is between the rows of its neighbours", () => {
    expect(expectedPlaces([0, null, 4, null, null, 10], 12)).toEqual([
      { row: 0, from: 0, to: 0 },
      { row: 2, from: 1, to: 3 },
      { row: 4, from: 4, to: 4 },
      { row: 6, from: 5, to: 9 },
      { row: 8, from: 5, to: 9 },
      { row: 10, from: 10, to: 10 },
    ]);
  });

  test("is anywhere, spread evenly, where next to nothing is known", () => {
    expect(expectedPlaces([null, 3, null], 5)?.map(({ row, from, to }) => [row, from, to])).toEqual(
      [
        [0, 0, 4],
        [2, 0, 4],
        [4, 0, 4],
      ],
    );
  });

  test("cannot be said where the gold is in another order", () => {
    expect(expectedPlaces([4, 2, 9, 1, 7, 0], 10)).toBe(null);
  });

  test("is not led astray by one row among many", () => {
    const sure = Array.from({ length: 40 }, (_, at) => (at === 7 ? 39 : at));
    expect(expectedPlaces(sure, 40)?.[7]).toEqual({ row: 7, from: 7, to: 7 });
  });
});
