import type { Sha } from "../../domain/digest.ts";
import type { Seals } from "../../domain/event-parts.ts";
import { type Genome, isTrusted } from "../../domain/genome.ts";
import type { Workspace } from "../../domain/ports.ts";
import { Problem } from "../../domain/problems.ts";
import type { Proposer } from "../../domain/proposing.ts";
import { flatSettings, valuesOf } from "../../domain/settings.ts";
import { floorBetween } from "../../policy/score-floor.ts";
import { sealDifferences } from "../../policy/seals.ts";
import { materialOf } from "../assignment.ts";
import { measureYardsticks } from "../calibrate/yardsticks.ts";
import { challengeFiles } from "../challenge/active.ts";
import { genomeOnRecord } from "../genome.ts";
import { recordable } from "../recordable.ts";
import { type Recovery, settleGenome } from "../recovery.ts";
import { restore } from "../reset/reset.ts";
import { targetOf } from "../reset/target.ts";
import { sealsNow } from "../seals.ts";
import { type Bench, isolationIn, type Measured, openBench } from "../trial/bench.ts";
import { measureBaseline } from "./baseline.ts";
import type { Journal } from "./journal.ts";
import type { LoopRequest, Onlooker, Session } from "./session.ts";
import { Spending } from "./spending.ts";
import { settleTrust } from "./trust.ts";

/** A loop that may start: the lock is held, the switch does not stand, nothing waits for review. */
export interface Start {
  readonly workspace: Workspace;
  readonly journal: Journal;
  readonly request: LoopRequest;
  readonly onlooker: Onlooker;
  readonly proposer: Proposer;
  readonly signal: AbortSignal;
}

/** Brings the project into a known state, puts the run on record, and measures where it stands. */
export const openSession = async (start: Start): Promise<Session> => {
  const { workspace, journal, request, onlooker, signal, proposer } = start;
  const { ports, settings } = workspace;
  const fingerprint = ports.fingerprint();
  const seals = await sealsNow(workspace);
  const sealsBefore = acceptedSeals(journal, seals, request);
  const bench = await openBench(workspace); // before anything is changed: it checks feeds and gold
  const recovery = await settleGenome(workspace, journal);
  if (request.fresh) await restoreFresh(workspace, journal);
  const inputs = ports.feeds.digest();
  const genome = await genomeOnRecord(workspace, journal.ledger.inForce);
  await recordStart(start, genome, { seals, sealsBefore, inputs });
  const challenges = challengeFiles(workspace);
  if (challenges.length > 0) onlooker.challenges(challenges);
  onlooker.stage("running the genome in force");
  const { inForce, wavers } = await measureBaseline(bench, genome, signal);
  try {
    await refuseUnheld(start, inForce);
    await republish(start, recovery, inForce);
  } finally {
    ports.outputs.discard(inForce.folder);
  }
  const session: Session = {
    request,
    onlooker,
    bench,
    material: await materialOf(bench),
    journal,
    proposer,
    spending: new Spending(valuesOf(settings.budgets)),
    seals,
    inputs,
    fingerprint,
    signal,
    wavers,
    floor: await floorFor(start, bench, seals),
    progress: {
      before: inForce,
      inForce,
      rounds: 0,
      kept: 0,
      demoted: false,
      seen: new Set(),
      notifyFailures: [],
    },
  };
  await settleTrust(session);
  return session;
};

const restoreFresh = async (workspace: Workspace, journal: Journal): Promise<void> => {
  const starter = await targetOf(workspace);
  await restore(workspace, starter, "fresh", (event) => journal.record(event));
};

/** The seals that are given up, or null; without the operator's word none is. */
const acceptedSeals = (
  { ledger }: Journal,
  present: Seals,
  { acceptChanges }: LoopRequest,
): Seals | null => {
  const changed = ledger.seals ? sealDifferences(ledger.seals, present) : [];
  if (changed.length === 0) return null;
  if (!acceptChanges)
    throw Problem.of("seals-changed", { changed: changed.map(({ seal }) => seal) });
  return ledger.seals;
};

const recordStart = async (
  { workspace, journal, request }: Start,
  { sha, origin, content }: Genome,
  digests: { readonly seals: Seals; readonly sealsBefore: Seals | null; readonly inputs: Sha },
): Promise<void> => {
  const { ports, settings } = workspace;
  ports.genomes.keep(content);
  await journal.record({
    type: "run.started",
    name: request.name,
    versions: ports.versions,
    seed: request.seed,
    settings: recordable(flatSettings(settings)),
    ...digests,
    genome: { sha, origin },
    trust: journal.ledger.trust.level,
  });
};

/** Before anything is spent on it: a text that nobody vouched for could not run here. */
const refuseUnheld = async (
  { workspace, proposer, onlooker }: Start,
  inForce: Measured,
): Promise<void> => {
  const { settings, ports } = workspace;
  const weak = isolationIn(inForce)?.backend === "process";
  if (!weak || settings.isolation.value !== "auto") return;
  const missing = await ports.containment.missing();
  if (!missing) return;
  if (proposer.origin === null || isTrusted(proposer.origin)) return onlooker.missing(missing);
  throw Problem.of("isolation-unavailable", {
    wanted: `auto, for the texts of ${proposer.name}`,
    ...missing,
  });
};

const republish = async (
  { workspace: { ports }, journal }: Start,
  { tablesOf }: Recovery,
  { trial }: Measured,
): Promise<void> => {
  if (tablesOf === null || trial.outcome !== "ok") return;
  ports.outputs.publish(trial.tables);
  await journal.record({ type: "recovered", what: "tables", round: tablesOf });
};

/** What the settings say, else what was measured under this gold, else what is measured now. */
const floorFor = async (
  { workspace, journal, onlooker, signal }: Start,
  bench: Bench,
  seals: Seals,
): Promise<number> => {
  const set = workspace.settings.tripwires.scoreFloor.value;
  if (set !== null) return set;
  const { measured } = journal.ledger;
  if (measured?.gold === seals.gold) return floorBetween(measured);
  onlooker.stage("measuring starter and noise, for the score floor");
  const { starter, noise } = await measureYardsticks(bench, signal);
  await journal.record({
    type: "calibrated",
    measured: { starterFitness: starter, noiseFitness: noise },
    written: [],
  });
  return floorBetween({ starter, noise });
};
