import type { RecordedCandidate } from "../domain/event-parts.ts";
import type { TrailEvent } from "../domain/events.ts";
import type { Attempt } from "../domain/proposing.ts";
import { toldToProposer } from "./keep.ts";

type Round = Extract<TrailEvent, { type: "round" }>;

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
