import { describe, expect, it } from "vitest";
import type { Evaluation } from "../../src/domain/evaluation.ts";
import { keepFault, toldToProposer } from "../../src/policy/keep.ts";

interface Told {
  readonly fitness?: number;
  readonly rowF1?: number;
  readonly recall?: number;
  readonly matched?: number;
  readonly heldOutRows?: number;
  readonly contract?: number;
  readonly failing?: readonly string[];
}

const evaluation = (told: Told = {}): Evaluation => {
  const { fitness = 0.5, rowF1 = 0.5, recall = 0.5, matched = 10, heldOutRows = 20 } = told;
  const names = ["has_required_columns", "no_nan_date", "matches_reference_output"];
  const checks = names.map((name) => {
    return { name, passed: !(told.failing ?? []).includes(name), detail: "" };
  });
  const metrics = {
    referenceRows: 100,
    outputRows: 100,
    matchedRows: 50,
    missingRows: 50,
    unexpectedRows: 50,
    leftOutRows: 0,
    recall,
    precision: recall,
    rowF1,
    columnF1: {},
    meanColumnF1: fitness,
  };
  return {
    score: checks.filter(({ passed }) => passed).length,
    total: checks.length,
    checks,
    metrics,
    visible: metrics,
    heldOut: { rows: heldOutRows, matched },
    fitness,
    holdoutFitness: heldOutRows < 5 ? null : (matched / heldOutRows) * (told.contract ?? 1),
  };
};

const parent = evaluation();
const verdict = (told: Told, before: Told = {}): string =>
  keepFault(evaluation(before), evaluation({ fitness: 0.6, ...told }))?.code ?? "kept";

describe("a contained candidate", () => {
  it("is kept when it is better and loses nothing", () => {
    expect(verdict({})).toBe("kept");
    expect(verdict({ rowF1: 0.6, recall: 0.6, matched: 12 })).toBe("kept");
  });

  it.each<[string, Told, string]>([
    ["its fitness is lower", { fitness: 0.49 }, "worse"],
    ["its fitness is the same", { fitness: 0.5 }, "no-better"],
    ["its fitness is higher by less than a millionth", { fitness: 0.5000005 }, "no-better"],
    ["its columns are better and its rows are not", { rowF1: 0.45 }, "rows-lost"],
    ["it does worse on held-out rows", { matched: 9 }, "holdout-lower"],
    ["it keeps the held-out rows and breaks the contract", { contract: 0.9 }, "holdout-lower"],
    ["it does far better on the rows it was shown", { recall: 0.86 }, "overfit"],
    ["a check that passed fails now", { failing: ["no_nan_date"] }, "check-lost"],
    [
      "all of it is wrong: the first reason counts",
      { fitness: 0.1, rowF1: 0, matched: 0 },
      "worse",
    ],
  ])("is not when %s", (_title, told, code) => {
    expect(verdict(told)).toBe(code);
  });

  it.each<[string, Told, Told]>([
    ["exactly a millionth is gained", { fitness: 0.500001 }, {}],
    ["visible recall is 0.35 above held-out recall", { recall: 0.85 }, {}],
    [
      "too few rows are held out to tell anything",
      { recall: 1, matched: 0, heldOutRows: 4 },
      { heldOutRows: 4 },
    ],
    [
      "a check failed before and fails still",
      { failing: ["no_nan_date"] },
      { failing: ["no_nan_date"] },
    ],
  ])("is kept when %s", (_title, told, before) => {
    expect(verdict(told, before)).toBe("kept");
  });

  it("is told with numbers that show the difference", () => {
    const hair = evaluation({ fitness: 0.4999 });
    expect(keepFault(parent, hair)?.detail).toBe("fitness 0.4999 is below 0.500");
    expect(keepFault(parent, evaluation({ fitness: 0.6, recall: 0.9 }))?.detail).toBe(
      "visible recall 0.900 is 0.400 above held-out recall 0.500; at most 0.35 is allowed",
    );
    expect(keepFault(parent, evaluation({ fitness: 0.6, failing: ["no_nan_date"] }))?.detail).toBe(
      "passed until now and fails: no_nan_date",
    );
  });
});

describe("a proposer", () => {
  it("learns of held-out rows nothing but that it overfits: no numbers, and one word for both", () => {
    const overfit = keepFault(parent, evaluation({ fitness: 0.6, recall: 0.9 }));
    const lower = keepFault(parent, evaluation({ fitness: 0.6, matched: 3 }));
    const told = [overfit, lower].map((fault) =>
      toldToProposer(fault?.code ?? "", fault?.detail ?? ""),
    );
    expect(told[0]).toEqual(told[1]);
    expect(told[0]?.result).toBe("overfit");
    expect(told[0]?.detail).not.toMatch(/\d/);
  });

  it("learns every other reason as it is, cut to a few hundred letters and made visible", () => {
    expect(toldToProposer("worse", "fitness 0.4 is below 0.5")).toEqual({
      result: "worse",
      detail: "fitness 0.4 is below 0.5",
    });
    expect(toldToProposer("crash", "\u001b[2J").detail).toBe("\\u{1b}[2J");
    expect(toldToProposer("crash", "x".repeat(5000)).detail.length).toBe(300);
  });
});
