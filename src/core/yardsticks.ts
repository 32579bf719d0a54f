import { type Genome, genomeOf } from "../domain/genome.ts";
import type { Yardsticks } from "../policy/score-floor.ts";
import { type Bench, type Measured, measure } from "./bench.ts";
import { noiseGenome } from "./noise.ts";

export interface MeasuredYardsticks extends Yardsticks {
  readonly starterRun: Measured;
  readonly noiseRun: Measured;
}

/** Runs the starter and noise, both contained, for what a fitness is worth in this arena. */
export const measureYardsticks = async (
  bench: Bench,
  signal: AbortSignal,
): Promise<MeasuredYardsticks> => {
  const { project, ports } = bench.workspace;
  const starter = genomeOf(ports.genomes.starter(), "starter");
  const [starterRun, noiseRun] = await Promise.all([
    measured(bench, starter, signal),
    measured(bench, noiseGenome(project.arena), signal),
  ]);
  return {
    starter: starterRun.judged.evaluation.fitness,
    noise: noiseRun.judged.evaluation.fitness,
    starterRun,
    noiseRun,
  };
};

const measured = async (bench: Bench, genome: Genome, signal: AbortSignal): Promise<Measured> => {
  const run = await measure(bench, genome, signal);
  bench.workspace.ports.outputs.discard(run.folder);
  return run;
};
