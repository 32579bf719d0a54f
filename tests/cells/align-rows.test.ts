import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RowAligner } from "../../src/cells/align-rows.ts";
import { SeededChoice } from "../../src/cells/seeded-random.ts";
import type { ColumnType } from "../../src/domain/columns.ts";

type Rows = readonly (readonly string[])[];

const partnersOf = (
  gold: Rows,
  types: readonly ColumnType[],
  rows: Rows,
): (number | undefined)[] => {
  const pairs = new RowAligner(gold, types).pairs(rows);
  return gold.map((_, at) => pairs.find((pair) => pair.gold === at)?.row);
};

const random = new SeededChoice(7);
const names = ["Ada Lovelace", "Grace Hopper", "Alan Turing", "Edsger Dijkstra", "Barbara Liskov"];
const bill = (at: number) => ({
  id: `INV-${1000 + at}`,
  name: names[at % names.length] ?? "",
  day: `2024-${String(1 + (at % 12)).padStart(2, "0")}-${String(1 + (at % 28)).padStart(2, "0")}`,
  value: 100 + at * 7,
});
const bills = Array.from({ length: 200 }, (_, at) => bill(at));
const dirty = bills.map(({ id, name, day, value }) => [
  ` ${id.toLowerCase()} `,
  name.toUpperCase().split(" ").reverse().join(", "),
  day.split("-").reverse().join("/"),
  `$${value.toLocaleString("en-US")}.00 `,
]);
const types = ["text", "text", "date", "number"] as const;
const clean = bills.map(({ id, name, day, value }) => [id, name, day, `${value}`]);

describe("an input row and the gold row that it became are found", () => {
  test("however texts, days and numbers are written", () => {
    expect(partnersOf(clean, types, dirty)).toEqual(bills.map((_, at) => at));
  });

  test("in whatever order the gold is", () => {
    const order = random.shuffled([...bills.keys()]);
    const gold = order.map((at) => clean[at] ?? []);
    expect(partnersOf(gold, types, dirty)).toEqual(order);
  });

  test("without the column that tells rows apart", () => {
    const without = (rows: Rows) => rows.map((cells) => cells.slice(1));
    const order = random.shuffled([...bills.keys()]).slice(0, 80);
    const gold = order.map((at) => clean[at]?.slice(1) ?? []);
    expect(partnersOf(gold, types.slice(1), without(dirty))).toEqual(order);
  });

  test("where most of the other cells are wrong and the key is right", () => {
    const spoiled = dirty.map((cells) => [cells[0] ?? "", "?", "", "tbd"]);
    const rows = [...dirty.slice(0, 150), ...spoiled.slice(150)];
    expect(partnersOf(clean, types, rows)).toEqual(bills.map((_, at) => at));
  });

  test("by the other cells where a key is there twice or missing", () => {
    const rows = dirty.with(3, ["", ...(dirty[3] ?? []).slice(1)]);
    rows[5] = [dirty[6]?.[0] ?? "", ...(dirty[5] ?? []).slice(1)];
    expect(partnersOf(clean, types, rows)).toEqual(bills.map((_, at) => at));
  });

  test("in the order of the input where rows are alike", () => {
    const rows = Array.from({ length: 60 }, (_, at) => ["x", at % 20 === 0 ? `mark ${at}` : "y"]);
    expect(partnersOf(rows, ["text", "text"], rows)).toEqual([...rows.keys()]);
  });

  test("also where rows are ragged or blank", () => {
    const rows = [
      [],
      ["", ""],
      ...dirty.map((cells, at) => (at % 7 === 0 ? [...cells, "", "x"] : cells)),
    ];
    expect(partnersOf(clean, types, rows)).toEqual(bills.map((_, at) => at + 2));
  });
});

test("a gold row that no input row resembles stays alone", () => {
  const gold = [...clean, ["ZZ-9", "Nobody Else", "1999-12-31", "0.07"]];
  expect(partnersOf(gold, types, dirty).at(-1)).toBe(undefined);
});

test("no row is used twice, whatever the tables hold", () => {
  const cell = fc.oneof(
    fc.constantFrom("", "a", "b b", "1", "1.0", "2024-01-05", "5/1/2024", "-3", "(3)"),
    fc.string({ unit: "binary", maxLength: 8 }),
  );
  const table = fc.array(fc.array(cell, { maxLength: 4 }), { maxLength: 30 });
  fc.assert(
    fc.property(table, table, (gold, rows) => {
      const pairs = new RowAligner(gold, ["text", "number", "date"]).pairs(rows);
      expect(new Set(pairs.map(({ row }) => row)).size).toBe(pairs.length);
      expect(new Set(pairs.map((pair) => pair.gold)).size).toBe(pairs.length);
    }),
  );
});

test("cells of many kilobytes cost no more than short ones", () => {
  const prose = (at: number): string => `${`word${at} and so on, `.repeat(800)}${at}`;
  const rows = dirty.map((cells, at) => [...cells, prose(at)]);
  const order = random.shuffled([...bills.keys()]);
  const gold = order.map((at) => [...(clean[at] ?? []), prose(at)]);
  expect(partnersOf(gold, [...types, "text"], rows)).toEqual(order);
});

describe("how much of the gold a layout shows", () => {
  test("is all of it where each cell stands in its row", () => {
    expect(new RowAligner(clean, types).shownShare(dirty)).toBe(1);
  });

  test("is less where a column is not there, and nothing without rows", () => {
    const aligner = new RowAligner(clean, types);
    expect(aligner.shownShare(dirty.map((cells) => cells.slice(0, 3)))).toBeCloseTo(0.75, 1);
    expect(aligner.shownShare([])).toBe(0);
  });
});

test("a declared key lines rows up whose other cells are alike", () => {
  const times = ["7:05 a.m.", "9:10 a.m.", "11:30 a.m."];
  const seen = (at: number): string => times[at % 3] ?? "";
  const gold = Array.from({ length: 24 }, (_, at) => [String(at + 1), "AA-7", seen(0)]);
  const dirty = gold.map(([id = "", flight = ""], at) => [id, flight, seen(at)]);
  const swapped = dirty.toReversed();
  const pairs = new RowAligner(gold, ["number", "text", "text"], 0).pairs(swapped);
  expect(pairs).toHaveLength(24);
  for (const { row, gold: wanted } of pairs) expect(swapped[row]?.[0]).toBe(gold[wanted]?.[0]);
});
