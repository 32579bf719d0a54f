import { demotingTripwires } from "../../domain/event-parts.ts";
import type { EventDraft } from "../../domain/events.ts";
import { countOf } from "../figures.ts";
import { hasViolation, type Round } from "../rounds/chosen.ts";
import { sealDifferences } from "../seals.ts";
import type { Due } from "./state.ts";

/** Why trust must end at SUPERVISED at once, if this event says so. */
export const alarmIn = (event: EventDraft): Due | null => {
  switch (event.type) {
    case "round":
      return alarmInRound(event);
    case "tripwire":
      return demotingTripwires.some((name) => name === event.name)
        ? critical(event.round, `tripwire ${event.name}: ${event.detail}`)
        : null;
    case "run.started":
      return event.sealsBefore === null
        ? null
        : accepted(sealDifferences(event.sealsBefore, event.seals).map(({ seal }) => seal));
    default:
      return null;
  }
};

/** Said by what any candidate did, also in a round that does not count. */
const alarmInRound = ({ round, candidates }: Round): Due | null => {
  const violating = candidates.filter(hasViolation).length;
  if (violating > 0)
    return critical(round, `${countOf(violating, "candidate")} tried something forbidden`);
  const worthless = candidates.some(
    (candidate) => candidate.outcome === "ok" && candidate.fitness === 0,
  );
  return worthless ? critical(round, "a candidate ran to its end with fitness 0.000") : null;
};

const critical = (round: number | null, detail: string): Due => ({
  cause: "critical",
  round,
  detail: round === null ? detail : `round ${round}: ${detail}`,
});

const accepted = (seals: readonly string[]): Due => ({
  cause: "changes-accepted",
  round: null,
  detail: `changes to ${seals.join(", ")} were accepted, so earlier rounds say nothing any more`,
});
