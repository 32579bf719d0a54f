import { describe, expect, it } from "vitest";
import { authorityOver, type Claim } from "../../src/policy/authority.ts";

const outside = { code: "changed-lines", detail: "200 lines changed, limit 120" } as const;
const claim = (changed: Partial<Claim>): Claim => ({
  mode: "REVIEW",
  forceReview: false,
  faults: [],
  reviewer: "human",
  demoted: false,
  ...changed,
});
const by = (changed: Partial<Claim>) => authorityOver(claim(changed)).by;

describe("who commits a candidate", () => {
  it("is trust, where its level has earned that", () => {
    expect([by({ mode: "NOTIFY" }), by({ mode: "AUTO" })]).toEqual(["trust", "trust"]);
  });

  it("is a person at SUPERVISED, or the judge where the operator said so", () => {
    expect([by({}), by({ reviewer: "judge" })]).toEqual([null, "judge"]);
  });

  it("is a person at any level for what leaves the envelope", () => {
    const faults = [outside];
    expect(by({ mode: "AUTO", faults, reviewer: "judge" })).toBeNull();
    expect(authorityOver(claim({ mode: "AUTO", faults }))).toEqual({ by: null, reasons: faults });
  });

  it("is the judge no longer once trust has fallen in this run", () => {
    expect(by({ reviewer: "judge", demoted: true })).toBeNull();
  });

  it("is a person under --force-review, also where the judge would approve", () => {
    const forced = claim({ reviewer: "judge", forceReview: true });
    expect(authorityOver(forced)).toMatchObject({ by: null, reasons: [{ code: "force-review" }] });
  });
});
