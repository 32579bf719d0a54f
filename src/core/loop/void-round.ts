import type { Answer } from "../../domain/proposing.ts";
import { budgetSpent, integrityBroken } from "../../policy/tripwires/index.ts";
import type { Candidate } from "../candidate/record.ts";
import type { Breach } from "./integrity.ts";
import { notify } from "./notify.ts";
import { type OpenRound, roundFields } from "./round-event.ts";
import type { RoundEnd, RunningLoop } from "./running-loop.ts";
import { haltReason } from "./stop-causes.ts";
import { settleTrust, trip, tripIfDue } from "./trust.ts";

type Asked = Pick<Answer, "unanswered">;

interface Broken {
  readonly broken: Breach;
  readonly answer?: Asked;
  readonly candidates?: readonly Candidate[];
}

const nothing: Asked = { unanswered: [] };

/** A round that somebody ended; what was asked by then has its cost all the same. */
export const haltRound = async (
  loop: RunningLoop,
  open: OpenRound,
  answer: Answer | null,
): Promise<RoundEnd> => {
  await loop.journal.record({
    ...roundFields(loop, open, answer ? unjudged(answer) : nothing, []),
    decision: "void",
    chosen: null,
    reason: haltReason(loop.signal),
  });
  return { kind: "halted" };
};

const unjudged = ({ proposals, unanswered }: Answer): Asked => ({
  unanswered: [
    ...unanswered,
    ...proposals.map(({ proposer, model, tokens, costUsd, proposeMs }) => {
      const detail = "the round was ended before its candidate was judged";
      return { proposer, model, tokens, costUsd, proposeMs, detail };
    }),
  ],
});

/** A round that counts for nothing, because the ground under it moved. */
export const voidRound = async (
  loop: RunningLoop,
  open: OpenRound,
  { broken, answer = nothing, candidates = [] }: Broken,
): Promise<RoundEnd> => {
  const names = broken.map(({ what }) => what).join(", ");
  const event = await loop.journal.record({
    ...roundFields(loop, open, answer, candidates),
    decision: "void",
    chosen: null,
    reason: { code: "integrity", detail: `changed during the loop: ${names}` },
  });
  await notify(loop, event);
  return trip(loop, integrityBroken(open.round, broken));
};

/** Nothing came to be judged: the proposer has no more, may spend no more, or failed. */
export const voidWithoutCandidate = async (
  loop: RunningLoop,
  open: OpenRound,
  answer: Answer,
): Promise<RoundEnd> => {
  const { problem, saturated } = answer;
  loop.progress.saturation = saturated;
  const spent = problem || saturated !== null ? null : loop.spending.refused;
  const event = await loop.journal.record({
    ...roundFields(loop, open, answer, []),
    decision: "void",
    chosen: null,
    reason: reasonFor(answer, spent),
  });
  await notify(loop, event);
  if (problem) throw problem;
  if (saturated !== null) return { kind: "saturated" };
  if (spent)
    return trip(
      loop,
      budgetSpent(open.round, spent, loop.spending.spentOn(spent), loop.spending.limitOf(spent)),
    );
  await settleTrust(loop);
  return (await tripIfDue(loop)) ?? { kind: "next" };
};

const reasonFor = (answer: Answer, spent: string | null) => {
  if (answer.saturated !== null)
    return { code: "no-candidate", detail: answer.saturated.reason } as const;
  if (spent) return { code: "budget", detail: `${spent}: the next call could cost more` } as const;
  const detail =
    answer.problem?.message ?? answer.unanswered.at(-1)?.detail ?? "the proposer had no candidate";
  return { code: "proposer-failed", detail } as const;
};
