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
        expect(index.add(string, string.length)).toBe(plain.get(String(string)));
      }
      expect(index.size).toBe(plain.size);
      expect(index.find(other, other.length)).toBe(plain.get(String(other)) ?? -1);
      for (const [string, number] of plain) expect(String(index.at(number))).toBe(string);
    }),
  );
});

test("numbers rows whatever their cells hold, and gives each back whole", () => {
  const row = fc.array(fc.string({ unit: "binary", maxLength: 5 }), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), row, (rows, other) => {
      const index = new RowIndex(3);
      const plain = new Map<string, number>();
      for (const cells of rows) {
        const name = JSON.stringify(cells);
        if (!plain.has(name)) plain.set(name, plain.size);
        expect(index.add(cells)).toBe(plain.get(name));
        expect(index.cellsAt(plain.get(name) ?? -1)).toEqual(cells);
      }
      expect(index.find(index.numbersOf(other))).toBe(plain.get(JSON.stringify(other)) ?? -1);
    }),
  );
});

test("holds a cell of a megabyte beside short ones", () => {
  const index = new RowIndex(2);
  const long = "é".repeat(1_000_000);
  expect([index.add(["a", "b"]), index.add([long, "b"]), index.add(["a", long])]).toEqual([
    0, 1, 2,
  ]);
  expect(index.cellsAt(1)).toEqual([long, "b"]);
});
