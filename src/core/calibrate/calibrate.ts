import type { Workspace } from "../../domain/ports/ports.ts";
import type { MissingIsolation } from "../../domain/ports/running.ts";
import { Problem } from "../../domain/problems.ts";
import { bytesPerMb } from "../../domain/run.ts";
import { limitsOf, type Settings } from "../../domain/settings.ts";
import { type ProposedSetting, proposalsFor } from "../../policy/calibration.ts";
import { sealDifferences } from "../../policy/seals.ts";
import { type LoadedProject, loadProject } from "../candidate/measure.ts";
import { sealsNow } from "../seals.ts";
import { ledgerFold } from "../trail/ledger.ts";
import {
  type CalibrationRun,
  type CalibrationRuns,
  calibrationRuns,
  measureFor,
  type Watching,
} from "./runs.ts";

import { type Calibration, storeSettings } from "./settings.ts";

export interface CalibrateRequest extends Watching {
  /** Whether what is proposed is stored. */
  readonly write: boolean;
}

export interface CalibrateResult extends Calibration {
  readonly runs: readonly CalibrationRun[];
  /** Why no limits are proposed although figures were measured, else null. */
  readonly doubt: string | null;
  /** Where the proposals are stored now; null when there was nothing to write. */
  readonly written: string | null;
  readonly missing: MissingIsolation | null;
}

/** Measures what arena and machine ask for, and proposes settings that fit. */
export const calibrate = (
  workspace: Workspace,
  request: CalibrateRequest,
): Promise<CalibrateResult> =>
  request.write
    ? workspace.ports.lock.holding("calibrate", () => measureAndStore(workspace, request))
    : measureAll(workspace, request);

const measureAndStore = async (
  workspace: Workspace,
  request: CalibrateRequest,
): Promise<CalibrateResult> => {
  await refuseChangedSeals(workspace);
  const result = await measureAll(workspace, request);
  const stored = await storeSettings(workspace, result);
  return { ...result, written: stored ? workspace.ports.settingsText.path : null };
};

/** A floor is worth as much as the gold that it was measured with. */
const refuseChangedSeals = async (workspace: Workspace): Promise<void> => {
  const { seals } = await workspace.ports.trail.fold(ledgerFold);
  const changed = seals ? sealDifferences(seals, await sealsNow(workspace)) : [];
  if (changed.length > 0)
    throw Problem.of("seals-changed", { changed: changed.map(({ seal }) => seal) });
};

const measureAll = async (workspace: Workspace, watching: Watching): Promise<CalibrateResult> => {
  const { settings } = workspace;
  const loaded = await loadProject(workspace);
  const all = await calibrationRuns(loaded, watching);
  const { runs, inForce } = all;
  const starter = fitnessOf("starter", runs);
  const noise = fitnessOf("noise", runs);
  const proposals = proposalsFor({ starter, noise, runs, limits: limitsOf(settings) });
  const doubt = await doubtAbout(loaded, all, proposals, watching);
  return {
    measured: {
      starterFitness: starter,
      noiseFitness: noise,
      genomeFitness: inForce.run.fitness,
      ...largestIn(runs),
    },
    runs,
    proposals: proposals
      .filter(({ setting }) => doubt === null || setting === "scoreFloor")
      .map((proposal) => ({ ...proposal, from: present(settings, proposal.setting) })),
    doubt,
    written: null,
    missing: await missingIn(workspace, runs),
  };
};

const fitnessOf = (subject: CalibrationRun["subject"], runs: readonly CalibrationRun[]): number =>
  runs.find((run) => run.subject === subject)?.fitness ?? 0;

/** Limits fit when the genome in force has run within them, and not before. */
const doubtAbout = (
  { workspace, ...loaded }: LoadedProject,
  { inForce: { genome, run } }: CalibrationRuns,
  proposals: readonly ProposedSetting[],
  { signal, progress }: Watching,
): Promise<string | null> | null => {
  if (run.outcome !== "ok") return null;
  progress("running the genome in force within the proposed limits");
  const bounded = { ...workspace, settings: within(workspace.settings, proposals) };
  return measureFor({ ...loaded, workspace: bounded }, genome, signal, ({ run }) =>
    run.outcome === "ok" ? null : `within these limits the genome ended with ${run.outcome}`,
  );
};

const within = (settings: Settings, proposals: readonly ProposedSetting[]): Settings => {
  const limits = proposals
    .filter(({ setting }) => setting !== "scoreFloor")
    .map(({ setting, value }) => [setting, { value, source: "cleanloop.json" }] as const);
  return { ...settings, ...Object.fromEntries(limits) };
};

const present = (settings: Settings, setting: ProposedSetting["setting"]): number | null =>
  setting === "scoreFloor" ? settings.tripwires.scoreFloor.value : settings[setting].value;

/** The largest figure of each kind that was seen, for the record. */
const largestIn = (runs: readonly CalibrationRun[]): Record<string, number> => {
  const largest = (name: string, figureOf: (run: CalibrationRun) => number | null) => {
    const figures = runs.map(figureOf).filter((figure) => figure !== null);
    return figures.length === 0 ? {} : { [name]: Math.max(...figures) };
  };
  return {
    ...largest("slowestSeconds", ({ seconds }) => seconds),
    ...largest("peakMemoryMb", ({ peakMemoryMb }) => peakMemoryMb),
    ...largest("outputMb", ({ outputBytes }) => outputBytes && outputBytes / bytesPerMb),
  };
};

const missingIn = async (
  { settings, ports }: Workspace,
  runs: readonly CalibrationRun[],
): Promise<MissingIsolation | null> =>
  settings.isolation.value === "auto" && runs.some(({ onProcess }) => onProcess)
    ? ports.containment.missing()
    : null;
