import type { Answer } from "../../domain/proposing.ts";
import { memorisedLimit, saidOf, valuesOf } from "../../domain/settings.ts";
import {
  type Authority,
  authorityOver,
  envelopeFaults,
  isFirstRewriting,
  mayCommit,
  type ReviewReason,
} from "../../policy/envelope.ts";
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
  if (authority.by === null) return putAside(loop, open, fields, chosen, authority.reasons);
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

/** Where the loop may commit by itself, what must wait for a person does not end it. */
const putAside = async (
  loop: RunningLoop,
  { trust }: OpenRound,
  fields: ReturnType<typeof roundFields>,
  chosen: Candidate,
  reasons: readonly ReviewReason[],
): Promise<RoundEnd> => {
  const { loaded, journal, request, progress } = loop;
  const most = loaded.workspace.settings.review.mostPending.value;
  if (journal.ledger.pending.length >= most) {
    const detail = `${most} candidates wait for a person already, and this one would be one more: ${reasons.map((reason) => reason.detail).join("; ")}`;
    const reason = { code: "too-many-pending", detail } as const;
    const full = { ...fields, decision: "void", chosen: chosen.record.sha, reason } as const;
    await notify(loop, await journal.record(full));
    return { kind: "awaiting-review" };
  }
  const end = await park(loop, fields, chosen, reasons);
  if (end === "decided") return after(loop);
  const goesOn = end === "undecided" && mayCommit({ ...trust, ...request, ...progress });
  if (goesOn) return after(loop);
  return end === "undecided" || end === "quit" ? { kind: "awaiting-review" } : end;
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
    case "lost":
      return { decision: "void", reason: { code: "lost", detail: record.detail } } as const;
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
  const { gold, workspace } = loop.loaded;
  const { settings } = workspace;
  return authorityOver({
    mode: trust.mode,
    forceReview: loop.request.forceReview,
    reviewer: loop.request.reviewer,
    demoted: loop.progress.demoted,
    faults: envelopeFaults(
      {
        ...record,
        isFirstRewriting: isFirstRewriting(loop.progress.inForce.genome.origin, record),
      },
      valuesOf(settings.envelope),
      memorisedLimit(saidOf(settings.memorised), gold.size - gold.heldOutSize),
    ),
  });
};

const improvement = (before: number, chosen: Candidate): string =>
  `fitness ${before.toFixed(6)} → ${candidateFitness(chosen.record).toFixed(6)}`;
