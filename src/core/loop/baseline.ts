import type { Genome } from "../../domain/genome.ts";
import { type Bench, type Measured, measureSurely, sideBySide } from "../trial/bench.ts";
import { digestsOf } from "../trial/vetoes.ts";

/** Where a loop starts from. */
export interface Baseline {
  /** Its tables wait in its folder. */
  readonly inForce: Measured;
  /** Both fitnesses of two runs that left different tables, else null. */
  readonly wavers: { readonly before: number; readonly now: number } | null;
}

/** Runs the genome in force, and where the arena cares for determinism once more beside it. */
export const measureBaseline = async (
  bench: Bench,
  genome: Genome,
  signal: AbortSignal,
): Promise<Baseline> => {
  const { outputs } = bench.workspace.ports;
  const twice = bench.workspace.project.arena.vetoes.includes("deterministic");
  const runs = Array.from({ length: twice ? 2 : 1 }, () => measureSurely(bench, genome, signal));
  const [inForce, again] = await sideBySide(bench, runs);
  if (!inForce) throw new Error("the genome in force was never run");
  if (!again) return { inForce, wavers: null };
  try {
    const same = await sameTables(bench, inForce, again);
    const [before, now] = [inForce, again].map(({ judged }) => judged.evaluation.fitness);
    return { inForce, wavers: same ? null : { before: before ?? 0, now: now ?? 0 } };
  } finally {
    outputs.discard(again.folder);
  }
};

/** A run that failed has no tables, and then nothing wavers. */
const sameTables = async (bench: Bench, one: Measured, other: Measured): Promise<boolean> => {
  if (one.trial.outcome !== "ok" || other.trial.outcome !== "ok")
    return one.trial.outcome === other.trial.outcome;
  const [before, now] = [
    await digestsOf(bench, one.trial.tables),
    await digestsOf(bench, other.trial.tables),
  ];
  return [...before].every(([name, { inOrder }]) => now.get(name)?.inOrder === inOrder);
};
