import { describe, expect, it } from "vitest";
import type { Origin } from "../../src/domain/genome.ts";
import { plainReading } from "../../src/domain/proposing.ts";
import { envelopeRules } from "../../src/domain/setting-rules.ts";
import type { EnvelopeRules } from "../../src/domain/settings.ts";
import {
  type CandidateChange,
  changedLines,
  envelopeFaults,
  isFirstRewriting,
  watchedIn,
} from "../../src/policy/envelope.ts";

const rules: EnvelopeRules = {
  changedLines: envelopeRules.changedLines.default,
  brokenShare: envelopeRules.brokenShare.default,
  watch: envelopeRules.watch.default,
};
const small: CandidateChange = {
  changedLines: 120,
  isFirstRewriting: false,
  constructs: [],
  cells: { fixed: 0, broken: 0 },
  memorised: 3,
};
const faults = (change: Partial<CandidateChange>) =>
  envelopeFaults({ ...small, ...change }, rules, 3);

describe("the envelope", () => {
  it("lets a change at every limit through", () => {
    expect(faults({})).toEqual([]);
    expect(faults({ cells: null })).toEqual([]);
    expect(faults({ cells: { fixed: 4000, broken: 80 } })).toEqual([]);
  });

  it.each<[string, Partial<CandidateChange>, string, string]>([
    ["more changed lines", { changedLines: 121 }, "changed-lines", "121 lines changed, limit 120"],
    [
      "a watched name",
      { constructs: ["Proxy", "eval"] },
      "watched-construct",
      "uses 2 names on the watch list: Proxy, eval",
    ],
    [
      "a cell that it breaks and none that it puts right",
      { cells: { fixed: 0, broken: 1 } },
      "cells-broken",
      "1 cell that was right went wrong and 0 came right, limit 0.02 of those",
    ],
    [
      "cells that it breaks, out of proportion to those that it puts right",
      { cells: { fixed: 100, broken: 3 } },
      "cells-broken",
      "3 cells that were right went wrong and 100 came right, limit 0.02 of those",
    ],
    [
      "more memorised literals",
      { memorised: 4 },
      "memorises",
      "4 answers memorised: literals that only the gold has, or a table with an entry for each row; limit 3",
    ],
  ])("sends a change to a person for %s", (_title, change, code, detail) => {
    expect(faults(change)).toEqual([{ code, detail }]);
  });

  it("names every reason at once", () => {
    const all = {
      changedLines: 500,
      constructs: ["eval"],
      cells: { fixed: 4, broken: 2 },
      memorised: 9,
    };
    expect(faults(all).map(({ code }) => code)).toEqual([
      "changed-lines",
      "watched-construct",
      "cells-broken",
      "memorises",
    ]);
  });
});

describe("the first rewriting of a starter", () => {
  const plain = { origin: "search", rules: [plainReading] } as const;

  it("is free of the line limit, however wide the table", () => {
    expect(isFirstRewriting("starter", plain)).toBe(true);
    expect(faults({ changedLines: 2000, isFirstRewriting: true })).toEqual([]);
  });

  it("is of nothing else: what it breaks or memorises still counts", () => {
    const breaks = { isFirstRewriting: true, cells: { fixed: 0, broken: 1 }, memorised: 4 };
    expect(faults(breaks).map(({ code }) => code)).toEqual(["cells-broken", "memorises"]);
  });

  it.each<[string, Origin, Parameters<typeof isFirstRewriting>[1]]>([
    ["a change of a person's genome", "person", plain],
    ["a later step", "search", plain],
    ["a model's text with the same words", "starter", { ...plain, origin: "model" }],
    [
      "one that brings several rules at once",
      "starter",
      { ...plain, rules: [plainReading, "a", "b"] },
    ],
    ["one that does not read the columns plainly", "starter", { ...plain, rules: ["a"] }],
  ])("is not %s", (_title, parent, candidate) => {
    expect(isFirstRewriting(parent, candidate)).toBe(false);
  });
});

describe("changed lines", () => {
  it.each([
    ["nothing", "a\nb\n", "a\nb\n", 0],
    ["a line more", "a\nb\n", "a\nx\nb\n", 1],
    ["a line rewritten, which is one gone and one come", "a\nb\n", "a\nB\n", 2],
    ["everything", "a\nb\n", "c\nd\ne\n", 5],
  ])("of %s are counted", (_title, before, after, lines) => {
    expect(changedLines(before, after)).toBe(lines);
  });
});

it("names on the watch list are found whole, once each", () => {
  expect(watchedIn(["evaluate", "eval", "process", "row"], rules.watch)).toEqual([
    "eval",
    "process",
  ]);
});
