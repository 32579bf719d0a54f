import { type Sha, sha256 } from "../../domain/digest.ts";
import { Problem } from "../../domain/problems.ts";
import { sealDifferences } from "../../policy/seals.ts";
import { sealsNow } from "../seals.ts";
import type { Session } from "./session.ts";

interface Broken {
  readonly what: string;
  readonly recorded: Sha | null;
  readonly found: Sha | null;
}

export type Breach = readonly [Broken, ...Broken[]];

/** What changed under a running loop that nothing may change; null when all is as it was. */
export const brokenSeals = async (session: Session): Promise<Breach | null> => {
  const [first, ...others] = [
    ...(await orUnreadable("genome", session.progress.inForce.genome.sha, genomeBroken, session)),
    ...(await orUnreadable("seals", session.seals.gold, sealsBroken, session)),
  ];
  return first ? [first, ...others] : null;
};

/** What was there when the loop began and cannot even be read now has changed, too. */
const orUnreadable = async (
  what: string,
  recorded: Sha,
  look: (session: Session) => Promise<Broken[]>,
  session: Session,
): Promise<Broken[]> => {
  try {
    return await look(session);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return [{ what: `${what} (${error.message})`, recorded, found: null }];
  }
};

const genomeBroken = async ({ bench, progress }: Session): Promise<Broken[]> => {
  const present = bench.workspace.ports.genomes.current();
  const found = present ? sha256(present) : null;
  const recorded = progress.inForce.genome.sha;
  return found === recorded ? [] : [{ what: "genome", recorded, found }];
};

const sealsBroken = async ({ bench, seals, inputs, fingerprint }: Session): Promise<Broken[]> => {
  const { ports } = bench.workspace;
  if (ports.fingerprint() === fingerprint) return [];
  const present = await sealsNow(bench.workspace);
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
