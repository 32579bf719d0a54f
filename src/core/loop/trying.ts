import { type Genome, genomeOf } from "../../domain/genome.ts";
import type { Proposal } from "../../domain/proposing.ts";
import { inParallel } from "../in-parallel.ts";
import { type Measured, measure } from "../trial/bench.ts";
import type { Session } from "./session.ts";

/** One candidate after its run; `measured` is null when its text had been judged before. */
export interface Tried {
  readonly proposal: Proposal;
  readonly genome: Genome;
  readonly measured: Measured | null;
}

/** Runs the candidates of a round side by side, as many at a time as there are cores. */
export const tryAll = async (
  session: Session,
  proposals: readonly Proposal[],
): Promise<readonly Tried[]> => {
  const { genomes, outputs, cores } = session.bench.workspace.ports;
  const fresh = proposals.map((proposal) => {
    const genome = genomeOf(Buffer.from(proposal.text), proposal.origin);
    return { proposal, genome, isNew: isNew(session, genome) };
  });
  for (const { genome } of fresh) genomes.keep(genome.content);
  const done: Measured[] = [];
  try {
    return await inParallel(cores, fresh, async ({ proposal, genome, isNew }) => {
      const measured = isNew ? await measure(session.bench, genome, session.signal) : null;
      if (measured) done.push(measured);
      return { proposal, genome, measured };
    });
  } catch (error) {
    for (const { folder } of done) outputs.discard(folder);
    throw error;
  }
};

/** Marks a text as judged on this parent; false when it already was, or waits for a person. */
const isNew = ({ progress, journal }: Session, { sha }: Genome): boolean => {
  const parent = progress.inForce.genome.sha;
  const key = `${parent}:${sha}`;
  const waits = journal.ledger.pending.some((one) => one.sha === sha && one.parent === parent);
  if (waits || progress.seen.has(key) || sha === parent) return false;
  progress.seen.add(key);
  return true;
};
