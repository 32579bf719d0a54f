import { type Genome, genomeOf } from "../../domain/genome.ts";
import type { MeasuredRun } from "../../policy/calibration.ts";
import { genomeInForce, sameBytes } from "../genome.ts";
import { type Bench, type Measured, measureSurely } from "../trial/bench.ts";
import { noiseGenome } from "./noise.ts";

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
  readonly inForce: { readonly genome: Genome; readonly run: CalibrationRun };
}

const timesEach = 3;

/** Starter, genome in force and noise, several times each, and never two at once. */
export const calibrationRuns = async (
  bench: Bench,
  watching: Watching,
): Promise<CalibrationRuns> => {
  const { workspace } = bench;
  const starter = genomeOf(workspace.ports.genomes.starter(), "starter");
  const genome = await genomeInForce(workspace);
  const noise = noiseGenome(workspace.project.arena);
  const isStarter = sameBytes(genome.content, starter.content);
  const first = await severalRuns(bench, "starter", starter, watching);
  const own = isStarter ? [] : await severalRuns(bench, "genome in force", genome, watching);
  const last = await severalRuns(bench, "noise", noise, watching);
  const run = (isStarter ? first : own)[0];
  if (!run) throw new Error("the genome in force was never run");
  return { runs: [...first, ...own, ...last], inForce: { genome, run } };
};

const severalRuns = async (
  bench: Bench,
  subject: MeasuredRun["subject"],
  genome: Genome,
  { signal, progress }: Watching,
): Promise<CalibrationRun[]> => {
  const runs: CalibrationRun[] = [];
  for (let time = 1; time <= timesEach; time++) {
    progress(`running the ${subject}, ${time} of ${timesEach}`);
    runs.push(await measureFor(bench, genome, signal, (one) => runAs(bench, subject, one)));
  }
  return runs;
};

/** One run, looked at before its tables are gone. */
export const measureFor = async <Result>(
  bench: Bench,
  genome: Genome,
  signal: AbortSignal,
  look: (measured: Measured) => Result,
): Promise<Result> => {
  const measured = await measureSurely(bench, genome, signal);
  try {
    return look(measured);
  } finally {
    bench.workspace.ports.outputs.discard(measured.folder);
  }
};

const runAs = (
  { workspace: { ports } }: Bench,
  subject: MeasuredRun["subject"],
  { trial, judged }: Measured,
): CalibrationRun => {
  const facts = trial.outcome === "rejected" ? null : trial.facts;
  return {
    subject,
    outcome: trial.outcome,
    seconds: (facts?.durationMs ?? 0) / 1000,
    peakMemoryMb: facts?.peakMemoryMb ?? null,
    outputBytes: trial.outcome === "ok" ? ports.outputs.bytesIn(trial.tables) : null,
    fitness: judged.evaluation.fitness,
    onProcess: facts?.isolation.backend === "process",
  };
};
