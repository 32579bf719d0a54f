import type { EventDraft, TrailEvent } from "../../domain/events.ts";
import type { Genome } from "../../domain/genome.ts";
import type { Ports } from "../../domain/ports.ts";
import type { RunTables } from "../../domain/run.ts";
import type { Measured } from "../trial/bench.ts";
import type { Weighed } from "./candidates.ts";
import type { Session } from "./session.ts";

/** On record first; then the genome, by one rename; then its tables. */
export const commit = async (
  session: Session,
  { tried: { measured } }: Weighed,
  decision: EventDraft,
): Promise<TrailEvent> => {
  if (!measured) throw new Error("only what was measured can be kept");
  const event = await session.journal.record(decision);
  putInForce(session.bench.workspace.ports, measured);
  session.progress.inForce = measured;
  session.progress.kept++;
  return event;
};

/** Each step stands by itself: the next start finishes what a kill leaves undone. */
export const putInForce = (
  { genomes, outputs }: Pick<Ports, "genomes" | "outputs">,
  { genome, trial }: { readonly genome: Genome; readonly trial: Measured["trial"] },
): void => {
  genomes.replace(genome.content);
  outputs.publish(tablesIn(trial));
};

const tablesIn = (trial: Measured["trial"]): RunTables => {
  if (trial.outcome !== "ok") throw new Error("only a contained run leaves tables");
  return trial.tables;
};
