import type { EventDraft } from "../../domain/events.ts";
import type { MeasuredGenome } from "../candidate/measure.ts";
import type { Pending } from "../trail/ledger.ts";

const reviewed = ({ review, round, sha, parent }: Pending) =>
  ({ type: "review.decided", review, round, sha, parent }) as const;

export const approvedEvent = (
  pending: Pending,
  before: MeasuredGenome,
  after: MeasuredGenome,
  rejudged: boolean,
): EventDraft => ({
  ...reviewed(pending),
  parent: before.genome.sha,
  decision: "approved",
  by: "human",
  rejudged,
  fitnessBefore: before.judgement.evaluation.fitness,
  fitness: after.judgement.evaluation.fitness,
  holdoutFitness: after.judgement.evaluation.holdoutFitness,
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
