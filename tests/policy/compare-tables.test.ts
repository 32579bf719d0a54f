import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RowComparison } from "../../src/policy/compare-tables.ts";

type Table = readonly (readonly string[])[];

const between = (before: Table, after: Table) => {
  const comparison = new RowComparison();
  for (const row of before) comparison.before(row);
  for (const row of after) comparison.after(row);
  return comparison.changes();
};

describe("rows before and after", () => {
  test("that are the same in another order have not changed", () => {
    const rows = [
      ["a", "1"],
      ["b", "2"],
      ["a", "1"],
    ];
    expect(between(rows, [...rows].reverse())).toEqual({ shown: [], removed: 0, added: 0 });
  });

  test("with half of their cells in common are one changed row", () => {
    expect(between([["a", "1"]], [["a", "2"]]).shown).toEqual([
      { before: ["a", "1"], after: ["a", "2"] },
    ]);
  });

  test("with less in common are one that went and one that came", () => {
    expect(between([["a", "1", "x"]], [["a", "2", "y"]]).shown).toEqual([
      { before: null, after: ["a", "2", "y"] },
      { before: ["a", "1", "x"], after: null },
    ]);
  });

  test("are paired with the most similar partner, and each only once", () => {
    const before = [
      ["a", "1", "x"],
      ["a", "2", "x"],
    ];
    const after = [
      ["a", "2", "y"],
      ["a", "1", "y"],
    ];
    expect(between(before, after).shown).toEqual([
      { before: ["a", "1", "x"], after: ["a", "1", "y"] },
      { before: ["a", "2", "x"], after: ["a", "2", "y"] },
    ]);
  });

  test("count as often as they stand there", () => {
    expect(between([["a"], ["a"], ["a"]], [["a"]])).toMatchObject({ removed: 2, added: 0 });
  });

  test("are shown up to twenty, and all are counted", () => {
    const many = Array.from({ length: 5000 }, (_, at) => [`row ${at}`]);
    const { shown, added } = between([], many);
    expect({ shown: shown.length, added }).toEqual({ shown: 20, added: 5000 });
  });
});

const table = fc.array(
  fc.array(fc.constantFrom("", "a", "b", ",", '"'), { minLength: 1, maxLength: 3 }),
);
const countIn = (rows: Table, row: readonly string[]): number =>
  rows.filter((one) => JSON.stringify(one) === JSON.stringify(row)).length;

test("what is shown is exactly the difference of the two tables, as long as it is short", () => {
  fc.assert(
    fc.property(table, table, (before, after) => {
      const { shown, removed, added } = between(before, after);
      fc.pre(removed + added <= 20);
      const gone = shown.flatMap((change) => (change.before ? [change.before] : []));
      const come = shown.flatMap((change) => (change.after ? [change.after] : []));
      expect([gone.length, come.length]).toEqual([removed, added]);
      for (const row of [...before, ...after]) {
        const balance = countIn(before, row) - countIn(after, row);
        expect(countIn(gone, row)).toBe(Math.max(0, balance));
        expect(countIn(come, row)).toBe(Math.max(0, -balance));
      }
    }),
  );
});
