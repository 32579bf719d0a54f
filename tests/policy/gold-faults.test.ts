import { expect, test } from "vitest";
import { CellBatch } from "../../src/domain/cell-batch.ts";
import { GoldFaults } from "../../src/policy/gold-faults.ts";
import { arenaWith } from "./judging-by-hand.ts";

const arena = arenaWith({
  tables: {
    master: {
      file: "m.csv",
      columns: { name: "text", item: "text", day: "date", value: "number" },
      required: ["name", "day"],
    },
  },
});

const faultsIn = (...rows: readonly (readonly string[])[]) => {
  const found = new GoldFaults(arena);
  const batch = CellBatch.of(rows);
  for (const at of rows.keys()) found.take("gold/expected.csv", at + 2, batch, at, [0, 1, 2, 3]);
  return found.faults;
};

test("gold that can pass all of its checks is no matter", () => {
  expect(faultsIn(["Nancy", "NULL", "2024-01-05", ""], ["Ann", "", "2024-01-06", "7"])).toEqual([]);
});

test("a person called Nan is told, with the way out", () => {
  const [fault, ...others] = faultsIn(
    ["Ann", "x", "2024-01-05", "1"],
    ["Nan", "x", "2024-01-05", "1"],
    ["nan", "x", "2024-01-06", "1"],
  );
  expect(others).toEqual([]);
  expect(fault).toMatchObject({
    check: "no_nan_name",
    column: "name",
    rows: 2,
    line: 3,
    cell: "Nan",
  });
  expect(fault?.detail).toBe(
    'gold/expected.csv line 3: name is "Nan" (and 1 row more), so no output can match it and pass no_nan_name; if that is a real value and not a missing one, take "name" out of "required" in data/arena.json; else correct the gold',
  );
});

test("so is a blank where a value is required", () => {
  const [fault] = faultsIn([" ", "x", "2024-01-05", "1"]);
  expect(fault?.detail.split("; ")[1]).toBe(
    'fill it in, or take "name" out of "required" in data/arena.json',
  );
});
