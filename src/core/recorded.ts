import type { Evaluation } from "../domain/evaluation.ts";
import type { EventDraft } from "../domain/events.ts";
import { type Genome, rejectionText } from "../domain/genome.ts";
import type { Isolation, RunFacts } from "../domain/run.ts";
import type { Trial } from "./trial.ts";

/** What the trail keeps of one contained run and the judge's word on it. */
export const sandboxEvent = (
  { sha, origin }: Genome,
  trial: Trial,
  evaluation: Evaluation,
): EventDraft => {
  const tried = { type: "sandbox", genome: sha, origin } as const;
  switch (trial.outcome) {
    case "rejected":
      return {
        ...tried,
        outcome: "rejected",
        reason: { code: trial.rejection.cause.kind, detail: rejectionText(trial.rejection) },
      };
    case "not_started":
      return {
        ...tried,
        outcome: "not_started",
        detail: trial.detail,
        isolation: isolationOf(trial.facts),
      };
    case "ok":
      return {
        ...tried,
        outcome: "ok",
        ...factsOf(trial.facts),
        ...scoresOf(evaluation),
        isolation: isolationOf(trial.facts),
      };
    default:
      return {
        ...tried,
        outcome: trial.outcome,
        detail: trial.detail,
        ...factsOf(trial.facts),
        isolation: isolationOf(trial.facts),
      };
  }
};

const factsOf = ({ durationMs, exitCode, signal, violation }: RunFacts) => ({
  durationMs,
  exitCode,
  signal,
  violation,
});

const isolationOf = ({
  isolation,
}: RunFacts): { backend: Isolation["backend"]; layers: { name: string; on: boolean }[] } => ({
  backend: isolation.backend,
  layers: isolation.layers.map(({ name, on }) => ({ name, on })),
});

const scoresOf = ({
  score,
  total,
  checks,
  metrics,
  visible,
  heldOut,
  fitness,
  holdoutFitness,
}: Evaluation) => ({
  score,
  total,
  checksFailed: checks.filter(({ passed }) => !passed).map(({ name }) => name),
  metrics,
  visible,
  heldOut,
  fitness,
  holdoutFitness,
});
