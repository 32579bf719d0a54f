import { describe, expect, it, test } from "vitest";
import { rowEffects } from "../../src/policy/row-effects.ts";
import { arenaWith, goldOf, judgeMaster, type Rows } from "./judging-by-hand.ts";

const gold = goldOf(arenaWith(), [
  ["2024-01-05", "Ada", "1"],
  ["2024-01-06", "Bob", "2"],
  ["2024-01-06", "Bob", "2"],
]);
const effects = (before: Rows, after: Rows, known = gold) =>
  rowEffects(known, judgeMaster(known, before), judgeMaster(known, after));

describe("rows that a change puts right and breaks", () => {
  it("stand beside what was there before, and what came instead", () => {
    const before = [
      ["05.01.2024", "Ada", "1"],
      ["2024-01-06", "Bob", "2"],
    ];
    const after = [
      ["2024-01-05", "Ada", "1.0"],
      ["2024-01-06", "Bob", "two"],
    ];
    expect(effects(before, after)).toEqual({
      right: 1,
      broken: 1,
      examples: [
        {
          effect: "broken",
          before: ["2024-01-06", "Bob", "2"],
          after: ["2024-01-06", "Bob", "two"],
        },
        { effect: "right", before: ["05.01.2024", "Ada", "1"], after: ["2024-01-05", "Ada", "1"] },
      ],
    });
  });

  it("count as often as the gold wants them", () => {
    const bob = ["2024-01-06", "Bob", "2"];
    expect(effects([], [bob, bob, bob])).toMatchObject({ right: 2, broken: 0 });
    expect(effects([bob], [bob])).toEqual({ right: 0, broken: 0, examples: [] });
  });

  it("are never held-out rows", () => {
    const hidden = goldOf(arenaWith({ holdout: 0.9 }), [
      ["2024-01-05", "Ada", "1"],
      ["2024-01-06", "Bob", "2"],
      ["2024-01-07", "Cleo", "3"],
      ["2024-01-08", "Dan", "4"],
    ]);
    const all = Array.from({ length: hidden.rows.size }, (_, at) =>
      hidden.rows.cellsAt(at).map((cell) => cell.slice(1)),
    );
    const { right } = effects([], all, hidden);
    expect(right).toBe(hidden.size - hidden.heldOutSize);
    expect(hidden.heldOutSize).toBeGreaterThan(0);
  });
});

test("what goes on record of very many and very long rows is short", () => {
  const names = Array.from({ length: 500 }, (_, at) => `${at} ${"x".repeat(5000)}`);
  const many = goldOf(
    arenaWith(),
    names.map((name) => ["2024-01-05", name, "1"]),
  );
  const rows = names.map((name) => ["2024-01-05", name, "1"]);
  const found = effects([], rows, many);
  expect(found.right).toBe(500);
  expect(found.examples.length).toBeGreaterThan(3);
  expect(JSON.stringify(found).length).toBeLessThan(5000);
});
