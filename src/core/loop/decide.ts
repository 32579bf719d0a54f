import type { Answer } from "../../domain/proposing.ts";
import { valuesOf } from "../../domain/settings.ts";
import { type Authority, authorityOver, envelopeFaults } from "../../policy/envelope.ts";
import { candidateFitness, chosenFirst } from "../../policy/rounds/chosen.ts";
import { commit } from "../candidate/commit.ts";
import type { Candidate } from "../candidate/record.ts";
import { notify } from "./notify.ts";
import { park } from "./park.ts";
import { type OpenRound, roundFields } from "./round-event.ts";
import type { RoundEnd, RunningLoop } from "./running-loop.ts";
import { settleTrust, tripIfDue } from "./trust.ts";

/** Decides on a round's candidates, records it, and only then lets it have an effect. */
export const decideRound = async (
  loop: RunningLoop,
  open: OpenRound,
  answer: Answer,
  candidates: readonly Candidate[],
): Promise<RoundEnd> => {
  const chosen = chosenAmong(candidates);
  const fields = roundFields(loop, open, answer, candidates);
  const turnedDown = refusal(chosen);
  if (turnedDown) {
    const turned = { ...fields, ...turnedDown, chosen: chosen.record.sha };
    await notify(loop, await loop.journal.record(turned));
    return after(loop);
  }
  const authority = authorityFor(loop, open, chosen);
  if (authority.by === null) {
    const end = await park(loop, fields, chosen, authority.reasons);
    return end ?? after(loop);
  }
  if (!chosen.measured) throw new Error("only what was measured can be kept");
  const kept = await commit(loop.loaded.workspace, loop.journal, chosen.measured, {
    ...fields,
    decision: "kept",
    chosen: chosen.record.sha,
    by: authority.by,
    reason: { code: "improved", detail: improvement(fields.fitnessBefore, chosen) },
  });
  loop.progress.inForce = chosen.measured;
  loop.progress.kept++;
  await notify(loop, kept);
  return after(loop);
};

const after = async (loop: RunningLoop): Promise<RoundEnd> => {
  await settleTrust(loop);
  return (await tripIfDue(loop)) ?? { kind: "next" };
};

const chosenAmong = (candidates: readonly Candidate[]): Candidate => {
  const [best] = [...candidates].sort((a, b) => chosenFirst(a.record, b.record));
  if (!best) throw new Error("a round without candidates has none to choose");
  return best;
};

const refusal = ({ record }: Candidate) => {
  switch (record.outcome) {
    case "ok":
      return record.blocked && ({ decision: "reverted", reason: record.blocked } as const);
    case "rejected":
      return { decision: "rejected", reason: record.reason } as const;
    case "not_started":
      return { decision: "void", reason: { code: "not-started", detail: record.detail } } as const;
    default:
      return {
        decision: "reverted",
        reason: { code: "not-contained", detail: `${record.outcome}: ${record.detail}` },
      } as const;
  }
};

const authorityFor = (
  loop: RunningLoop,
  { trust }: OpenRound,
  { record }: Candidate,
): Authority => {
  if (record.outcome !== "ok") throw new Error("only what was judged can be kept");
  const { settings } = loop.loaded.workspace;
  return authorityOver({
    mode: trust.mode,
    forceReview: loop.request.forceReview,
    reviewer: loop.request.reviewer,
    demoted: loop.progress.demoted,
    faults: envelopeFaults(
      {
        changedLines: record.changedLines,
        constructs: record.constructs,
        brokenCells: record.cells?.broken ?? null,
        memorised: record.memorised,
      },
      valuesOf(settings.envelope),
      settings.memorised.value,
    ),
  });
};

const improvement = (before: number, chosen: Candidate): string =>
  `fitness ${before.toFixed(6)} → ${candidateFitness(chosen.record).toFixed(6)}`;
