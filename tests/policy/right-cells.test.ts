import { describe, expect, it } from "vitest";
import type { Outcome } from "../../src/domain/run.ts";
import { notRun } from "../../src/policy/judge/judgement.ts";
import { cellChanges } from "../../src/policy/judge/right-cells.ts";
import { arenaWith, goldOf, judgeMaster, type Rows } from "./judging-by-hand.ts";

const tables = { master: { file: "m.csv", columns: { id: "text", day: "date", value: "number" } } };
const keyed = arenaWith({ tables, gold: { key: ["id"] } });
const gold = goldOf(keyed, [
  ["a", "2024-01-05", "1"],
  ["b", "2024-01-06", "2"],
]);

const marks = (rows: Rows): Uint8Array => judgeMaster(gold, rows).rightCells ?? new Uint8Array();

describe("cells fixed and broken, rows being found by their key", () => {
  it.each<[string, Rows, Rows, { fixed: number; broken: number }]>([
    [
      "nothing changed but the spelling",
      [["a", "2024-01-05", "1"]],
      [["a", "2024-01-05T00:00", "1.0"]],
      { fixed: 0, broken: 0 },
    ],
    [
      "one cell came right",
      [["a", "2024-01-05", "7"]],
      [["a", "2024-01-05", "1"]],
      { fixed: 1, broken: 0 },
    ],
    [
      "one came right and one went wrong, in different rows",
      [
        ["a", "2024-01-05", "7"],
        ["b", "2024-01-06", "2"],
      ],
      [
        ["a", "2024-01-05", "1"],
        ["b", "06/01/2024", "2"],
      ],
      { fixed: 1, broken: 1 },
    ],
    ["a row is lost", [["b", "2024-01-06", "2"]], [], { fixed: 0, broken: 3 }],
    ["a row is found", [], [["b", "2024-01-06", "0"]], { fixed: 2, broken: 0 }],
    ["a row that the gold does not know", [], [["c", "2024-01-06", "2"]], { fixed: 0, broken: 0 }],
  ])("%s", (_, before, after, expected) => {
    expect(cellChanges(marks(before), marks(after))).toEqual(expected);
  });

  it("after a run that left nothing, every cell that was right is broken", () => {
    const outcome: Outcome = "timeout";
    const after = notRun(gold, outcome).rightCells ?? new Uint8Array();
    expect(cellChanges(marks([["a", "2024-01-05", "1"]]), after)).toEqual({ fixed: 0, broken: 3 });
  });

  it("are not known where the gold has no key", () => {
    expect(judgeMaster(goldOf(arenaWith({ tables }), []), []).rightCells).toBeNull();
  });

  it("cannot be told of two different golds", () => {
    expect(() => cellChanges(new Uint8Array(3), new Uint8Array(6))).toThrow();
  });
});
