import type { TrailEvent } from "../../domain/events.ts";
import type { Notification } from "../../domain/ports/control.ts";
import { visible } from "../../domain/visible.ts";
import { candidateFitness, chosenOf } from "../../policy/rounds/chosen.ts";
import { nameOf } from "../../policy/trust/index.ts";
import type { RunningLoop } from "./running-loop.ts";

type Round = Extract<TrailEvent, { type: "round" }>;

/** Tells of a recorded round, where trust or the judge's approval asks for that. */
export const notify = async (loop: RunningLoop, event: TrailEvent): Promise<void> => {
  if (event.type !== "round" || !isNews(event)) return;
  const { ports, project } = loop.loaded.workspace;
  const news = newsOf(project.arena.name, event);
  for (const failure of await ports.notifier.send(news, loop.signal)) {
    loop.progress.notifyFailures.push({ ...failure, round: event.round });
    loop.onlooker.note(`notification by ${failure.channel} failed: ${failure.detail}`);
  }
};

const isNews = (round: Round): boolean => round.trust.mode === "NOTIFY" || byOf(round) === "judge";

const byOf = (round: Round): "trust" | "judge" | null =>
  round.decision === "kept" ? round.by : null;

const newsOf = (project: string, round: Round): Notification => {
  const chosen = chosenOf(round);
  const { level, mode } = round.trust;
  const fitnessAfter = chosen ? candidateFitness(chosen) : null;
  const next =
    round.decision === "pending"
      ? `cleanloop review show ${round.review}`
      : `cleanloop observe --round ${round.round}`;
  const figures = [round.fitnessBefore, fitnessAfter ?? round.fitnessBefore].map((fitness) =>
    fitness.toFixed(3),
  );
  const by = byOf(round);
  return {
    text: `${figures.join(" → ")} ${visible(project, 60)}: round ${round.round} ${said[round.decision]}${by === "judge" ? " by the judge" : ""}. ${next} shows it. Head ${round.hash}`,
    fitnessBefore: round.fitnessBefore,
    fitnessAfter,
    next,
    project,
    run: round.run,
    round: round.round,
    decision: round.decision,
    by,
    genome: round.chosen,
    hypothesis: chosen?.hypothesis ?? null,
    reason: reasonOf(round),
    trust: { level, name: nameOf(level), mode },
    head: round.hash,
  };
};

const said: Readonly<Record<Round["decision"], string>> = {
  kept: "kept",
  reverted: "reverted",
  rejected: "rejected",
  pending: "waits for you",
  void: "void",
};

const reasonOf = (round: Round): string =>
  round.decision === "pending"
    ? round.reasons.map(({ detail }) => detail).join("; ")
    : round.reason.detail;
