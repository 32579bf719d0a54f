import type { RecordedCandidate } from "../domain/event-parts.ts";
import type { EventDraft } from "../domain/events.ts";
import type { Attempt } from "../domain/proposing.ts";
import { visible } from "../domain/visible.ts";
import { toldToProposer } from "./keep.ts";
import type { Round } from "./rounds/chosen.ts";

type Decided = Extract<EventDraft, { type: "review.decided" }>;

/** What later proposers are told of a round: never a number that held-out rows had a part in. */
export const attemptsIn = (round: Round): Attempt[] =>
  round.candidates.map((candidate) => ({
    sha: candidate.sha,
    parent: round.parent,
    hypothesis: candidate.hypothesis,
    ...resultOf(round, candidate),
  }));

const resultOf = (
  { decision, chosen }: Round,
  candidate: RecordedCandidate,
): { readonly result: string; readonly detail: string } => {
  switch (candidate.outcome) {
    case "rejected":
      return { result: candidate.reason.code, detail: candidate.reason.detail };
    case "ok":
      if (candidate.blocked)
        return toldToProposer(candidate.blocked.code, candidate.blocked.detail);
      return candidate.sha === chosen
        ? { result: decision, detail: "" }
        : { result: "not-chosen", detail: "another candidate of the same round was better" };
    default:
      return { result: candidate.outcome, detail: candidate.detail };
  }
};

/** What a person's word makes of an attempt that waited for it. */
export const attemptAfter = (attempt: Attempt, decided: Decided): Attempt => {
  if (attempt.sha !== decided.sha || attempt.result !== "pending") return attempt;
  switch (decided.decision) {
    case "approved":
      return { ...attempt, result: "kept" };
    case "rejected":
      return { ...attempt, result: "refused", detail: visible(decided.reason, 300) };
    case "stale":
      return {
        ...attempt,
        ...toldToProposer(decided.reason.code, decided.reason.detail),
      };
  }
};

/** Those that say something about a change of this genome: what was kept and undone may come again. */
export const attemptsOn = (attempts: readonly Attempt[], genome: string): readonly Attempt[] =>
  attempts.filter(({ parent, result }) => parent !== genome || result !== "kept");
