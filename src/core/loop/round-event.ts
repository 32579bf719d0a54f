import type { Answer, Focus } from "../../domain/proposing.ts";
import type { BackendName } from "../../domain/run.ts";
import { effectiveMode } from "../../policy/trust/index.ts";
import { isolationIn } from "../candidate/measure.ts";
import { type Candidate, isolationFields } from "../candidate/record.ts";
import type { RoundStatus, RunningLoop } from "./running-loop.ts";
import { type Cap, capsOf } from "./trust.ts";

/** A round that has begun: what was so before anything was asked. */
export interface OpenRound {
  readonly round: number;
  readonly focus: Focus;
  readonly since: number;
  readonly trust: {
    readonly level: 0 | 1 | 2 | 3;
    readonly mode: "REVIEW" | "NOTIFY" | "AUTO";
    readonly caps: readonly Cap[];
  };
}

export const openRound = (loop: RunningLoop, focus: Focus): OpenRound => ({
  round: loop.journal.ledger.rounds + 1,
  focus,
  since: loop.loaded.workspace.ports.elapsed(),
  trust: trustUnder(loop, isolationIn(loop.progress.inForce)?.backend ?? null),
});

/** The same round, once it is known how the workers that served it hold programs. */
export const servedBy = (
  loop: RunningLoop,
  open: OpenRound,
  weakest: BackendName | null,
): OpenRound => (weakest === "process" ? { ...open, trust: trustUnder(loop, weakest) } : open);

const trustUnder = (loop: RunningLoop, backend: BackendName | null): OpenRound["trust"] => {
  const { level } = loop.journal.ledger.trust;
  const caps = capsOf(loop, backend);
  const codes = caps.map(({ code }) => code);
  return { level, mode: effectiveMode(level, codes), caps };
};

export const statusIn = ({ progress: { inForce } }: RunningLoop, open: OpenRound): RoundStatus => ({
  round: open.round,
  fitness: inForce.judgement.evaluation.fitness,
  level: open.trust.level,
});

/** What every round's event says, whatever was decided. */
export const roundFields = (
  { loaded, progress: { inForce } }: RunningLoop,
  { round, focus, since, trust }: OpenRound,
  answer: Pick<Answer, "unanswered">,
  candidates: readonly Candidate[],
) => ({
  type: "round" as const,
  round,
  candidates: candidates.map(({ record }) => record),
  unanswered: [...answer.unanswered],
  parent: inForce.genome.sha,
  fitnessBefore: inForce.judgement.evaluation.fitness,
  holdoutBefore: inForce.judgement.evaluation.holdoutFitness,
  focus,
  containment: containmentOf(candidates),
  trust: { level: trust.level, mode: trust.mode, caps: [...trust.caps] },
  durationMs: loaded.workspace.ports.elapsed() - since,
});

/** How the round's runs were held; null when nothing ran. */
const containmentOf = (candidates: readonly Candidate[]) => {
  for (const { measured } of candidates) {
    const isolation = measured && isolationIn(measured);
    if (isolation) return isolationFields(isolation);
  }
  return null;
};
