import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { VisibleFeedback } from "../../src/domain/evaluation.ts";
import { times } from "../support/soak.ts";
import { arenaWith, goldOf, judgeMaster, type Rows } from "./judging-by-hand.ts";

const tables = { master: { file: "m.csv", columns: { a: "text", b: "number" }, required: ["a"] } };
const arena = arenaWith({ tables, holdout: 0.5 });
const many = Array.from({ length: 600 }, (_, at) => [`row ${at}`, `${at}`]);
const gold = goldOf(arena, many);
const isHeldOut = (row: number): boolean => gold.heldOut.at(row) === 1;

const feedbackOn = (output: Rows): VisibleFeedback => judgeMaster(gold, output).feedback;

describe("what a proposer is told", () => {
  it("names missing and unexpected rows as they were read", () => {
    const small = goldOf(arenaWith({ tables }), [
      ["x", "1.50"],
      ["y", "2"],
    ]);
    const { missing, unexpected } = judgeMaster(small, [
      ["y", "2.0"],
      ["X ", "1.5"],
    ]).feedback;
    expect([missing, unexpected]).toEqual([[["x", "1.5"]], [["X ", "1.5"]]]);
  });

  it("lists a row as often as it is missing", () => {
    const twice = goldOf(arenaWith({ tables }), [
      ["x", "1"],
      ["x", "1"],
      ["x", "1"],
    ]);
    expect(judgeMaster(twice, [["x", "1"]]).feedback.missing).toEqual([
      ["x", "1"],
      ["x", "1"],
    ]);
  });

  it("never holds more than 200 rows of a kind", () => {
    const { missing, unexpected, metrics } = feedbackOn(many.map(([a = ""]) => [a, "-1"]));
    expect([missing.length, unexpected.length]).toEqual([200, 200]);
    expect(metrics.unexpectedRows).toBe(600);
  });

  it("cuts cells of any length", () => {
    const { unexpected } = feedbackOn([["x".repeat(1_000_000), "1"]]);
    expect(unexpected[0]?.[0]).toBe(`${"x".repeat(199)}…`);
  });

  it("counts only visible gold rows", () => {
    const visibleRows = gold.size - gold.heldOutSize;
    const { metrics, checks } = feedbackOn(many);
    expect(metrics).toMatchObject({
      referenceRows: visibleRows,
      outputRows: visibleRows,
      recall: 1,
    });
    expect(checks.at(-1)?.detail).toBe(
      `${visibleRows} of ${visibleRows} reference rows matched, 0 missing, 0 unexpected`,
    );
  });

  it("says that the reference is matched when only held-out rows are missing", () => {
    const visible = many.filter((_, row) => !isHeldOut(row));
    const judged = judgeMaster(gold, visible);
    expect(judged.evaluation.checks.at(-1)?.passed).toBe(false);
    expect(judged.feedback.checks.every(({ passed }) => passed)).toBe(true);
    expect(judged.feedback.missing).toEqual([]);
  });

  it("does not list a second copy of a held-out row", () => {
    const row = many.findIndex((_, at) => isHeldOut(at));
    const copy = many[row] ?? [];
    const { unexpected, metrics } = feedbackOn([...many, copy]);
    expect([unexpected, metrics.unexpectedRows]).toEqual([[], 1]);
  });

  it("is the same in everything whether the held-out rows were found or left out", () => {
    const visible = many.filter((_, row) => !isHeldOut(row));
    expect(feedbackOn(many)).toEqual(feedbackOn(visible));
  });
});

describe("for any output", () => {
  const cells = fc.tuple(
    fc.oneof(
      fc.nat(599).map((at) => `row ${at}`),
      fc.constantFrom("", "NaN", "other"),
    ),
    fc.oneof(fc.nat(599).map(String), fc.constantFrom("", "12 USD")),
  );
  const output = fc.array(fc.oneof(fc.constantFrom(...many), cells), { maxLength: 300 });
  const heldOut = new Set(many.filter((_, row) => isHeldOut(row)).map(String));

  test("no held-out row is ever listed", () => {
    fc.assert(
      fc.property(output, (rows) => {
        const { missing, unexpected } = feedbackOn(rows);
        expect([...missing, ...unexpected].filter((row) => heldOut.has(String(row)))).toEqual([]);
      }),
      { numRuns: times(40) },
    );
  });

  test("nothing in it changes when held-out rows are added to the output", () => {
    fc.assert(
      fc.property(output, (rows) => {
        const fewer = rows.filter((row) => !heldOut.has(String(row)));
        const once = [...new Map(rows.map((row) => [String(row), row])).values()];
        const heldOutOnce = once.filter((row) => heldOut.has(String(row)));
        expect(feedbackOn([...fewer, ...heldOutOnce])).toEqual(feedbackOn(fewer));
      }),
      { numRuns: times(40) },
    );
  });
});
