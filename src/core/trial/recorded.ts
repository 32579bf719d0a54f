import type { Evaluation } from "../../domain/evaluation.ts";
import type { EventDraft } from "../../domain/events.ts";
import { type Genome, type Rejection, rejectionText } from "../../domain/genome.ts";
import type { ContainedRun, Isolation, RunFacts } from "../../domain/run.ts";
import type { Trial } from "./trial.ts";

type Ok = Extract<ContainedRun, { outcome: "ok" }>;
type Unjudged = Exclude<ContainedRun, { outcome: "ok" }>;

/** What the trail keeps of one contained run and the judge's word on it. */
export const sandboxEvent = (
  { sha, origin }: Genome,
  trial: Trial,
  evaluation: Evaluation,
): EventDraft => {
  const tried = { type: "sandbox", genome: sha, origin } as const;
  if (trial.outcome === "rejected") return { ...tried, ...rejectedFields(trial.rejection) };
  const isolation = isolationFields(trial.facts.isolation);
  return trial.outcome === "ok"
    ? { ...tried, ...judgedFields(trial, evaluation), isolation }
    : { ...tried, ...failedFields(trial), isolation };
};

export const rejectedFields = (rejection: Rejection) =>
  ({
    outcome: "rejected",
    reason: { code: rejection.cause.kind, detail: rejectionText(rejection) },
  }) as const;

/** A run that was ok, in the judge's eyes. */
export const judgedFields = (
  { facts }: Ok,
  { score, total, checks, metrics, visible, heldOut, fitness, holdoutFitness }: Evaluation,
) =>
  ({
    outcome: "ok",
    ...factFields(facts),
    score,
    total,
    checksFailed: checks.filter(({ passed }) => !passed).map(({ name }) => name),
    metrics,
    visible,
    heldOut,
    fitness,
    holdoutFitness,
  }) as const;

/** A run that left nothing to judge. */
export const failedFields = (run: Unjudged) =>
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
