import type { Sha } from "../../domain/digest.ts";
import { type Genome, genomeOf } from "../../domain/genome.ts";
import type { Workspace } from "../../domain/ports.ts";
import { Problem } from "../../domain/problems.ts";
import { type KeepFault, keepFault } from "../../policy/keep.ts";
import { sealDifferences } from "../../policy/seals.ts";
import { genomeOnRecord } from "../genome.ts";
import { type Ledger, ledgerFold, type Pending } from "../ledger.ts";
import { putInForce } from "../loop/commit.ts";
import { Journal } from "../loop/journal.ts";
import { recordTrust } from "../loop/trust.ts";
import { settleGenome } from "../recovery.ts";
import { sealsNow } from "../seals.ts";
import { type Bench, type Measured, measureSurely, openBench } from "../trial/bench.ts";
import { objectionIn, triedForbidden, vet } from "../trial/vetoes.ts";
import { type Dossier, dossierOf } from "./dossier.ts";
import { approvedEvent, rejectedEvent, staleEvent } from "./events.ts";

export const pendingReviews = async (workspace: Workspace): Promise<readonly Pending[]> =>
  (await ledgerOf(workspace)).pending;

const ledgerOf = ({ ports }: Workspace): Promise<Ledger> => ports.trail.fold(ledgerFold);

/** Runs both genomes for what a person should see of a change. */
export const showReview = async (
  workspace: Workspace,
  id: string,
  signal: AbortSignal,
): Promise<Dossier> => {
  const { pending: waiting, inForce } = await ledgerOf(workspace);
  const pending = named(waiting, id);
  const bench = await openBench(workspace);
  const genome = await genomeOnRecord(workspace, inForce);
  return withBoth(bench, genome, pending, signal, (before, after) =>
    dossierOf(bench, pending, before, after),
  );
};

export interface Decided {
  readonly review: string;
  readonly decision: "approved" | "rejected" | "stale";
  /** True when parent or seals were no longer those of the judgement. */
  readonly rejudged: boolean;
  /** Why it no longer passes; null when it does. */
  readonly fault: KeepFault | null;
  readonly genome: Sha;
  readonly fitnessBefore: number | null;
  readonly fitness: number | null;
  readonly holdoutFitness: number | null;
}

/** Commits exactly the bytes that were judged, if what they were judged against still stands. */
export const approveReview = (
  workspace: Workspace,
  id: string,
  signal: AbortSignal,
): Promise<Decided> =>
  workspace.ports.lock.holding("review approve", async () => {
    const journal = await Journal.open(workspace.ports.trail);
    const pending = named(journal.ledger.pending, id);
    await settleGenome(workspace, journal);
    const bench = await openBench(workspace);
    const seals = await sealsNow(workspace);
    const genome = await genomeOnRecord(workspace, journal.ledger.inForce);
    return withBoth(bench, genome, pending, signal, async (before, after) => {
      const rejudged =
        before.genome.sha !== pending.parent || sealDifferences(pending.seals, seals).length > 0;
      const fault = await faultNow(bench, before, after, signal);
      await journal.record(
        fault ? staleEvent(pending, fault) : approvedEvent(pending, before, after, rejudged),
      );
      if (!fault) putInForce(workspace.ports, after);
      await recordTrust(journal);
      const { fitness, holdoutFitness } = after.judged.evaluation;
      return {
        review: id,
        decision: fault ? "stale" : "approved",
        rejudged,
        fault,
        genome: fault ? before.genome.sha : after.genome.sha,
        fitnessBefore: before.judged.evaluation.fitness,
        fitness,
        holdoutFitness,
      };
    });
  });

/** A refusal is evidence against trust, so it needs its reason. */
export const rejectReview = (workspace: Workspace, id: string, reason: string): Promise<Decided> =>
  workspace.ports.lock.holding("review reject", async () => {
    const journal = await Journal.open(workspace.ports.trail);
    const pending = named(journal.ledger.pending, id);
    await journal.record(rejectedEvent(pending, reason));
    await recordTrust(journal);
    return {
      review: id,
      decision: "rejected",
      rejudged: false,
      fault: null,
      genome: pending.parent,
      fitnessBefore: pending.fitnessBefore,
      fitness: pending.fitness,
      holdoutFitness: pending.holdoutFitness,
    };
  });

const named = (pending: readonly Pending[], id: string): Pending => {
  const found = pending.find(({ review }) => review === id);
  if (found) return found;
  throw Problem.of("no-such-review", { id, pending: pending.map(({ review }) => review) });
};

const withBoth = async <Result>(
  bench: Bench,
  inForce: Genome,
  pending: Pending,
  signal: AbortSignal,
  work: (before: Measured, after: Measured) => Promise<Result>,
): Promise<Result> => {
  const { outputs, genomes } = bench.workspace.ports;
  const candidate: Genome = genomeOf(genomes.kept(pending.sha), pending.origin);
  const before = await measureSurely(bench, inForce, signal);
  try {
    const after = await measureSurely(bench, candidate, signal);
    try {
      return await work(before, after);
    } finally {
      outputs.discard(after.folder);
    }
  } finally {
    outputs.discard(before.folder);
  }
};

/** The same rule that judged it first, asked of what stands now. */
const faultNow = async (
  bench: Bench,
  before: Measured,
  after: Measured,
  signal: AbortSignal,
): Promise<KeepFault | null> => {
  if (after.trial.outcome !== "ok")
    return { code: "not-contained", detail: `its run ended with ${after.trial.outcome}` };
  if (after.trial.facts.violation) return triedForbidden;
  const fault = keepFault(before.judged.evaluation, after.judged.evaluation);
  if (fault) return fault;
  const vetting = await vet(bench, after, signal);
  if (vetting.notStarted !== null) throw Problem.of("not-started", { detail: vetting.notStarted });
  return objectionIn(vetting);
};
