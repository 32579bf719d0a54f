import type { RecordedCandidate } from "../../domain/event-parts.ts";
import { hasViolation, rateOf } from "./chosen.ts";

type Order = (a: RecordedCandidate, b: RecordedCandidate) => number;

/** Could be kept, as far as is known. */
export const isHopeful = (candidate: RecordedCandidate): boolean =>
  candidate.outcome === "ok" && candidate.blocked === null;

/** The better one first, and of equals the smaller change; held-out rows decide nothing here. */
export const byPromise: Order = (a, b) => fitnessOf(b) - fitnessOf(a) || linesOf(a) - linesOf(b);

/**
 * The one that stands for its round first. It must agree with the order in which candidates are put
 * to the vetoes: one that they were never asked about comes after the one that they let through.
 */
export const byStanding: Order = (a, b) => rank(a) - rank(b) || byPromise(a, b);

/** What tried something forbidden speaks for its whole round; else the best that there is. */
const rank = (candidate: RecordedCandidate): number => {
  if (hasViolation(candidate)) return 0;
  if (candidate.outcome === "ok") return isHopeful(candidate) ? 1 : 2;
  if (candidate.outcome === "rejected") return 4;
  return candidate.outcome === "not_started" ? 5 : 3;
};

export const fitnessOf = (candidate: RecordedCandidate): number => rateOf(candidate) ?? 0;

const linesOf = (candidate: RecordedCandidate): number =>
  candidate.outcome === "ok" ? candidate.changedLines : 0;
