import type { Sha } from "../../domain/digest.ts";
import type { Seals } from "../../domain/event-parts.ts";
import { isTrusted, type KnownGenome } from "../../domain/genome.ts";
import type { Evaluators } from "../../domain/ports/evaluators.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import type { StandbySandboxes } from "../../domain/ports/running.ts";
import { Problem } from "../../domain/problems.ts";
import type { Proposer } from "../../domain/proposing.ts";
import { flatSettings, limitsOf, valuesOf } from "../../domain/settings.ts";
import { floorBetween } from "../../policy/calibration.ts";
import { recordable } from "../../policy/recorded-settings.ts";
import { sealDifferences } from "../../policy/seals.ts";
import { goldFaultsIn } from "../arena-data.ts";
import { materialOf } from "../assignment.ts";
import { measureFloorBaselines } from "../calibrate/floor-baselines.ts";
import {
  isolationIn,
  type LoadedProject,
  loadProject,
  type MeasuredGenome,
  measureOrStop,
  sideBySide,
} from "../candidate/measure.ts";
import { digestsOf } from "../candidate/vetoes.ts";
import { challengeFiles } from "../challenge/files.ts";
import { genomeOnRecord } from "../genome.ts";
import { refusedRowsIn } from "../refused-rows.ts";
import { resetTarget, restore } from "../reset.ts";
import { sealsNow } from "../seals.ts";
import type { Journal } from "../trail/journal.ts";
import { type Recovery, settleGenome } from "../trail/recovery.ts";
import type {
  LoopRequest,
  Nondeterminism,
  Onlooker,
  Progress,
  RunningLoop,
} from "./running-loop.ts";
import { LoopSpending } from "./spending.ts";

import { settleTrust } from "./trust.ts";

/** A loop that may start: the lock is held, the switch does not stand, nothing waits for review. */
export interface Start {
  readonly workspace: Workspace;
  readonly journal: Journal;
  readonly request: LoopRequest;
  readonly onlooker: Onlooker;
  readonly proposer: Proposer;
  readonly evaluators: Evaluators;
  readonly signal: AbortSignal;
}

/** Brings the project into a known state, puts the run on record, and measures where it stands. */
export const startLoop = async (start: Start): Promise<RunningLoop> => {
  const { workspace, journal, request, onlooker, signal, proposer, evaluators } = start;
  const { ports, settings } = workspace;
  const fingerprint = ports.fingerprint();
  const seals = await sealsNow(workspace);
  const sealsBefore = acceptedSeals(journal, seals, request);
  const loaded = await loadProject(workspace); // before anything is changed: it checks feeds and gold
  const recovery = await settleGenome(workspace, journal);
  if (request.fresh || isYetToBegin(workspace, journal)) await restoreFresh(workspace, journal);
  const inputs = ports.feeds.digest();
  const genome = await genomeOnRecord(workspace, journal.ledger.inForce);
  await recordStart(start, genome, { seals, sealsBefore, inputs });
  const challenges = challengeFiles(workspace);
  if (challenges.length > 0) onlooker.challenges(challenges);
  for (const { detail } of refusedRowsIn(loaded.inputs)) onlooker.note(detail);
  for (const { detail } of await goldFaultsIn(workspace)) onlooker.note(detail);
  onlooker.stage("running the genome in force");
  const { inForce, nondeterminism } = await measureBaseline(loaded, genome, signal);
  try {
    await refuseUnheld(start, inForce);
    await republish(start, recovery, inForce);
  } finally {
    ports.outputs.discard(inForce.folder);
  }
  const progress: Progress = {
    before: inForce,
    inForce,
    rounds: 0,
    kept: 0,
    demoted: false,
    saturation: null,
    seen: new Set(),
    notifyFailures: [],
  };
  const fixed = {
    request,
    onlooker,
    loaded,
    material: await materialOf(loaded),
    journal,
    proposer,
    evaluators,
    spending: new LoopSpending(valuesOf(settings.budgets)),
    seals,
    inputs,
    fingerprint,
    signal,
    nondeterminism,
    floor: await floorFor(start, loaded, seals),
    progress,
  };
  await settleTrust(fixed);
  // Last of all, since from here on it is the loop's to close.
  return { ...fixed, standby: await standByFor(start, loaded) };
};

/** For the runs of candidates and of their vetoes, on whatever the genome in force has proven. */
const standByFor = (
  { workspace: { ports, settings }, signal }: Start,
  { inputs }: LoadedProject,
): Promise<StandbySandboxes> =>
  ports.containment.standBy(
    { inputs, limits: limitsOf(settings) },
    {
      isolation: settings.isolation.value,
      allowProcess: true,
      slots: ports.cores,
      untried: false,
      signal,
    },
  );

/** Only the starter is there, and no other genome is in force that may be missed. */
const isYetToBegin = ({ ports }: Workspace, { ledger: { inForce } }: Journal): boolean =>
  (inForce === null || inForce.origin === "starter") && ports.genomes.current() === undefined;

const restoreFresh = async (workspace: Workspace, journal: Journal): Promise<void> => {
  const starter = await resetTarget(workspace);
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
  { sha, origin, content }: KnownGenome,
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
  inForce: MeasuredGenome,
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
  { run }: MeasuredGenome,
): Promise<void> => {
  if (tablesOf === null || run.outcome !== "ok") return;
  await ports.outputs.publish(await ports.outputs.makeDurable(run.tables));
  await journal.record({ type: "recovered", what: "tables", round: tablesOf });
};

/** What the settings say, else what was measured under this gold, else what is measured now. */
const floorFor = async (
  { workspace, journal, onlooker, signal }: Start,
  loaded: LoadedProject,
  seals: Seals,
): Promise<number> => {
  const set = workspace.settings.tripwires.scoreFloor.value;
  if (set !== null) return set;
  const { measured } = journal.ledger;
  if (measured?.gold === seals.gold) return floorBetween(measured);
  onlooker.stage("measuring starter and noise, for the score floor");
  const { starter, noise } = await measureFloorBaselines(loaded, signal);
  await journal.record({
    type: "calibrated",
    measured: { starterFitness: starter, noiseFitness: noise },
    written: [],
  });
  return floorBetween({ starter, noise });
};

/** Where a loop starts from. */
export interface Baseline {
  /** Its tables wait in its folder. */
  readonly inForce: MeasuredGenome;
  readonly nondeterminism: Nondeterminism | null;
}

/** Runs the genome in force, and where the arena cares for determinism once more beside it. */
export const measureBaseline = async (
  loaded: LoadedProject,
  genome: KnownGenome,
  signal: AbortSignal,
): Promise<Baseline> => {
  const { outputs } = loaded.workspace.ports;
  const twice = loaded.workspace.project.arena.vetoes.includes("deterministic");
  const runs = Array.from({ length: twice ? 2 : 1 }, () => measureOrStop(loaded, genome, signal));
  const [inForce, again] = await sideBySide(loaded, runs);
  if (!inForce) throw new Error("the genome in force was never run");
  if (!again) return { inForce, nondeterminism: null };
  try {
    const same = await sameTables(loaded, inForce, again);
    const [before, now] = [inForce, again].map(({ judgement }) => judgement.evaluation.fitness);
    return { inForce, nondeterminism: same ? null : { before: before ?? 0, now: now ?? 0 } };
  } finally {
    outputs.discard(again.folder);
  }
};

/** A run that failed has no tables, and then nothing nondeterminism. */
const sameTables = async (
  loaded: LoadedProject,
  one: MeasuredGenome,
  other: MeasuredGenome,
): Promise<boolean> => {
  if (one.run.outcome !== "ok" || other.run.outcome !== "ok")
    return one.run.outcome === other.run.outcome;
  const [before, now] = [
    await digestsOf(loaded, one.run.tables),
    await digestsOf(loaded, other.run.tables),
  ];
  return [...before].every(([name, { inOrder }]) => now.get(name)?.inOrder === inOrder);
};
