import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { isHeldOut } from "../../src/cells/held-out.ts";
import { typedRow } from "../../src/cells/typing.ts";
import { heldOutDigest } from "../../src/policy/gold.ts";
import { arenaWith, goldOf, type Rows } from "./judging-by-hand.ts";

const rowsOf = (count: number): string[][] =>
  Array.from({ length: count }, (_, at) => ["2024-01-05", `customer ${at}`, `${at}`]);

const heldOutIn = (rows: Rows, arena = arenaWith({ holdout: 0.2 })): string[] => {
  const gold = goldOf(arena, rows);
  return Array.from({ length: gold.rows.size }, (_, row) => row)
    .filter((row) => gold.heldOut.at(row) === 1)
    .map((row) => gold.rows.cellsAt(row).join());
};

describe("the held-out share of the gold", () => {
  it.each([0, 0.1, 0.2, 0.5, 0.9])("is about %d of many rows", (share) => {
    const rows = rowsOf(4000);
    const heldOut = rows.filter((row) => isHeldOut("test", share, row)).length;
    expect(Math.abs(heldOut / rows.length - share)).toBeLessThan(0.03);
  });

  it("only grows with the share: a larger one keeps every row that was held out", () => {
    const rows = rowsOf(500);
    const small = rows.filter((row) => isHeldOut("test", 0.2, row));
    expect(small.every((row) => isHeldOut("test", 0.3, row))).toBe(true);
  });

  it("is the same whatever the cells hold", () => {
    const cell = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("12", "0.50", "", "1e3", '"', "\\", "\n", "2024-01-05", "2024-01-05T10:00"),
    );
    const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1 });
    fc.assert(
      fc.property(rows, fc.constantFrom("test", 'a "name"'), (cells, name) => {
        const arena = arenaWith({ holdout: 0.5, name });
        const { columns } = arena.master;
        const chosen = cells.map((row) => typedRow(columns, row));
        const expected = chosen.filter((row) => isHeldOut(name, 0.5, row)).map((row) => row.join());
        expect(new Set(heldOutIn(cells, arena))).toEqual(new Set(expected));
      }),
    );
  });

  it("is another one under another arena name", () => {
    const rows = rowsOf(500);
    const other = arenaWith({ holdout: 0.2, name: "other" });
    expect(heldOutIn(rows, other)).not.toEqual(heldOutIn(rows));
  });

  it("stays the same when other rows are added, removed or moved", () => {
    const rows = rowsOf(300);
    const chosen = new Set(heldOutIn(rows));
    const fewer = heldOutIn(rows.slice(100).toReversed());
    expect(fewer.every((row) => chosen.has(row))).toBe(true);
    expect(fewer.length).toBe(
      [...chosen].filter((row) => Number(row.split("n").at(-1)) >= 100).length,
    );
  });

  it("is empty when there is no gold", () => {
    const gold = goldOf(arenaWith({ holdout: 0.5 }), []);
    expect([gold.size, gold.heldOutSize]).toEqual([0, 0]);
  });

  test("equal rows fall on one side, however their numbers and dates are written", () => {
    fc.assert(
      fc.property(fc.nat(9999), fc.nat(3), (value, copies) => {
        const spelled = [`${value}`, `${value}.00`, `${value}e0`, `+${value}`];
        const days = ["2024-01-05", "2024-01-05T00:00:00"];
        const rows = spelled.map((text, at) => [days[at % 2] ?? "", "x", text]);
        const gold = goldOf(arenaWith({ holdout: 0.5 }), rows.slice(0, copies + 1));
        expect(gold.rows.size).toBe(1);
        expect([0, copies + 1]).toContain(gold.heldOutSize);
      }),
    );
  });
});

describe("the digest of the held-out choice", () => {
  const digest = (rows: Rows, holdout = 0.3): string =>
    heldOutDigest(goldOf(arenaWith({ holdout }), rows));
  const rows = rowsOf(200);

  it("does not depend on the order of the gold", () => {
    expect(digest(rows.toReversed())).toBe(digest(rows));
  });

  it("changes with the share, with a held-out row, and with how often it is wanted", () => {
    const [heldOut = []] = rows.filter((row) =>
      isHeldOut("test", 0.3, ["d2024-01-05", `t${row[1]}`, `n${row[2]}`]),
    );
    const without = rows.filter((row) => row !== heldOut);
    const digests = [digest(rows), digest(rows, 0.4), digest(without), digest([...rows, heldOut])];
    expect(new Set(digests).size).toBe(4);
  });
});
