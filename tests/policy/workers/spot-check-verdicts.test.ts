import { describe, expect, test } from "vitest";
import { type RunClaim, verdictOn } from "../../../src/policy/workers/spot-checks.ts";

const ok = (tables: string): RunClaim => ({ outcome: "ok", violation: false, tables });
const failed = (outcome: RunClaim["outcome"], violation = false): RunClaim => ({
  outcome,
  violation,
  tables: null,
});
const neverAgain = async (): Promise<RunClaim> => {
  throw new Error("one run here was enough to tell");
};

describe("a worker's word, held against a run here", () => {
  test("is true when both left the same", async () => {
    expect(await verdictOn(ok("a"), ok("a"), neverAgain)).toBe("true");
    expect(await verdictOn(failed("crash"), failed("crash"), neverAgain)).toBe("true");
  });

  test.each<[string, RunClaim, RunClaim]>([
    ["other tables", ok("b"), ok("a")],
    ["tables of a program that crashes", ok("b"), failed("crash")],
    ["a crash of a program that does not", failed("crash"), ok("a")],
    ["a violation that nobody else sees", failed("crash", true), failed("crash")],
    ["no violation where there is one", ok("a"), { ...ok("a"), violation: true }],
  ])("is false for %s, when a second run here agrees with the first", async (_, claim, here) => {
    expect(await verdictOn(claim, here, async () => here)).toBe("false");
  });

  test("proves nothing when the program gives other tables each time", async () => {
    expect(await verdictOn(ok("b"), ok("a"), async () => ok("c"))).toBe("machine");
  });

  test.each<[string, RunClaim, RunClaim]>([
    ["time ran out there", failed("timeout"), ok("a")],
    ["time ran out here", ok("a"), failed("timeout")],
    ["memory ran out there", failed("out_of_memory"), ok("a")],
    ["nothing could be started here", ok("a"), failed("not_started")],
  ])("proves nothing when %s", async (_, claim, here) => {
    expect(await verdictOn(claim, here, neverAgain)).toBe("machine");
  });

  test("of a violation is false although time is said to have run out too", async () => {
    expect(await verdictOn(failed("timeout", true), ok("a"), async () => ok("a"))).toBe("false");
  });
});
