import type { Check, Judged } from "../../domain/evaluation.ts";
import { referenceCheck } from "./check-plan.ts";
import type { Compared } from "./comparison.ts";

/** With fewer held-out rows than this, nothing can be said of a program from them. */
export const fewestHeldOut = 5;

export const judged = (
  checks: readonly Check[],
  visibleChecks: readonly Check[],
  { metrics, visible, heldOut, missing, unexpected, rightCells }: Compared,
): Judged => {
  const contract = contractOf(checks);
  return {
    evaluation: {
      score: passedIn(checks),
      total: checks.length,
      checks,
      metrics,
      visible,
      heldOut,
      fitness: (visible.rowF1 / 2 + visible.meanColumnF1 / 2) * contract,
      holdoutFitness:
        heldOut.rows < fewestHeldOut ? null : (heldOut.matched / heldOut.rows) * contract,
    },
    feedback: {
      checks: visibleChecks.map(withoutTotals),
      metrics: visible,
      missing,
      unexpected,
    },
    rightCells,
  };
};

/** The share of checks passed, other than the one that compares with the gold. */
const contractOf = (checks: readonly Check[]): number => {
  const contract = checks.filter(({ name }) => name !== referenceCheck);
  return passedIn(contract) / contract.length;
};

const passedIn = (checks: readonly Check[]): number => checks.filter(({ passed }) => passed).length;

/** A table's row count beside the visible counts tells how many held-out rows were matched. */
const withoutTotals = (check: Check): Check =>
  check.passed && check.name !== referenceCheck ? { ...check, detail: "passed" } : check;
