import { describe, expect, test } from "vitest";
import {
  arenaWith,
  detailOf,
  failedChecks,
  goldOf,
  judgeMaster,
  type Rows,
} from "./judging-by-hand.ts";

const arenaOf = (columns: object, gold: object = {}) =>
  arenaWith({ tables: { master: { file: "m.csv", columns } }, gold });

const judged = (columns: object, right: Rows, output: Rows, gold: object = {}) =>
  judgeMaster(goldOf(arenaOf(columns, gold), right), output);

const matched = (columns: object, right: Rows, output: Rows): number =>
  judged(columns, right, output).evaluation.metrics.matchedRows;

describe("how a column is compared", () => {
  const amounts = { name: "text", total: { type: "number", tolerance: 0.01 } };

  test("numbers within the tolerance are one, beyond it they are not", () => {
    expect(matched(amounts, [["a", "10"]], [["a", "10.01"]])).toBe(1);
    expect(matched(amounts, [["a", "10"]], [["a", "9.99"]])).toBe(1);
    expect(matched(amounts, [["a", "10"]], [["a", "10.02"]])).toBe(0);
    expect(matched(amounts, [["a", "10"]], [["a", "ten"]])).toBe(0);
  });

  test("a neighbouring amount in another row does not take its place", () => {
    const right = [
      ["a", "10.00"],
      ["b", "10.01"],
      ["c", "10.02"],
    ];
    const output = [
      ["a", "10.008"],
      ["b", "10.002"],
      ["c", "10.012"],
    ];
    expect(matched(amounts, right, output)).toBe(3);
  });

  test("one output row takes one gold row, also where several are near", () => {
    const right = [
      ["a", "10.00"],
      ["a", "10.01"],
    ];
    const near = ["a", "10.005"];
    expect(matched(amounts, right, [near])).toBe(1);
    expect(matched(amounts, right, [near, near])).toBe(2);
    expect(matched(amounts, right, [near, near, near])).toBe(2);
  });

  test("a near number counts for its column also where the row is wrong", () => {
    const { evaluation } = judged(amounts, [["a", "10"]], [["b", "10.004"]]);
    expect(evaluation.metrics.columnF1).toEqual({ name: 0, total: 1 });
  });

  test("folded texts are compared without case, accents and doubled blanks", () => {
    const columns = { name: { type: "text", compare: "folded" }, id: "text" };
    expect(matched(columns, [["Café  Olé", "a"]], [[" CAFE ole", "a"]])).toBe(1);
    expect(matched(columns, [["Café", "a"]], [["Café", "A"]])).toBe(0);
    expect(matched(columns, [["A-1", "a"]], [["A1", "a"]])).toBe(0);
  });

  test("an ignored column is in no comparison, figure or check", () => {
    const columns = { id: "text", made: { type: "date", ignore: true } };
    const { evaluation } = judged(columns, [["a", "2026-01-01"]], [["a", "just now"]]);
    expect(evaluation.fitness).toBe(1);
    expect(evaluation.metrics.columnF1).toEqual({ id: 1 });
    expect(evaluation.checks.map(({ name }) => name)).not.toContain("made_is_parseable");
  });
});

describe("checks that a column asks for", () => {
  test.each<[string, object, string, string, string]>([
    [
      "a repeated value",
      { type: "text", unique: true },
      "x",
      "a_is_unique",
      '1 row repeats the a of an earlier row; first "x" in rows 1 and 2',
    ],
    [
      "a text of another shape",
      { type: "text", pattern: "x|[A-Z]\\d" },
      "A12",
      "a_matches_pattern",
      '1 cell in a does not match the pattern x|[A-Z]\\d; first in row 2, a: "A12"',
    ],
    [
      "a value that is not allowed",
      { type: "text", oneOf: ["x", "y"] },
      "z",
      "a_is_one_of",
      '1 cell in a is none of x, y; first in row 2, a: "z"',
    ],
    [
      "a blank",
      { type: "text", notBlank: true },
      " ",
      "a_not_blank",
      '1 cell in a is blank; first in row 2, a: " "',
    ],
  ])("%s fails its check and no other", (_, column, wrong, check, detail) => {
    const result = judged({ a: column }, [["x"]], [["x"], [wrong]]);
    expect(failedChecks(result)).toEqual([check, "matches_reference_output"]);
    expect(detailOf(result, check)).toBe(detail);
    expect(failedChecks(judged({ a: column }, [["x"]], [["x"]]))).toEqual([]);
  });

  test.each<[string, object, string, string, string]>([
    ["a number below the least", { type: "number", min: 0 }, "7", "-0.5", "a_at_least"],
    ["a number above the most", { type: "number", max: 100 }, "7", "1e3", "a_at_most"],
    [
      "a day before the first",
      { type: "date", min: "2026-01-01" },
      "2026-01-01",
      "2025-12-31",
      "a_at_least",
    ],
    ["a number that is not allowed", { type: "number", oneOf: [7, 8] }, "7.0", "9", "a_is_one_of"],
  ])("%s fails its check", (_, column, right, wrong, check) => {
    expect(failedChecks(judged({ a: column }, [[right]], [[wrong]]))).toEqual([
      check,
      "matches_reference_output",
    ]);
    expect(failedChecks(judged({ a: column }, [[right]], [[right]]))).toEqual([]);
  });

  test.each<[string, object, string, string]>([
    ["a day", { type: "date", min: "2026-01-01" }, "2025-12-31 10:00", "2025-12-31"],
    ["a number", { type: "number", min: 0 }, "-00.50", "-0.5"],
  ])("%s that fails its check is shown as it was read", (_, column, wrong, shown) => {
    const result = judged({ a: column }, [[""]], [[wrong]]);
    expect(detailOf(result, "a_at_least")).toContain(`first in row 1, a: "${shown}"`);
  });

  test("a blank breaks none of them but the one against blanks", () => {
    const columns = {
      a: { type: "text", unique: true, pattern: "x", oneOf: ["x"] },
      b: { type: "number", min: 1, max: 2 },
    };
    expect(
      failedChecks(
        judged(
          columns,
          [
            ["", ""],
            ["", ""],
          ],
          [
            ["", ""],
            ["", ""],
          ],
        ),
      ),
    ).toEqual([]);
  });

  test("required may stand with the column", () => {
    expect(
      failedChecks(judged({ a: { type: "text", required: true } }, [["x"]], [[""]])),
    ).toContain("no_nan_a");
  });
});

describe("with a key", () => {
  const columns = { id: "text", n: "number" };
  const right = [
    ["a", "1"],
    ["b", "2"],
  ];

  test("repeats in the output fail a check that names the first ones", () => {
    const output = [...right, ["b", "3"], ["c", "4"], ["c", "5"], ["a", "1"]];
    const result = judged(columns, right, output, { key: ["id"], partial: true });
    expect(detailOf(result, "key_is_unique")).toBe(
      '3 rows repeat the id of an earlier row; first "b" in rows 2 and 3; "c" in rows 4 and 5; "a" in rows 1 and 6',
    );
  });

  test("the same in one column of two is no repeat", () => {
    const result = judged(columns, right, [...right, ["a", "2"]], { key: ["id", "n"] });
    expect(failedChecks(result)).toEqual(["matches_reference_output"]);
  });

  test("without one there is no such check", () => {
    const { evaluation } = judged(columns, right, right);
    expect(evaluation.checks.map(({ name }) => name)).not.toContain("key_is_unique");
  });
});
