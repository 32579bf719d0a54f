import type * as z from "zod/mini";
import type { Evaluation } from "../domain/evaluation.ts";
import type { keepReason } from "../domain/event-parts.ts";
import { visible } from "../domain/visible.ts";
import { above, atLeast, below, beside, figure } from "./figures.ts";

export type KeepFault = z.infer<typeof keepReason>;

const leastGain = 1e-6;
const mostOverfit = 0.35;

/** What keeps a contained candidate from being kept, vetoes aside; null when nothing does. */
export const keepFault = (parent: Evaluation, candidate: Evaluation): KeepFault | null =>
  worse(parent, candidate) ??
  noBetter(parent, candidate) ??
  rowsLost(parent, candidate) ??
  holdoutLower(parent, candidate) ??
  overfit(candidate) ??
  checkLost(parent, candidate);

type Rule = (parent: Evaluation, candidate: Evaluation) => KeepFault | null;

const worse: Rule = ({ fitness: before }, { fitness }) =>
  below(fitness, before)
    ? fault("worse", `fitness ${beside(fitness, before)} is below ${figure(before)}`)
    : null;

const noBetter: Rule = ({ fitness: before }, { fitness }) =>
  atLeast(fitness - before, leastGain)
    ? null
    : fault("no-better", `fitness ${figure(fitness)} is not above ${figure(before)}`);

const rowsLost: Rule = ({ visible: before }, { visible: now }) =>
  below(now.rowF1, before.rowF1)
    ? fault(
        "rows-lost",
        `row F1 ${beside(now.rowF1, before.rowF1)} is below ${figure(before.rowF1)}`,
      )
    : null;

/** Where too few rows are held out there is nothing that could be lower. */
const holdoutLower: Rule = (parent, candidate) => {
  const before = parent.holdoutFitness ?? 0;
  const now = candidate.holdoutFitness ?? 0;
  return below(now, before)
    ? fault("holdout-lower", `held-out fitness ${beside(now, before)} is below ${figure(before)}`)
    : null;
};

const overfit = ({ visible: shown, heldOut, holdoutFitness }: Evaluation): KeepFault | null => {
  if (holdoutFitness === null) return null;
  const hidden = heldOut.matched / heldOut.rows;
  const gap = shown.recall - hidden;
  return above(gap, mostOverfit)
    ? fault(
        "overfit",
        `visible recall ${figure(shown.recall)} is ${beside(gap, mostOverfit)} above held-out recall ${figure(hidden)}; at most ${mostOverfit} is allowed`,
      )
    : null;
};

const checkLost: Rule = (parent, candidate) => {
  const passed = parent.checks.filter((check) => check.passed).map(({ name }) => name);
  const lost = candidate.checks.filter((check) => !check.passed && passed.includes(check.name));
  const names = lost.map(({ name }) => name).join(", ");
  return lost.length > 0 ? fault("check-lost", `passed until now and fails: ${names}`) : null;
};

const fault = (code: KeepFault["code"], detail: string): KeepFault => ({ code, detail });

const longestTold = 300;

/** The same verdict for a proposer: what held-out rows said is only ever `overfit`, in no numbers. */
export const toldToProposer = (
  code: string,
  detail: string,
): { readonly result: string; readonly detail: string } =>
  code === "overfit" || code === "holdout-lower"
    ? {
        result: "overfit",
        detail:
          "it does not do as well on rows that it was not shown; find a rule that holds for any row",
      }
    : { result: code, detail: visible(detail, longestTold) };
