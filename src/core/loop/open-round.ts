import type { Answer, Focus } from "../../domain/proposing.ts";
import { effectiveMode } from "../../policy/trust/index.ts";
import { isolationIn } from "../trial/bench.ts";
import { containmentOf, type Weighed } from "./candidates.ts";
import { type Cap, capsOf } from "./caps.ts";
import type { Session, Standing } from "./session.ts";

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

export const openRound = (session: Session, focus: Focus): OpenRound => {
  const { level } = session.journal.ledger.trust;
  const caps = capsOf(session, isolationIn(session.progress.inForce));
  return {
    round: session.journal.ledger.rounds + 1,
    focus,
    since: session.bench.workspace.ports.elapsed(),
    trust: {
      level,
      mode: effectiveMode(
        level,
        caps.map(({ code }) => code),
      ),
      caps,
    },
  };
};

export const standingIn = ({ progress: { inForce } }: Session, open: OpenRound): Standing => ({
  round: open.round,
  fitness: inForce.judged.evaluation.fitness,
  level: open.trust.level,
});

/** What every round's event says, whatever was decided. */
export const roundFields = (
  { bench, progress: { inForce } }: Session,
  { round, focus, since, trust }: OpenRound,
  answer: Pick<Answer, "unanswered">,
  weighed: readonly Weighed[],
) => ({
  type: "round" as const,
  round,
  candidates: weighed.map(({ record }) => record),
  unanswered: [...answer.unanswered],
  parent: inForce.genome.sha,
  fitnessBefore: inForce.judged.evaluation.fitness,
  holdoutBefore: inForce.judged.evaluation.holdoutFitness,
  focus,
  containment: containmentOf(weighed.map(({ tried }) => tried)),
  trust: { level: trust.level, mode: trust.mode, caps: [...trust.caps] },
  durationMs: bench.workspace.ports.elapsed() - since,
});
