import type { TrailEvent } from "../../domain/events.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import type { TrailHead, TrailReading } from "../../domain/ports/trail.ts";

import { Problem } from "../../domain/problems.ts";

/**
 * The events of the trail, or those added since the last call. What is damaged is not shown as if
 * it were whole: that is one Problem, which sends people to verify.
 */
export async function* eventsSince(
  { ports }: Workspace,
  reading: TrailReading,
  known: TrailHead | null = null,
): AsyncGenerator<TrailEvent> {
  const recorded = ports.trail.head(); // before the events: others may add some meanwhile
  let last = known;
  try {
    for await (const event of reading.more()) {
      last = { seq: event.seq, hash: event.hash };
      if (event.seq === recorded?.seq && event.hash !== recorded.hash)
        throw unsound(`line ${event.seq} is not the one that head.json recorded`);
      yield event;
    }
  } catch (error) {
    if (!(error instanceof Problem) || error.code === "unsound-trail") throw error;
    throw Problem.of("unsound-trail", { says: error.message });
  }
  const seq = last?.seq ?? 0;
  if (recorded && recorded.seq > seq) throw unsound(`lines after ${seq} are gone`);
  if (!recorded && seq > 1) throw unsound("head.json is missing, or cannot be read");
}

const unsound = (says: string): Problem =>
  Problem.of("unsound-trail", { says: `the evidence trail is damaged: ${says}` });
