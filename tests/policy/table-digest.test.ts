import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TableDigester } from "../../src/policy/compare-tables.ts";

type Table = string[][];
const header = ["name", "value"];

const digestOf = (rows: Table, batch = 1000, head: string[] = header) => {
  const digester = new TableDigester();
  const all = [head, ...rows];
  for (let at = 0; at < all.length; at += batch) digester.take(all.slice(at, at + batch));
  return digester.digest();
};

describe("the digest of a table", () => {
  test("does not hang on how many rows come at a time", () => {
    const rows = [
      ["a", "1"],
      ["b", "2"],
      ["c", "3"],
    ];
    expect(digestOf(rows, 1)).toEqual(digestOf(rows));
  });

  test("counts rows without the header, and none in a table without any", () => {
    expect(digestOf([["a", "1"]]).rows).toBe(1);
    expect(digestOf([]).rows).toBe(0);
    expect(new TableDigester().digest().rows).toBe(0);
  });

  test.each([
    ["a header is another", () => digestOf([], 1000, ["name", "amount"]), () => digestOf([])],
    [
      "a row stands twice",
      () =>
        digestOf([
          ["a", "1"],
          ["a", "1"],
        ]),
      () => digestOf([["a", "1"]]),
    ],
    [
      "the same characters fall into other cells",
      () => digestOf([['a","b', "c"]]),
      () => digestOf([["a", 'b","c']]),
    ],
    [
      "a row moves its cell to the next",
      () =>
        digestOf([
          ["a", ""],
          ["b", "c"],
        ]),
      () =>
        digestOf([
          ["a", "b"],
          ["", "c"],
        ]),
    ],
  ])("changes when %s", (_title, one, other) => {
    expect(one().inOrder).not.toBe(other().inOrder);
    expect(one().asMultiset).not.toBe(other().asMultiset);
  });
});

const tables = fc.uniqueArray(fc.tuple(fc.string(), fc.string()), {
  minLength: 2,
  selector: (row) => JSON.stringify(row),
});

test("tells an order from another, and rows in any order from other rows", () => {
  fc.assert(
    fc.property(tables, fc.string(), (rows, cell) => {
      const [first = ["", ""], ...rest] = rows;
      const there = digestOf(rows);
      const turned = digestOf([...rest, first]);
      expect(turned.inOrder).not.toBe(there.inOrder);
      expect(turned.asMultiset).toBe(there.asMultiset);
      const edited = digestOf([...rest, [first[0], `${first[1]}${cell}!`]]);
      expect(edited.asMultiset).not.toBe(there.asMultiset);
    }),
  );
});
