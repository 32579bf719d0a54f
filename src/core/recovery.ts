import { sha256 } from "../domain/digest.ts";
import type { Ports, Workspace } from "../domain/ports.ts";
import type { InForce } from "./ledger.ts";
import type { Journal } from "./loop/journal.ts";

export interface Recovery {
  /** The round whose tables may never have been published, or null. */
  readonly tablesOf: number | null;
}

/**
 * Brings the genome's file and the trail together before anything else is done: what a killed
 * process had recorded is finished, and what a person wrote since is adopted.
 */
export const settleGenome = async ({ ports }: Workspace, journal: Journal): Promise<Recovery> => {
  const { inForce, openRun } = journal.ledger;
  const cutShort = inForce !== null && isCutShort(ports, inForce, openRun);
  if (inForce) await (cutShort ? finish(ports, journal, inForce) : adopt(ports, journal, inForce));
  const killed = openRun !== null && inForce?.run === openRun;
  if (openRun !== null)
    await journal.record({ type: "recovered", what: "run", unfinished: openRun });
  return { tablesOf: inForce?.published && (cutShort || killed) ? inForce.round : null };
};

const genomeFile = "genome/clean_data.ts";

/** On record, but never put on disk: the file still is the text before, untouched since. */
const isCutShort = (
  { genomes, outputs }: Ports,
  inForce: InForce,
  openRun: string | null,
): boolean => {
  const present = genomes.current();
  if (!present || inForce.from === null || sha256(present) !== inForce.from) return false;
  if (inForce.from === inForce.sha) return false;
  return openRun === inForce.run || (outputs.changedAt(genomeFile) ?? 0) <= Date.parse(inForce.at);
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
