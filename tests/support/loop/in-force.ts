import type { Sha } from "../../../src/domain/digest.ts";
import type { TrailEvent } from "../../../src/domain/events.ts";

/** A genome that came into force. */
export interface PutInForce {
  readonly sha: Sha;
  /** The one that it took the place of; null where the event does not say. */
  readonly before: Sha | null;
}

/** What an event puts in force; null for all those that leave the genome as it is. */
export const putInForce = (event: TrailEvent): PutInForce | null => {
  switch (event.type) {
    case "run.started":
      return { sha: event.genome.sha, before: null };
    case "round":
      return event.decision === "kept" ? { sha: event.chosen, before: event.parent } : null;
    case "review.decided":
      return event.decision === "approved" ? { sha: event.sha, before: event.parent } : null;
    case "reset":
    case "adopted":
      return { sha: event.to, before: event.from };
    case "recovered":
      return event.what === "genome" ? { sha: event.to, before: event.from } : null;
    default:
      return null;
  }
};
