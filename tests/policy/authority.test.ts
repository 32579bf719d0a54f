import { describe, expect, test } from "vitest";
import { authorityOver, type Claim } from "../../src/policy/envelope.ts";

const fault = { code: "changed-lines", detail: "130 changed lines, limit 120" } as const;
const over = (claim: Partial<Claim>) =>
  authorityOver({
    mode: "REVIEW",
    forceReview: false,
    faults: [],
    reviewer: "human",
    demoted: false,
    ...claim,
  });
const codesOf = (authority: ReturnType<typeof over>) =>
  authority.by === null ? authority.reasons.map(({ code }) => code) : authority.by;

describe("a candidate inside the envelope", () => {
  test.each(["NOTIFY", "AUTO"] as const)("is committed by trust in mode %s", (mode) => {
    expect(over({ mode })).toEqual({ by: "trust" });
  });

  test("waits for a person while trust is SUPERVISED", () => {
    expect(codesOf(over({}))).toEqual(["supervised"]);
  });

  test("is approved by the judge where the operator said so", () => {
    expect(over({ reviewer: "judge" })).toEqual({ by: "judge" });
  });

  test("is not approved by the judge once trust has fallen in this run", () => {
    expect(codesOf(over({ reviewer: "judge", demoted: true }))).toEqual(["supervised"]);
  });

  test("is approved by the judge also under --force-review: that asks for a review, not for whose", () => {
    expect(over({ reviewer: "judge", forceReview: true })).toEqual({ by: "judge" });
  });

  test("says that --force-review is why it waits, and not a level", () => {
    expect(codesOf(over({ forceReview: true }))).toEqual(["force-review"]);
  });
});

describe("a candidate outside the envelope", () => {
  test.each(["NOTIFY", "AUTO"] as const)("waits for a person also in mode %s", (mode) => {
    expect(over({ mode, faults: [fault] })).toEqual({ by: null, reasons: [fault] });
  });

  test("is no matter for the judge", () => {
    expect(codesOf(over({ reviewer: "judge", faults: [fault] }))).toEqual([
      "supervised",
      "changed-lines",
    ]);
  });
});
