import { referenceCheck } from "../../cells/checks.ts";
import { contractOf, fitnessOf } from "../../cells/score.ts";
import type { Check, Judged } from "../../domain/evaluation.ts";
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
      fitness: fitnessOf(visible, contract),
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

const passedIn = (checks: readonly Check[]): number => checks.filter(({ passed }) => passed).length;

/** A table's row count beside the visible counts tells how many held-out rows were matched. */
const withoutTotals = (check: Check): Check =>
  check.passed && check.name !== referenceCheck ? { ...check, detail: "passed" } : check;
