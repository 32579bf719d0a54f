import type { EventDraft } from "../../domain/events.ts";
import type { Pending } from "../ledger.ts";
import type { Measured } from "../trial/bench.ts";

const reviewed = ({ review, round, sha, parent }: Pending) =>
  ({ type: "review.decided", review, round, sha, parent }) as const;

export const approvedEvent = (
  pending: Pending,
  before: Measured,
  after: Measured,
  rejudged: boolean,
): EventDraft => ({
  ...reviewed(pending),
  parent: before.genome.sha,
  decision: "approved",
  by: "human",
  rejudged,
  fitnessBefore: before.judged.evaluation.fitness,
  fitness: after.judged.evaluation.fitness,
  holdoutFitness: after.judged.evaluation.holdoutFitness,
});

export const rejectedEvent = (pending: Pending, reason: string): EventDraft => ({
  ...reviewed(pending),
  decision: "rejected",
  by: "human",
  reason,
});

export const staleEvent = (
  pending: Pending,
  reason: Extract<EventDraft, { decision: "stale" }>["reason"],
): EventDraft => ({ ...reviewed(pending), decision: "stale", by: "human", reason });
