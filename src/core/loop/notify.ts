import { nameOf } from "../../policy/trust/index.ts";
import { fitnessIn, type Weighed } from "./candidates.ts";
import type { OpenRound } from "./open-round.ts";
import type { Session } from "./session.ts";

/** How a round ended that people and machines may want to hear of. */
export interface News {
  readonly chosen: Weighed;
  readonly decision: string;
  readonly by: "trust" | "judge";
  readonly reason: string;
  readonly fitnessBefore: number;
}

/** Tells of a round, where trust or the judge's approval asks for that. */
export const notify = async (
  session: Session,
  { round, trust }: OpenRound,
  { chosen, ...news }: News,
): Promise<void> => {
  if (trust.mode !== "NOTIFY" && news.by !== "judge") return;
  const { ports, project } = session.bench.workspace;
  const head = session.journal.head();
  if (head === null) return;
  const failures = await ports.notifier.send(
    {
      project: project.arena.name,
      run: session.journal.run,
      round,
      ...news,
      genome: chosen.record.sha,
      hypothesis: chosen.record.hypothesis,
      fitnessAfter: fitnessIn(chosen),
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
