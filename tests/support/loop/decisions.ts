import type { TrailEvent } from "../../../src/domain/events.ts";

/** What was decided in each round, and on what grounds; how long it took is the machine's. */
export const decisionsIn = (events: readonly TrailEvent[]) =>
  events.flatMap((event) =>
    event.type === "round"
      ? [
          {
            decision: event.decision,
            chosen: event.chosen,
            fitness: event.candidates.map((one) =>
              one.outcome === "ok"
                ? [one.sha, one.fitness, one.holdoutFitness, one.blocked?.code ?? null, one.vetoes]
                : [one.sha, one.outcome],
            ),
          },
        ]
      : [],
  );
