import type { EventDraft, TrailEvent } from "../../domain/events.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import type { Journal } from "../trail/journal.ts";

import type { MeasuredGenome } from "./measure.ts";

/**
 * Puts a candidate in force: on record first; then the genome, by one rename; then its tables. Both
 * are on the disk before they get their names. Each step stands by itself: the next start finishes
 * what a kill or a power cut leaves undone.
 */
export const commit = async (
  { ports: { genomes, outputs } }: Workspace,
  journal: Journal,
  { genome, run }: MeasuredGenome,
  decision: EventDraft,
): Promise<TrailEvent> => {
  if (run.outcome !== "ok") throw new Error("only a contained run leaves tables");
  const tables = await outputs.makeDurable(run.tables);
  const staging = genomes.stage(genome.content); // it goes to the disk beside the trail's line
  try {
    const event = await journal.record(decision);
    const staged = await staging;
    await Promise.all([staged.place(), outputs.publish(tables)]);
    return event;
  } catch (error) {
    staging.then(({ drop }) => drop()).catch(() => {});
    throw error;
  }
};
