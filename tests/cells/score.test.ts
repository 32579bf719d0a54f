import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { isHeldOut } from "../../src/cells/held-out.ts";
import { VisibleScorer } from "../../src/cells/score.ts";
import { typedRow } from "../../src/cells/typing.ts";
import type { Arena } from "../../src/domain/arena.ts";
import type { Evaluation } from "../../src/domain/evaluation.ts";
import {
  arenaWith,
  failedChecks,
  goldOf,
  judgeMaster,
  type Rows,
} from "../policy/judging-by-hand.ts";

const columns = { id: "text", day: "date", value: "number" };
const arenaOf = (gold: object, holdout: number, rules: object = {}): Arena =>
  arenaWith({
    tables: {
      master: { file: "m.csv", columns: { ...columns, ...rules }, required: ["id", "value"] },
    },
    gold,
    holdout,
  });

const typedRows = (arena: Arena, rows: Rows): string[][] =>
  rows.map((row) => typedRow(arena.master.columns, row));

const heldOutIn = (arena: Arena, rows: Rows): Rows =>
  rows.filter((row) => isHeldOut(arena.name, arena.holdout, typedRow(arena.master.columns, row)));

/** What a proposer works out from the gold that it may see, beside what the judge measures. */
const bothScores = (arena: Arena, gold: Rows, output: Rows) => {
  const heldOut = new Set(heldOutIn(arena, gold));
  const visible = gold.filter((row) => !heldOut.has(row));
  const predicted = new VisibleScorer(arena, typedRows(arena, visible)).score(
    typedRows(arena, output),
  );
  return { predicted, judged: judgeMaster(goldOf(arena, gold), output) };
};

const cell = {
  id: fc.constantFrom("a", "A", "c", "d", "", "null", "n/a"),
  day: fc.constantFrom("2024-01-05", "2024-01-05T00:00:00", "2024-02-30", "", "5/1/2024"),
  value: fc.constantFrom("1", "1.0", "2", "", "x", "NaN", "0.30000000000000004", "0.3"),
};
const row = fc.tuple(cell.id, cell.day, cell.value);
const rows = fc.array(row, { maxLength: 25 });

const expectSame = (evaluation: Evaluation, predicted: ReturnType<VisibleScorer["score"]>) => {
  expect(predicted.metrics).toEqual(evaluation.visible);
  expect(predicted.fitness).toBe(evaluation.fitness);
};

describe("a score worked out on rows in memory is what the judge measures", () => {
  it.each([
    ["without a key", {}, {}],
    ["with a key", { key: ["id"] }, {}],
    ["with a key of two columns", { key: ["id", "day"] }, {}],
    ["with a gold that knows some rows only", { key: ["id"], partial: true }, {}],
    ["with a partial gold and a key of two columns", { key: ["day", "id"], partial: true }, {}],
    ["where numbers may differ", {}, { value: { type: "number", tolerance: 1 } }],
    [
      "where texts are folded and a column is ignored",
      { key: ["id"] },
      {
        id: { type: "text", compare: "folded", unique: true },
        day: { type: "date", ignore: true },
      },
    ],
  ])("%s", (_, gold, rules) => {
    fc.assert(
      fc.property(rows, rows, (right, output) => {
        const arena = arenaOf(gold, 0, rules);
        const { predicted, judged } = bothScores(arena, right, output);
        expectSame(judged.evaluation, predicted);
        expect([...predicted.failing].sort()).toEqual(
          failedChecks(judged)
            .filter((name) => name !== "matches_reference_output")
            .sort(),
        );
      }),
    );
  });

  const distinct = fc.uniqueArray(fc.integer({ min: 0, max: 99 }), {
    minLength: 20,
    maxLength: 60,
  });
  const rowFor = (id: number): string[] => [`row ${id}`, "2024-03-01", `${id * 7}`];

  it.each([
    ["without a key", {}],
    ["with a key", { key: ["id"] }],
    ["with a gold that knows some rows only", { key: ["id"], partial: true }],
  ])("where rows are held out and those that may be are right, %s", (_, gold) => {
    fc.assert(
      fc.property(distinct, fc.array(fc.nat(59)), (ids, spoiled) => {
        const arena = arenaOf(gold, 0.3);
        const right = ids.map(rowFor);
        const heldOut = new Set(heldOutIn(arena, right));
        const output = right.map((one, at) => {
          const wrong = [one[0] ?? "", one[1] ?? "", "wrong"];
          const isSpoiled = spoiled.includes(at) && !heldOut.has(one);
          return isSpoiled && heldOutIn(arena, [wrong]).length === 0 ? wrong : one;
        });
        const { predicted, judged } = bothScores(arena, right, output);
        expectSame(judged.evaluation, predicted);
      }),
    );
  });

  test("a wrong row under a key that is visible is never taken for a held-out one", () => {
    const arena = arenaOf({ key: ["id"] }, 0.5);
    const right = Array.from({ length: 40 }, (_, id) => rowFor(id));
    const { predicted, judged } = bothScores(
      arena,
      right,
      right.map((one) =>
        heldOutIn(arena, [one]).length > 0 ? one : [one[0] ?? "", one[1] ?? "", "wrong"],
      ),
    );
    expectSame(judged.evaluation, predicted);
    expect(predicted.fitness).toBeLessThan(0.9);
  });
});

test("checks that fail for other reasons lower the contract", () => {
  const arena = arenaOf({}, 0);
  const scorer = new VisibleScorer(arena, typedRows(arena, [["a", "2024-01-05", "1"]]));
  const output = typedRows(arena, [["a", "2024-01-05", "1"]]);
  expect(scorer.score(output).fitness).toBe(1);
  const { contract, fitness, failing } = scorer.score(output, ["has_required_columns"]);
  expect([contract, fitness, failing]).toEqual([5 / 6, 5 / 6, ["has_required_columns"]]);
});
