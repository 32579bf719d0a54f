import { describe, expect, test } from "vitest";
import type { DriftFinding } from "../../src/domain/drift.ts";
import { ColumnProfile, profileFormatOf } from "../../src/policy/drift/column-profile.ts";
import { columnDrift, isAcceptedBy } from "../../src/policy/drift/compare-columns.ts";

const column = (...cells: readonly string[]): ColumnProfile => {
  const profile = new ColumnProfile();
  for (const cell of cells) profile.see(cell);
  return profile;
};
const times = (count: number, cell: (at: number) => string): string[] =>
  Array.from({ length: count }, (_, at) => cell(at));
const drift = (before: readonly string[], now: readonly string[]) =>
  columnDrift(column(...before), column(...now));

describe("a column of a new feed", () => {
  const states = times(60, (at) => ["paid", "open", "void"][at % 3] ?? "");

  test("is as known when it holds what the arena's holds", () => {
    expect(drift(states, states.slice(0, 20))).toEqual([]);
  });

  test("with another word for a tenth of its cells has drifted seriously", () => {
    expect(drift(states, [...states, ...times(10, () => "settled")])).toMatchObject([
      { kind: "new-values", grade: "serious", seen: ["settled"], before: "paid, open, void" },
    ]);
  });

  test("with one new word is a notice", () => {
    expect(drift(states, [...states, "settled"])).toMatchObject([
      { kind: "new-values", grade: "notice" },
    ]);
  });

  test("of names may hold any names, with any number of words", () => {
    const names = times(50, (at) => `Ann ${"b".repeat(at + 1)}`);
    expect(
      drift(
        names,
        times(50, (at) => `${"c".repeat(at + 1)} van der Berg`),
      ),
    ).toEqual([]);
  });

  test("whose days are written in another way has drifted", () => {
    const iso = times(50, (at) => `2026-01-${String(10 + (at % 20))}`);
    const other = times(50, (at) => `${10 + (at % 20)}/01/2026`);
    const [found] = drift(iso, other).filter(({ kind }) => kind === "new-formats");
    expect(found).toMatchObject({ grade: "serious", share: 1, seen: ["9/9/9999"] });
  });

  test("that is blank far more often than before has drifted, by chance it has not", () => {
    const full = times(200, (at) => `x${at}`);
    const half = full.map((cell, at) => (at % 2 === 0 ? cell : ""));
    expect(drift(full, half)).toMatchObject([
      { kind: "blank-share", grade: "serious", seen: ["50 %"], before: "0 %" },
    ]);
    expect(drift(full, ["x1", "x2", "", "x4"])).toEqual([]);
    expect(drift(full.slice(0, 19).concat(""), full)).toEqual([]);
  });

  test("with numbers ten times as large as any before has drifted; twice as large is a notice", () => {
    const prices = times(50, (at) => String(100 + at));
    const kinds = (now: string) =>
      drift(prices, [...prices, now]).map(({ kind, grade }) => `${kind} ${grade}`);
    expect(kinds("160")).toEqual([]);
    expect(kinds("310")).toEqual(["range notice"]);
    expect(kinds("149000")).toEqual(["range warning"]);
  });

  test("with numbers that may be read in two ways is named, where the arena had none", () => {
    const prices = times(50, (at) => `${at}.50`);
    const [found] = drift(
      prices,
      times(10, (at) => `${at + 1}.234`),
    ).filter(({ kind }) => kind === "ambiguous-numbers");
    expect(found).toMatchObject({ grade: "serious", share: 1 });
    expect(found?.seen[0]).toBe("1.234");
  });
});

test.each([
  ["12.50", "number"],
  ["2026-03-04", "9999-9-9"],
  ["INV-1001", "a-9"],
  ["O'Neill & Sons", "a"],
  ["EUR 1,200.00", "a 9,9.9"],
  ["Łódź", "a"],
])("%s has the format %s", (cell, format) => {
  expect(profileFormatOf(cell)).toBe(format);
});

test("what a person accepted stands for the same and for less, not for more", () => {
  const finding: DriftFinding = {
    feed: "may.csv",
    like: "april.csv",
    column: "state",
    kind: "new-values",
    grade: "serious",
    share: 0.2,
    seen: ["settled", "held"],
    before: "paid",
  };
  const blank: DriftFinding = { ...finding, kind: "blank-share", seen: ["20 %"] };
  expect(isAcceptedBy(finding, { ...finding, feed: "june.csv", seen: ["held"] })).toBe(true);
  expect(isAcceptedBy(finding, { ...finding, seen: ["held", "lost"] })).toBe(false);
  expect(isAcceptedBy(finding, { ...finding, column: "city" })).toBe(false);
  expect(isAcceptedBy(blank, { ...blank, share: 0.1, seen: ["10 %"] })).toBe(true);
  expect(isAcceptedBy(blank, { ...blank, share: 0.4, seen: ["40 %"] })).toBe(false);
});
