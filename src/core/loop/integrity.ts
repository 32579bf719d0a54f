import { type Sha, sha256 } from "../../domain/digest.ts";
import { Problem } from "../../domain/problems.ts";
import { sealDifferences } from "../../policy/seals.ts";
import { sealsNow } from "../seals.ts";
import type { RunningLoop } from "./running-loop.ts";

interface Broken {
  readonly what: string;
  readonly recorded: Sha | null;
  readonly found: Sha | null;
}

export type Breach = readonly [Broken, ...Broken[]];

/** What changed under a running loop that nothing may change; null when all is as it was. */
export const brokenSeals = async (loop: RunningLoop): Promise<Breach | null> => {
  const [first, ...others] = [
    ...(await orUnreadable("genome", loop.progress.inForce.genome.sha, genomeBroken, loop)),
    ...(await orUnreadable("seals", loop.seals.gold, sealsBroken, loop)),
  ];
  return first ? [first, ...others] : null;
};

/** What was there when the loop began and cannot even be read now has changed, too. */
const orUnreadable = async (
  what: string,
  recorded: Sha,
  look: (loop: RunningLoop) => Promise<Broken[]>,
  loop: RunningLoop,
): Promise<Broken[]> => {
  try {
    return await look(loop);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return [{ what: `${what} (${error.message})`, recorded, found: null }];
  }
};

const genomeBroken = async ({ loaded, progress }: RunningLoop): Promise<Broken[]> => {
  const present = loaded.workspace.ports.genomes.current();
  const found = present ? sha256(present) : null;
  const recorded = progress.inForce.genome.sha;
  return found === recorded ? [] : [{ what: "genome", recorded, found }];
};

const sealsBroken = async ({
  loaded,
  seals,
  inputs,
  fingerprint,
}: RunningLoop): Promise<Broken[]> => {
  const { ports } = loaded.workspace;
  if (ports.fingerprint() === fingerprint) return [];
  const present = await sealsNow(loaded.workspace);
  const found = ports.feeds.digest();
  return [
    ...sealDifferences(seals, present).map(({ seal, recorded, present: now }) => ({
      what: seal,
      recorded,
      found: now,
    })),
    ...(found === inputs ? [] : [{ what: "inputs", recorded: inputs, found }]),
  ];
};
