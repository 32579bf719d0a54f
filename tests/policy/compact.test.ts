import fc from "fast-check";
import { expect, test } from "vitest";
import { ByteIndex } from "../../src/policy/judge/compact.ts";
import { RowIndex } from "../../src/policy/judge/gold-index.ts";

test("numbers byte strings as a plain map would, and gives each back whole", () => {
  const bytes = fc.uint8Array({ maxLength: 6, max: 3 });
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 400 }), bytes, (strings, other) => {
      const index = new ByteIndex();
      const plain = new Map<string, number>();
      for (const string of strings) {
        if (!plain.has(String(string))) plain.set(String(string), plain.size);
        expect(index.add(string, 0, string.length)).toBe(plain.get(String(string)));
      }
      expect(index.size).toBe(plain.size);
      expect(index.find(other, 0, other.length)).toBe(plain.get(String(other)) ?? -1);
      for (const [string, number] of plain) expect(String(index.at(number))).toBe(string);
    }),
  );
});

/** The numbers of a row's texts, and then the number of the row. */
const added = (index: RowIndex, texts: readonly string[]): number =>
  index.add(Uint32Array.from(texts, (text, at) => index.column(at).add(`t${text}`)));

const textRows = (width: number): RowIndex =>
  new RowIndex(Array.from({ length: width }, () => "text"));

test("numbers rows whatever their cells hold, and gives each back whole", () => {
  const row = fc.array(fc.string({ unit: "binary", maxLength: 5 }), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), row, (rows, other) => {
      const index = textRows(3);
      const plain = new Map<string, number>();
      for (const cells of rows) {
        const name = JSON.stringify(cells);
        if (!plain.has(name)) plain.set(name, plain.size);
        expect(added(index, cells)).toBe(plain.get(name));
        expect(index.cellsAt(plain.get(name) ?? -1)).toEqual(cells.map((cell) => `t${cell}`));
      }
      const numbers = other.map((text, at) => index.column(at).find(`t${text}`));
      expect(index.find(Uint32Array.from(numbers))).toBe(plain.get(JSON.stringify(other)) ?? -1);
    }),
  );
});

test("gives a cell back with the tag of what it was read as", () => {
  const index = new RowIndex(["number", "date", "number", "date"]);
  const cells = ["n12.5", "d2024-01-05", "t12.50x", "t2024-13-05"];
  index.add(Uint32Array.from(cells, (cell, at) => index.column(at).add(cell)));
  expect(index.cellsAt(0)).toEqual(cells);
});

test("holds a cell of a megabyte beside short ones", () => {
  const index = textRows(2);
  const long = "é".repeat(1_000_000);
  const rows = [
    ["a", "b"],
    [long, "b"],
    ["a", long],
  ];
  expect(rows.map((row) => added(index, row))).toEqual([0, 1, 2]);
  expect(index.cellsAt(1)).toEqual([`t${long}`, "tb"]);
});
