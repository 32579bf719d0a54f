import type { Sha } from "../../domain/digest.ts";
import { genomeOf, type KnownGenome } from "../../domain/genome.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import { Problem } from "../../domain/problems.ts";
import { type KeepFault, keepFault } from "../../policy/keep.ts";
import { sealDifferences } from "../../policy/seals.ts";
import { commit } from "../candidate/commit.ts";
import {
  type LoadedProject,
  loadProject,
  type MeasuredGenome,
  measureOrStop,
} from "../candidate/measure.ts";
import { objectionIn, triedForbidden, vet } from "../candidate/vetoes.ts";
import { genomeOnRecord } from "../genome.ts";
import { recordTrust } from "../loop/trust.ts";
import { sealsNow } from "../seals.ts";
import { Journal } from "../trail/journal.ts";
import { type Ledger, ledgerFold, type Pending } from "../trail/ledger.ts";
import { settleGenome } from "../trail/recovery.ts";
import { approvedEvent, rejectedEvent, staleEvent } from "./review-events.ts";

import { type ReviewSummary, reviewSummary } from "./review-summary.ts";

export const pendingReviews = async (workspace: Workspace): Promise<readonly Pending[]> =>
  (await ledgerOf(workspace)).pending;

const ledgerOf = ({ ports }: Workspace): Promise<Ledger> => ports.trail.fold(ledgerFold);

/** Runs both genomes for what a person should see of a change. */
export const showReview = async (
  workspace: Workspace,
  id: string,
  signal: AbortSignal,
): Promise<ReviewSummary> => {
  const { pending: waiting, inForce } = await ledgerOf(workspace);
  const pending = named(waiting, id);
  const loaded = await loadProject(workspace);
  const genome = await genomeOnRecord(workspace, inForce);
  return withBoth(loaded, genome, pending, signal, (before, after) =>
    reviewSummary(loaded, pending, before, after),
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
    const loaded = await loadProject(workspace);
    const seals = await sealsNow(workspace);
    const genome = await genomeOnRecord(workspace, journal.ledger.inForce);
    return withBoth(loaded, genome, pending, signal, async (before, after) => {
      const rejudged =
        before.genome.sha !== pending.parent || sealDifferences(pending.seals, seals).length > 0;
      const fault = await faultNow(loaded, before, after, signal);
      if (fault) await journal.record(staleEvent(pending, fault));
      else await commit(workspace, journal, after, approvedEvent(pending, before, after, rejudged));
      await recordTrust(journal);
      const { fitness, holdoutFitness } = after.judgement.evaluation;
      return {
        review: id,
        decision: fault ? "stale" : "approved",
        rejudged,
        fault,
        genome: fault ? before.genome.sha : after.genome.sha,
        fitnessBefore: before.judgement.evaluation.fitness,
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
  loaded: LoadedProject,
  inForce: KnownGenome,
  pending: Pending,
  signal: AbortSignal,
  work: (before: MeasuredGenome, after: MeasuredGenome) => Promise<Result>,
): Promise<Result> => {
  const { outputs, genomes } = loaded.workspace.ports;
  const candidate: KnownGenome = genomeOf(genomes.kept(pending.sha), pending.origin);
  const before = await measureOrStop(loaded, inForce, signal);
  try {
    const after = await measureOrStop(loaded, candidate, signal);
    try {
      return await work(before, after);
    } finally {
      outputs.discard(after.folder);
    }
  } finally {
    outputs.discard(before.folder);
    await outputs.discarded();
  }
};

/** The same rule that judged it first, asked of what stands now. */
const faultNow = async (
  loaded: LoadedProject,
  before: MeasuredGenome,
  after: MeasuredGenome,
  signal: AbortSignal,
): Promise<KeepFault | null> => {
  if (after.run.outcome !== "ok")
    return { code: "not-contained", detail: `its run ended with ${after.run.outcome}` };
  if (after.run.facts.violation) return triedForbidden;
  const fault = keepFault(before.judgement.evaluation, after.judgement.evaluation);
  if (fault) return fault;
  const vetting = await vet(loaded, after, signal);
  if (vetting.notStarted !== null) throw Problem.of("not-started", { detail: vetting.notStarted });
  return objectionIn(vetting);
};
