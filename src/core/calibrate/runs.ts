import { genomeOf, type KnownGenome } from "../../domain/genome.ts";
import type { MeasuredRun } from "../../policy/calibration.ts";
import { type LoadedProject, type MeasuredGenome, measureOrStop } from "../candidate/measure.ts";
import { genomeInForce, sameBytes } from "../genome.ts";
import { noiseGenome } from "./floor-baselines.ts";

export interface Watching {
  readonly signal: AbortSignal;
  readonly progress: (now: string) => void;
}

export interface CalibrationRun extends MeasuredRun {
  /** On the visible gold. */
  readonly fitness: number;
  readonly onProcess: boolean;
}

export interface CalibrationRuns {
  readonly runs: readonly CalibrationRun[];
  /** Of the starter where that is in force. */
  readonly inForce: { readonly genome: KnownGenome; readonly run: CalibrationRun };
}

const timesEach = 3;

/** Starter, genome in force and noise, several times each, and never two at once. */
export const calibrationRuns = async (
  loaded: LoadedProject,
  watching: Watching,
): Promise<CalibrationRuns> => {
  const { workspace } = loaded;
  const starter = genomeOf(workspace.ports.genomes.starter(), "starter");
  const genome = await genomeInForce(workspace);
  const noise = noiseGenome(workspace.project.arena);
  const isStarter = sameBytes(genome.content, starter.content);
  const first = await severalRuns(loaded, "starter", starter, watching);
  const own = isStarter ? [] : await severalRuns(loaded, "genome in force", genome, watching);
  const last = await severalRuns(loaded, "noise", noise, watching);
  const run = (isStarter ? first : own)[0];
  if (!run) throw new Error("the genome in force was never run");
  return { runs: [...first, ...own, ...last], inForce: { genome, run } };
};

const severalRuns = async (
  loaded: LoadedProject,
  subject: MeasuredRun["subject"],
  genome: KnownGenome,
  { signal, progress }: Watching,
): Promise<CalibrationRun[]> => {
  const runs: CalibrationRun[] = [];
  for (let time = 1; time <= timesEach; time++) {
    progress(`running the ${subject}, ${time} of ${timesEach}`);
    runs.push(await measureFor(loaded, genome, signal, (one) => runAs(loaded, subject, one)));
  }
  return runs;
};

/** One run, looked at before its tables are gone. */
export const measureFor = async <Result>(
  loaded: LoadedProject,
  genome: KnownGenome,
  signal: AbortSignal,
  look: (measured: MeasuredGenome) => Result,
): Promise<Result> => {
  const measured = await measureOrStop(loaded, genome, signal);
  try {
    return look(measured);
  } finally {
    loaded.workspace.ports.outputs.discard(measured.folder);
  }
};

const runAs = (
  { workspace: { ports } }: LoadedProject,
  subject: MeasuredRun["subject"],
  { run, judgement }: MeasuredGenome,
): CalibrationRun => {
  const facts = run.outcome === "rejected" ? null : run.facts;
  return {
    subject,
    outcome: run.outcome,
    seconds: (facts?.durationMs ?? 0) / 1000,
    peakMemoryMb: facts?.peakMemoryMb ?? null,
    outputBytes: run.outcome === "ok" ? ports.outputs.bytesIn(run.tables) : null,
    fitness: judgement.evaluation.fitness,
    onProcess: facts?.isolation.backend === "process",
  };
};
