import { describe, expect, it } from "vitest";
import { envelopeRules } from "../../src/domain/setting-rules.ts";
import type { EnvelopeRules } from "../../src/domain/settings.ts";
import {
  type CandidateChange,
  changedLines,
  envelopeFaults,
  watchedIn,
} from "../../src/policy/envelope.ts";

const rules: EnvelopeRules = {
  changedLines: envelopeRules.changedLines.default,
  brokenCells: envelopeRules.brokenCells.default,
  watch: envelopeRules.watch.default,
};
const small: CandidateChange = { changedLines: 120, constructs: [], brokenCells: 0, memorised: 3 };
const faults = (change: Partial<CandidateChange>) =>
  envelopeFaults({ ...small, ...change }, rules, 3);

describe("the envelope", () => {
  it("lets a change at every limit through", () => {
    expect(faults({})).toEqual([]);
    expect(faults({ brokenCells: null })).toEqual([]);
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
      "a cell that it breaks",
      { brokenCells: 1 },
      "cells-broken",
      "1 cell that was right went wrong, limit 0",
    ],
    [
      "more memorised literals",
      { memorised: 4 },
      "memorises",
      "4 new literals found in the gold and in no input, limit 3",
    ],
  ])("sends a change to a person for %s", (_title, change, code, detail) => {
    expect(faults(change)).toEqual([{ code, detail }]);
  });

  it("names every reason at once", () => {
    const all = { changedLines: 500, constructs: ["eval"], brokenCells: 2, memorised: 9 };
    expect(faults(all).map(({ code }) => code)).toEqual([
      "changed-lines",
      "watched-construct",
      "cells-broken",
      "memorises",
    ]);
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
