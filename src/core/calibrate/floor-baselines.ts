import type { Arena } from "../../domain/arena.ts";
import { genomeOf, type KnownGenome } from "../../domain/genome.ts";
import type { FloorBaselines } from "../../policy/calibration.ts";
import { type LoadedProject, measureOrStop } from "../candidate/measure.ts";

/** Runs the starter and noise, both contained, for what a fitness is worth in this arena. */
export const measureFloorBaselines = async (
  loaded: LoadedProject,
  signal: AbortSignal,
): Promise<FloorBaselines> => {
  const { project, ports } = loaded.workspace;
  const [starter, noise] = await Promise.all([
    fitnessOf(loaded, genomeOf(ports.genomes.starter(), "starter"), signal),
    fitnessOf(loaded, noiseGenome(project.arena), signal),
  ]);
  return { starter, noise };
};

const fitnessOf = async (
  loaded: LoadedProject,
  genome: KnownGenome,
  signal: AbortSignal,
): Promise<number> => {
  const { judgement, folder } = await measureOrStop(loaded, genome, signal);
  loaded.workspace.ports.outputs.discard(folder);
  return judgement.evaluation.fitness;
};

/** A program that fills every column with whatever cell comes along: what no repair may sink to. */
export const noiseGenome = ({ master }: Arena): KnownGenome => {
  const cells = master.columns.map(
    ({ name }, at) => `        ${JSON.stringify(name)}: row[(7 * seen + ${at}) % row.length],`,
  );
  const text = [
    'import type { Genome } from "cleanloop/kit";',
    "",
    "export const clean: Genome = async ({ inputs, emit }) => {",
    "  for (const input of inputs) {",
    "    let seen = 0;",
    "    for await (const row of input.rows()) {",
    "      seen++;",
    "      if (seen === 1) continue;",
    '      emit("master", {',
    ...cells,
    "      });",
    "    }",
    "  }",
    "};",
    "",
  ].join("\n");
  return genomeOf(Buffer.from(text), "search");
};
