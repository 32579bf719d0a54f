import { fewestHeldOut } from "../../cells/held-out.ts";
import type { RecordedCandidate } from "../../domain/event-parts.ts";
import type { EventDraft } from "../../domain/events.ts";

export type Round = Extract<EventDraft, { type: "round" }>;

/** The candidate that a round stands for; an equal text beside it was turned away as a duplicate. */
export const chosenOf = ({ candidates, chosen }: Round): RecordedCandidate | undefined => {
  const same = candidates.filter(({ sha }) => sha === chosen);
  return same.find((candidate) => !isDuplicate(candidate)) ?? same[0];
};

const isDuplicate = (candidate: RecordedCandidate): boolean =>
  candidate.outcome === "rejected" && candidate.reason.code === "duplicate";

/** A text that nobody looked at: it was judged before, or a person has refused its like. */
const isPassedOver = (candidate: RecordedCandidate): boolean =>
  candidate.outcome === "rejected" && ["duplicate", "refused"].includes(candidate.reason.code);

/** Whether this candidate speaks against its author; merely no better does not. */
export const isBad = (candidate: RecordedCandidate): boolean => {
  switch (candidate.outcome) {
    case "rejected":
      return !isPassedOver(candidate);
    case "not_started":
    case "lost":
      return false;
    case "ok":
      return candidate.blocked !== null && candidate.blocked.code !== "no-better";
    default:
      return true;
  }
};

/** A run that came to nothing through no fault of the program. */
export const saysNothing = ({ outcome }: RecordedCandidate): boolean =>
  outcome === "not_started" || outcome === "lost";

/** Visible fitness, 0 for a run that was not contained, null for what never ran. */
export const rateOf = (candidate: RecordedCandidate): number | null => {
  switch (candidate.outcome) {
    case "rejected":
    case "not_started":
    case "lost":
      return null;
    case "ok":
      return candidate.fitness;
    default:
      return 0;
  }
};

/** How far visible recall is above held-out recall; null when too few rows are held out to tell. */
export const gapOf = (candidate: RecordedCandidate): number | null => {
  if (candidate.outcome !== "ok" || candidate.heldOut.rows < fewestHeldOut) return null;
  return candidate.visible.recall - candidate.heldOut.matched / candidate.heldOut.rows;
};

export const hasViolation = (candidate: RecordedCandidate): boolean =>
  "violation" in candidate && candidate.violation;

/** What became of a candidate, in a few words for people. */
export const fateOf = (candidate: RecordedCandidate): string => {
  switch (candidate.outcome) {
    case "rejected":
      return `rejected, ${candidate.reason.code}: ${candidate.reason.detail}`;
    case "ok":
      return candidate.blocked ? `${candidate.blocked.code}: ${candidate.blocked.detail}` : "ok";
    default:
      return `${candidate.outcome}: ${candidate.detail}`;
  }
};

type Order = (a: RecordedCandidate, b: RecordedCandidate) => number;

/** Could be kept, as far as is known. */
export const isKeepable = (candidate: RecordedCandidate): boolean =>
  candidate.outcome === "ok" && candidate.blocked === null;

/** The better one first, and of equals the smaller change; held-out rows decide nothing here. */
export const byFitness: Order = (a, b) =>
  candidateFitness(b) - candidateFitness(a) || linesOf(a) - linesOf(b);

/**
 * The one that stands for its round first. It must agree with the order in which candidates are put
 * to the vetoes: one that they were never asked about comes after the one that they let through.
 */
export const chosenFirst: Order = (a, b) => rank(a) - rank(b) || byFitness(a, b);

/** What tried something forbidden speaks for its whole round; else the best that there is. */
const rank = (candidate: RecordedCandidate): number => {
  if (hasViolation(candidate)) return 0;
  if (candidate.outcome === "ok") return isKeepable(candidate) ? 1 : 2;
  if (candidate.outcome === "rejected") return 4;
  return saysNothing(candidate) ? 5 : 3;
};

export const candidateFitness = (candidate: RecordedCandidate): number => rateOf(candidate) ?? 0;

const linesOf = (candidate: RecordedCandidate): number =>
  candidate.outcome === "ok" ? candidate.changedLines : 0;
