import { nameOf } from "../../policy/trust/index.ts";
import { fitnessIn, type Weighed } from "./candidates.ts";
import type { OpenRound } from "./open-round.ts";
import type { Session } from "./session.ts";

/** Tells people and machines of a round, where trust or the judge asks for that. */
export const notify = async (
  session: Session,
  { round, trust }: OpenRound,
  { record, tried }: Weighed,
  decision: string,
  by = "trust",
): Promise<void> => {
  if (trust.mode !== "NOTIFY" && by !== "judge") return;
  const { inForce } = session.progress;
  const { ports, project } = session.bench.workspace;
  const head = session.journal.head();
  if (head === null) return;
  const failures = await ports.notifier.send(
    {
      project: project.arena.name,
      run: session.journal.run,
      round,
      decision,
      by,
      genome: record.sha,
      hypothesis: record.hypothesis,
      reason: record.outcome === "ok" ? (record.blocked?.detail ?? "") : record.outcome,
      fitnessBefore: inForce.judged.evaluation.fitness,
      fitnessAfter: tried.measured ? fitnessIn({ record, tried }) : 0,
      trust: { level: trust.level, name: nameOf(trust.level), mode: trust.mode },
      head,
    },
    session.signal,
  );
  for (const failure of failures) {
    session.progress.notifyFailures.push({ ...failure, round });
    session.onlooker.note(`notification by ${failure.channel} failed: ${failure.detail}`);
  }
};
