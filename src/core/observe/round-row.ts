import type { Sha } from "../../domain/digest.ts";
import type { RecordedCandidate } from "../../domain/event-parts.ts";
import type { TrailEvent } from "../../domain/events.ts";
import type { BackendName, Outcome } from "../../domain/run.ts";
import { chosenOf } from "../../policy/rounds/chosen.ts";
import type { Level, Mode } from "../../policy/trust/index.ts";
import { spentIn } from "./spending.ts";

export type RoundEvent = Extract<TrailEvent, { type: "round" }>;
export type ReviewDecided = Extract<TrailEvent, { type: "review.decided" }>;

/** One round in a line. */
export interface RoundRow {
  readonly round: number;
  readonly at: string;
  readonly run: string;
  readonly decision: RoundEvent["decision"];
  /** On whose word it was committed; null when it was not. */
  readonly by: "trust" | "judge" | null;
  /** The id of its review; null for a round that was not parked. */
  readonly review: string | null;
  /** What a review made of it since; null while none did. */
  readonly reviewed: ReviewDecided["decision"] | null;
  readonly focus: string;
  readonly parent: Sha;
  /** Null for a round that brought no candidate. */
  readonly chosen: Sha | null;
  /** How many were chosen among. */
  readonly candidates: number;
  readonly proposer: string | null;
  readonly origin: RecordedCandidate["origin"] | null;
  readonly model: string | null;
  readonly hypothesis: string | null;
  readonly outcome: Outcome | null;
  readonly score: number | null;
  readonly total: number | null;
  /** The checks that failed; null where nothing was judged. */
  readonly checksFailed: readonly string[] | null;
  /** Of the chosen candidate; null where it was not judged. */
  readonly fitness: number | null;
  readonly holdoutFitness: number | null;
  readonly fitnessBefore: number;
  readonly holdoutBefore: number | null;
  /** Of the whole gold; null where nothing was judged. */
  readonly rows: RowCounts | null;
  readonly cells: { readonly fixed: number; readonly broken: number } | null;
  /** Rows of the visible gold that the change put right and broke; null where that is not recorded. */
  readonly effects: { readonly right: number; readonly broken: number } | null;
  readonly changedLines: number | null;
  readonly level: Level;
  readonly mode: Mode;
  readonly isolation: BackendName | null;
  readonly tokens: number;
  readonly costUsd: number;
  readonly durationMs: number;
  readonly reason: string;
}

export interface RowCounts {
  readonly gold: number;
  readonly matched: number;
  readonly missing: number;
  readonly unexpected: number;
}

export const rowOf = (event: RoundEvent): RoundRow => {
  const { round, at, run, decision, parent, chosen, fitnessBefore, holdoutBefore } = event;
  const candidate = chosenOf(event);
  const { tokens, costUsd } = spentIn(event);
  return {
    round,
    at,
    run,
    decision,
    by: event.decision === "kept" ? event.by : null,
    review: event.decision === "pending" ? event.review : null,
    reviewed: null,
    focus: event.focus,
    parent,
    chosen,
    candidates: event.candidates.length,
    proposer: candidate?.proposer ?? null,
    origin: candidate?.origin ?? null,
    model: candidate?.model ?? null,
    hypothesis: candidate?.hypothesis ?? null,
    outcome: candidate?.outcome ?? null,
    ...judgedFields(candidate),
    fitnessBefore,
    holdoutBefore,
    level: event.trust.level,
    mode: event.trust.mode,
    isolation: event.containment?.backend ?? null,
    tokens,
    costUsd,
    durationMs: event.durationMs,
    reason: reasonOf(event),
  };
};

const notJudged = {
  score: null,
  total: null,
  checksFailed: null,
  fitness: null,
  holdoutFitness: null,
  rows: null,
  cells: null,
  effects: null,
  changedLines: null,
} as const;

type JudgedFields = Pick<RoundRow, keyof typeof notJudged>;

const judgedFields = (candidate: RecordedCandidate | undefined): JudgedFields => {
  if (candidate?.outcome !== "ok") return notJudged;
  const { score, total, checksFailed, fitness, holdoutFitness, metrics } = candidate;
  const { referenceRows, matchedRows, missingRows, unexpectedRows } = metrics;
  return {
    score,
    total,
    checksFailed,
    fitness,
    holdoutFitness,
    rows: {
      gold: referenceRows,
      matched: matchedRows,
      missing: missingRows,
      unexpected: unexpectedRows,
    },
    cells: candidate.cells,
    effects: candidate.effects && {
      right: candidate.effects.right,
      broken: candidate.effects.broken,
    },
    changedLines: candidate.changedLines,
  };
};

const reasonOf = (event: RoundEvent): string => {
  const reasons = event.decision === "pending" ? event.reasons : [event.reason];
  return reasons
    .map(({ code, detail }) => (detail === "" ? code : `${code}: ${detail}`))
    .join("; ");
};
