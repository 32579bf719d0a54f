import type { Sha } from "../../domain/digest.ts";
import type { TripwireName } from "../../domain/event-parts.ts";
import type { TrailEvent } from "../../domain/events.ts";
import type { Problem } from "../../domain/problems.ts";
import type { Saturation } from "../../domain/proposing.ts";
import { modeOf, nameOf } from "../../policy/trust/index.ts";
import type { Pending } from "../trail/ledger.ts";
import type { RunningLoop } from "./running-loop.ts";
import type { Start } from "./start.ts";

type Finished = Extract<TrailEvent, { type: "run.finished" }>;
export type StopReason = Finished["stopReason"];

export type End =
  | { readonly stopReason: "tripwire"; readonly tripwire: TripwireName }
  | { readonly stopReason: Exclude<StopReason, "tripwire">; readonly tripwire: null };

export type LoopResult = End & {
  readonly run: string;
  readonly rounds: number;
  readonly kept: number;
  readonly fitnessBefore: number | null;
  readonly fitnessAfter: number | null;
  readonly holdoutFitness: number | null;
  readonly score: { readonly passed: number; readonly total: number } | null;
  readonly tokens: number;
  readonly costUsd: number;
  readonly trust: { readonly level: number; readonly name: string; readonly mode: string };
  readonly forceReview: boolean;
  readonly genome: Sha | null;
  /** What waits for a person. */
  readonly pending: readonly Pending[];
  /** At which fitness the proposer had nothing left to try, and what it cannot explain; else null. */
  readonly saturated: (Saturation & { readonly fitness: number }) | null;
  readonly head: Sha | null;
  /** What could not be put on record, else null. */
  readonly unrecorded: string | null;
};

/** What is known of a loop whether or not it came to start. */
type Begun = Pick<Start, "journal" | "request">;

/** Puts the end on record, and beside the trail what the next start need not read again. */
export const finish = async (
  start: Begun,
  loop: RunningLoop | null,
  end: End,
): Promise<LoopResult> => {
  const { journal } = start;
  const { inForce } = journal.ledger;
  if (!inForce) throw new Error("a run that began has a genome in force");
  const result = resultOf(start, loop, end);
  await journal.record({
    type: "run.finished",
    ...end,
    rounds: result.rounds,
    kept: result.kept,
    genome: inForce.sha,
    fitnessBefore: result.fitnessBefore,
    fitnessAfter: result.fitnessAfter,
    holdoutFitness: result.holdoutFitness,
    tokens: result.tokens,
    costUsd: result.costUsd,
    trust: journal.ledger.trust.level,
    notifyFailures: loop ? [...loop.progress.notifyFailures] : [],
    checkpoint: journal.checkpoint(),
  });
  return { ...result, head: journal.head() };
};

/** Whether a loop ended with less than was asked for, on the visible gold or the held-out rows. */
export const endedBelow = ({ fitnessAfter, holdoutFitness }: LoopResult, least: number): boolean =>
  Math.min(fitnessAfter ?? 0, holdoutFitness ?? 1) < least;

/** The trail was changed under the loop: it is left as it is, and says nothing of the end. */
export const brokenTrail = (start: Begun, loop: RunningLoop, { message }: Problem): LoopResult => ({
  ...resultOf(start, loop, { stopReason: "tripwire", tripwire: "integrity" }),
  unrecorded: message,
});

const resultOf = ({ journal, request }: Begun, loop: RunningLoop | null, end: End): LoopResult => {
  const { trust, inForce, pending } = journal.ledger;
  const progress = loop?.progress;
  const now = progress?.inForce.judgement.evaluation;
  return {
    ...end,
    run: journal.run,
    rounds: progress?.rounds ?? 0,
    kept: progress?.kept ?? 0,
    fitnessBefore: progress?.before.judgement.evaluation.fitness ?? null,
    fitnessAfter: now?.fitness ?? null,
    holdoutFitness: now?.holdoutFitness ?? null,
    score: now ? { passed: now.score, total: now.total } : null,
    tokens: loop?.spending.spent.tokens ?? 0,
    costUsd: loop?.spending.spent.usd ?? 0,
    trust: { level: trust.level, name: nameOf(trust.level), mode: modeOf(trust.level) },
    forceReview: request.forceReview,
    genome: inForce?.sha ?? null,
    pending,
    saturated:
      now && progress?.saturation ? { fitness: now.fitness, ...progress.saturation } : null,
    head: journal.head(),
    unrecorded: null,
  };
};
