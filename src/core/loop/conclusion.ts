import type { Answer } from "../../domain/proposing.ts";
import { valuesOf } from "../../domain/settings.ts";
import { type Authority, authorityOver } from "../../policy/authority.ts";
import { envelopeFaults } from "../../policy/envelope.ts";
import { byStanding, fitnessOf } from "../../policy/rounds/choice.ts";
import type { Weighed } from "./candidates.ts";
import { commit } from "./commit.ts";
import { notify } from "./notify.ts";
import { type OpenRound, roundFields } from "./open-round.ts";
import { park } from "./park.ts";
import type { RoundEnd } from "./round-end.ts";
import type { Session } from "./session.ts";
import { settleTrust, tripIfDue } from "./trust.ts";

/** Decides on a round's candidates, records it, and only then lets it have an effect. */
export const conclude = async (
  session: Session,
  open: OpenRound,
  answer: Answer,
  weighed: readonly Weighed[],
): Promise<RoundEnd> => {
  const chosen = chosenAmong(weighed);
  const fields = roundFields(session, open, answer, weighed);
  const turnedDown = refusal(chosen);
  if (turnedDown) {
    const turned = { ...fields, ...turnedDown, chosen: chosen.record.sha };
    await notify(session, await session.journal.record(turned));
    return after(session);
  }
  const authority = authorityFor(session, open, chosen);
  if (authority.by === null) {
    const end = await park(session, fields, chosen, authority.reasons);
    return end ?? after(session);
  }
  const kept = await commit(session, chosen, {
    ...fields,
    decision: "kept",
    chosen: chosen.record.sha,
    by: authority.by,
    reason: { code: "improved", detail: improvement(fields.fitnessBefore, chosen) },
  });
  await notify(session, kept);
  return after(session);
};

const after = async (session: Session): Promise<RoundEnd> => {
  await settleTrust(session);
  return (await tripIfDue(session)) ?? { kind: "next" };
};

const chosenAmong = (weighed: readonly Weighed[]): Weighed => {
  const [best] = [...weighed].sort((a, b) => byStanding(a.record, b.record));
  if (!best) throw new Error("a round without candidates has none to choose");
  return best;
};

const refusal = ({ record }: Weighed) => {
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

const authorityFor = (session: Session, { trust }: OpenRound, { record }: Weighed): Authority => {
  if (record.outcome !== "ok") throw new Error("only what was judged can be kept");
  const { settings } = session.bench.workspace;
  return authorityOver({
    mode: trust.mode,
    forceReview: session.request.forceReview,
    reviewer: session.request.reviewer,
    demoted: session.progress.demoted,
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

const improvement = (before: number, chosen: Weighed): string =>
  `fitness ${before.toFixed(6)} → ${fitnessOf(chosen.record).toFixed(6)}`;
