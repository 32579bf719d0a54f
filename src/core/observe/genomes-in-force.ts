import type { Sha } from "../../domain/digest.ts";
import type { TrailEvent } from "../../domain/events.ts";
import type { Origin } from "../../domain/genome.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import { genomeInForce } from "../genome.ts";
import { type InForce, ledgerFold } from "../trail/ledger.ts";
import { eventsSince } from "../trail/read.ts";

/** A text that was in force for a while, and what put it there. */
export interface GenomeInForce {
  readonly sha: Sha;
  readonly origin: Origin;
  readonly since: "start" | "kept" | "approved" | "reset" | "adopted" | "edited";
  /** The round that it came of; null where none did. */
  readonly round: number | null;
}

/** Every genome that was ever in force, in the order of the trail, up to what is on disk now. */
export const genomesInForce = async (workspace: Workspace): Promise<readonly GenomeInForce[]> => {
  const found: GenomeInForce[] = [];
  let ledger = ledgerFold.initial;
  for await (const event of eventsSince(workspace, workspace.ports.trail.follow())) {
    ledger = ledgerFold.evolve(ledger, event);
    const { inForce } = ledger;
    if (inForce && inForce.sha !== found.at(-1)?.sha) found.push(putInForce(inForce, event));
  }
  const { sha, origin } = await genomeInForce(workspace);
  if (sha !== found.at(-1)?.sha)
    found.push({ sha, origin, since: found.length === 0 ? "start" : "edited", round: null });
  return found;
};

const putInForce = ({ sha, origin, round }: InForce, { type }: TrailEvent): GenomeInForce => {
  switch (type) {
    case "round":
      return { sha, origin, since: "kept", round };
    case "review.decided":
      return { sha, origin, since: "approved", round };
    case "reset":
    case "adopted":
      return { sha, origin, since: type, round: null };
    default:
      return { sha, origin, since: "start", round: null };
  }
};
