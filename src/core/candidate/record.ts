import type { Evaluation } from "../../domain/evaluation.ts";
import type { RecordedCandidate } from "../../domain/event-parts.ts";
import type { EventDraft } from "../../domain/events.ts";
import { type KnownGenome, type Rejection, rejectionText } from "../../domain/genome.ts";
import type { Proposal } from "../../domain/proposing.ts";
import type { ContainedRun, Isolation, RunFacts } from "../../domain/run.ts";
import { valuesOf } from "../../domain/settings.ts";
import { visible } from "../../domain/visible.ts";
import { changedLines, watchedIn } from "../../policy/envelope.ts";
import { cellChanges } from "../../policy/judge/right-cells.ts";
import { keepFault } from "../../policy/keep.ts";
import { rowEffects } from "../../policy/row-effects.ts";
import type { LoadedProject, MeasuredGenome } from "./measure.ts";
import { memorisedCount } from "./memorised.ts";
import type { GenomeRun } from "./run.ts";
import { objectionIn, triedForbidden, vet } from "./vetoes.ts";

/** One candidate of a round: what was proposed, what its run left, and what goes on record of it. */
export interface Candidate {
  readonly proposal: Proposal;
  /** Null when its text was turned away before it ran. */
  readonly measured: MeasuredGenome | null;
  readonly record: RecordedCandidate;
}

/** Why a candidate is not run. */
export type TurnedDown = Extract<RecordedCandidate, { outcome: "rejected" }>["reason"];
type Judged = Extract<RecordedCandidate, { outcome: "ok" }>;

/** A candidate that never ran, although its text could. */
export const turnedAway = (
  proposal: Proposal,
  genome: KnownGenome,
  reason: TurnedDown,
): Candidate => ({
  proposal,
  measured: null,
  record: { ...proposedFields(proposal, genome), outcome: "rejected", reason },
});

/** A candidate whose run came to nothing at some worker: it says nothing of the text. */
export const lostCandidate = (
  proposal: Proposal,
  genome: KnownGenome,
  detail: string,
): Candidate => ({
  proposal,
  measured: null,
  record: { ...proposedFields(proposal, genome), outcome: "lost", detail },
});

/** What a run left, held against the genome that the candidate is a change of. */
export const judgeCandidate = async (
  loaded: LoadedProject,
  inForce: MeasuredGenome,
  proposal: Proposal,
  measured: MeasuredGenome,
): Promise<Candidate> => {
  const { run, genome } = measured;
  const proposed = proposedFields(proposal, genome);
  if (run.outcome === "rejected")
    return { proposal, measured, record: { ...proposed, ...rejectedFields(run.rejection) } };
  if (run.outcome !== "ok")
    return { proposal, measured, record: { ...proposed, ...failedFields(run) } };
  const { evaluation } = measured.judgement;
  const { predictedFitness } = proposal;
  const record: Judged = {
    ...proposed,
    ...judgedFields(run, evaluation),
    judgeMs: measured.judgeMs,
    predictionError: predictedFitness === null ? null : predictedFitness - evaluation.fitness,
    vetoes: [],
    blocked: run.facts.violation
      ? triedForbidden
      : keepFault(inForce.judgement.evaluation, evaluation),
    ...(await changeFields(loaded, inForce, measured)),
  };
  return { proposal, measured, record };
};

type ChangeFields = Pick<Judged, "cells" | "effects" | "changedLines" | "constructs" | "memorised">;

/** What a change does beside its scores: what the envelope asks of it. */
const changeFields = async (
  loaded: LoadedProject,
  before: MeasuredGenome,
  after: MeasuredGenome,
): Promise<ChangeFields> => {
  const { settings, ports } = loaded.workspace;
  const [old, now] = await Promise.all([
    ports.compiler.namesAndLiterals(before.genome.content),
    ports.compiler.namesAndLiterals(after.genome.content),
  ]);
  return {
    cells: cellsBetween(before, after),
    effects: rowEffects(loaded.gold, before.judgement, after.judgement),
    changedLines: changedLines(textOf(before.genome), textOf(after.genome)),
    constructs: watchedIn(now.names, valuesOf(settings.envelope).watch),
    memorised: await memorisedCount(loaded, old, now),
  };
};

const cellsBetween = (before: MeasuredGenome, after: MeasuredGenome): Judged["cells"] => {
  const [old, now] = [before.judgement.rightCells, after.judgement.rightCells];
  return old && now ? cellChanges(old, now) : null;
};

const textOf = ({ content }: KnownGenome): string => Buffer.from(content).toString("utf8");

/** The same with the vetoes' word: one that objects keeps the candidate from being kept. */
export const vetCandidate = async (
  loaded: LoadedProject,
  candidate: Candidate,
  signal: AbortSignal,
): Promise<Candidate> => {
  const { proposal, measured, record } = candidate;
  if (record.outcome !== "ok" || !measured) return candidate;
  const vetting = await vet(loaded, measured, signal);
  const { notStarted: detail, violation, vetoes } = vetting;
  if (detail !== null) {
    const proposed = proposedFields(proposal, measured.genome);
    return { proposal, measured, record: { ...proposed, outcome: "not_started", detail } };
  }
  return {
    proposal,
    measured,
    record: {
      ...record,
      violation: record.violation || violation,
      vetoes,
      blocked: objectionIn(vetting) ?? record.blocked,
    },
  };
};

const proposedFields = (proposal: Proposal, genome: KnownGenome) => ({
  sha: genome.sha,
  bytes: genome.content.length,
  origin: proposal.origin,
  hypothesis: oneLine(proposal.hypothesis, longestClaim),
  rules: proposal.rules.map(recordedRule),
  predictedFitness: proposal.predictedFitness,
  proposer: proposal.proposer,
  model: proposal.model,
  tokens: proposal.tokens,
  costUsd: proposal.costUsd,
  proposeMs: proposal.proposeMs,
});

const longestClaim = 300;
/** Long enough to tell two rules apart. */
const longestRule = 2000;

/** A rule as the trail names it, and as a refusal of it is remembered. */
export const recordedRule = (rule: string): string => oneLine(rule, longestRule);

const oneLine = (words: string, longest: number): string =>
  visible(words.replaceAll(/\s+/g, " ").trim(), longest);

/** What the trail keeps of one run of `cleanloop sandbox` and the judge's word on it. */
export const sandboxEvent = (
  { sha, origin }: KnownGenome,
  run: GenomeRun,
  evaluation: Evaluation,
): EventDraft => {
  const tried = { type: "sandbox", genome: sha, origin } as const;
  if (run.outcome === "rejected") return { ...tried, ...rejectedFields(run.rejection) };
  const isolation = isolationFields(run.facts.isolation);
  return run.outcome === "ok"
    ? { ...tried, ...judgedFields(run, evaluation), isolation }
    : { ...tried, ...failedFields(run), isolation };
};

const rejectedFields = (rejection: Rejection) =>
  ({
    outcome: "rejected",
    reason: { code: rejection.cause.kind, detail: rejectionText(rejection) },
  }) as const;

/** A run that was ok, in the judge's eyes. */
const judgedFields = (
  { facts }: Extract<ContainedRun, { outcome: "ok" }>,
  { score, total, checks, metrics, visible: shown, heldOut, fitness, holdoutFitness }: Evaluation,
) =>
  ({
    outcome: "ok",
    ...factFields(facts),
    score,
    total,
    checksFailed: checks.filter(({ passed }) => !passed).map(({ name }) => name),
    metrics,
    visible: shown,
    heldOut,
    fitness,
    holdoutFitness,
  }) as const;

/** A run that left nothing to judge. */
const failedFields = (run: Exclude<ContainedRun, { outcome: "ok" }>) =>
  run.outcome === "not_started"
    ? { outcome: run.outcome, detail: run.detail }
    : { outcome: run.outcome, detail: run.detail, ...factFields(run.facts) };

const factFields = ({ durationMs, exitCode, signal, violation }: RunFacts) => ({
  durationMs,
  exitCode,
  signal,
  violation,
});

export const isolationFields = ({
  backend,
  layers,
}: Isolation): { backend: Isolation["backend"]; layers: { name: string; on: boolean }[] } => ({
  backend,
  layers: layers.map(({ name, on }) => ({ name, on })),
});
