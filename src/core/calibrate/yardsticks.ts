import { type Genome, genomeOf } from "../../domain/genome.ts";
import type { Yardsticks } from "../../policy/score-floor.ts";
import { type Bench, measureSurely } from "../trial/bench.ts";
import { noiseGenome } from "./noise.ts";

/** Runs the starter and noise, both contained, for what a fitness is worth in this arena. */
export const measureYardsticks = async (bench: Bench, signal: AbortSignal): Promise<Yardsticks> => {
  const { project, ports } = bench.workspace;
  const [starter, noise] = await Promise.all([
    fitnessOf(bench, genomeOf(ports.genomes.starter(), "starter"), signal),
    fitnessOf(bench, noiseGenome(project.arena), signal),
  ]);
  return { starter, noise };
};

const fitnessOf = async (bench: Bench, genome: Genome, signal: AbortSignal): Promise<number> => {
  const { judged, folder } = await measureSurely(bench, genome, signal);
  bench.workspace.ports.outputs.discard(folder);
  return judged.evaluation.fitness;
};
