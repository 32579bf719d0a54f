import type { Sha } from "../../domain/digest.ts";
import type { TrailEvent } from "../../domain/events.ts";
import type { Outcome } from "../../domain/run.ts";
import { chosenOf } from "../../policy/rounds/chosen.ts";

export type RoundEvent = Extract<TrailEvent, { type: "round" }>;
export type ReviewDecided = Extract<TrailEvent, { type: "review.decided" }>;

/** One round in a line. */
export interface RoundRow {
  readonly round: number;
  readonly at: string;
  readonly run: string;
  readonly decision: RoundEvent["decision"];
  /** What a review made of it since; null while none did. */
  readonly reviewed: ReviewDecided["decision"] | null;
  readonly parent: Sha;
  /** Null for a round that brought no candidate. */
  readonly chosen: Sha | null;
  readonly proposer: string | null;
  readonly hypothesis: string | null;
  readonly outcome: Outcome | null;
  readonly score: number | null;
  readonly total: number | null;
  /** Of the chosen candidate; null where it was not judged. */
  readonly fitness: number | null;
  readonly holdoutFitness: number | null;
  readonly fitnessBefore: number;
  readonly holdoutBefore: number | null;
  readonly reason: string;
}

export const rowOf = (event: RoundEvent): RoundRow => {
  const { round, at, run, decision, parent, chosen, fitnessBefore, holdoutBefore } = event;
  const candidate = chosenOf(event);
  const judged = candidate?.outcome === "ok" ? candidate : null;
  return {
    round,
    at,
    run,
    decision,
    reviewed: null,
    parent,
    chosen,
    proposer: candidate?.proposer ?? null,
    hypothesis: candidate?.hypothesis ?? null,
    outcome: candidate?.outcome ?? null,
    score: judged?.score ?? null,
    total: judged?.total ?? null,
    fitness: judged?.fitness ?? null,
    holdoutFitness: judged?.holdoutFitness ?? null,
    fitnessBefore,
    holdoutBefore,
    reason: reasonOf(event),
  };
};

const reasonOf = (event: RoundEvent): string => {
  const reasons = event.decision === "pending" ? event.reasons : [event.reason];
  return reasons
    .map(({ code, detail }) => (detail === "" ? code : `${code}: ${detail}`))
    .join("; ");
};
