import { join, relative } from "node:path";
import { tablesOf } from "../../domain/arena.ts";
import { sha256 } from "../../domain/digest.ts";
import type { Ports, Workspace } from "../../domain/ports/ports.ts";
import { type Project, pathsOf } from "../../domain/project.ts";
import type { Journal } from "./journal.ts";

import type { InForce } from "./ledger.ts";

export interface Recovery {
  /** The round whose tables were never all published, or null. */
  readonly tablesOf: number | null;
}

/**
 * Brings the genome's file and the trail together before anything else is done: what a killed
 * process had recorded is finished, and what a person wrote since is adopted.
 */
export const settleGenome = async (
  { project, ports }: Workspace,
  journal: Journal,
): Promise<Recovery> => {
  const { inForce, openRun } = journal.ledger;
  const cutShort = inForce !== null && isCutShort(ports, inForce);
  if (inForce) await (cutShort ? finish(ports, journal, inForce) : adopt(ports, journal, inForce));
  if (openRun !== null)
    await journal.record({ type: "recovered", what: "run", unfinished: openRun });
  const stale = inForce?.published && (cutShort || hasOlderTable(project, ports, inForce));
  return { tablesOf: stale ? inForce.round : null };
};

const genomeFile = "genome/clean_data.ts";

/** On record, but never put on disk: the file still is the text before, untouched since. */
const isCutShort = ({ genomes, outputs }: Ports, { sha, from, at }: InForce): boolean => {
  const present = genomes.current();
  if (!present || from === null || from === sha || sha256(present) !== from) return false;
  return (outputs.changedAt(genomeFile) ?? 0) <= Date.parse(at);
};

/** File systems stamp a change with the last tick of the clock, which may be this long ago. */
const tickMs = 20;

/** Tables follow their genome, so one from before its time tells of a kill in between. */
const hasOlderTable = ({ root, arena }: Project, { outputs }: Ports, { at }: InForce): boolean => {
  const folder = relative(root, pathsOf(root).output);
  return tablesOf(arena).some(
    ({ file }) => (outputs.changedAt(join(folder, file)) ?? 0) < Date.parse(at) - tickMs,
  );
};

const finish = async ({ genomes }: Ports, journal: Journal, inForce: InForce): Promise<void> => {
  genomes.replace(genomes.kept(inForce.sha));
  await journal.record({
    type: "recovered",
    what: "genome",
    action: "finished",
    round: inForce.round,
    from: inForce.from ?? inForce.sha,
    to: inForce.sha,
  });
};

const adopt = async (ports: Ports, journal: Journal, { sha }: InForce): Promise<void> => {
  const present = ports.genomes.current();
  if (!present || sha256(present) === sha) return;
  const to = ports.genomes.keep(present);
  const origin = (await ports.trail.originOf(to)) ?? "person";
  await journal.record({ type: "adopted", from: sha, to, origin });
};
