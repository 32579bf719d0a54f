import type { Judged } from "../../domain/evaluation.ts";
import type { Genome } from "../../domain/genome.ts";
import type { Workspace } from "../../domain/ports.ts";
import { Problem } from "../../domain/problems.ts";
import type { InputFile, Isolation } from "../../domain/run.ts";
import type { Gold } from "../../policy/gold.ts";
import { notRun } from "../../policy/judge/judgement.ts";
import { checkedFeeds, type Trial, tryGenome } from "./trial.ts";
import { goldOf, judged } from "./verdict.ts";

/** What every candidate is tried on and held against, read once. */
export interface Bench {
  readonly workspace: Workspace;
  readonly gold: Gold;
  readonly inputs: readonly InputFile[];
}

export const openBench = async (workspace: Workspace): Promise<Bench> => ({
  workspace,
  gold: await goldOf(workspace),
  inputs: checkedFeeds(workspace),
});

/** One genome, run and judged; its tables, if it left any, wait in a folder of the run's own. */
export interface Measured {
  readonly genome: Genome;
  readonly trial: Trial;
  readonly judged: Judged;
  readonly judgeMs: number;
  readonly folder: string;
}

export const measure = async (
  { workspace, gold, inputs }: Bench,
  genome: Genome,
  signal: AbortSignal,
): Promise<Measured> => {
  const { outputs, elapsed } = workspace.ports;
  const folder = outputs.newRunFolder();
  try {
    const trial = await tryGenome(workspace, genome, inputs, folder, signal);
    signal.throwIfAborted();
    const start = elapsed();
    const verdict =
      trial.outcome === "ok"
        ? await judged(workspace, gold, trial.tables)
        : notRun(gold, trial.outcome);
    signal.throwIfAborted();
    return { genome, trial, judged: verdict, judgeMs: elapsed() - start, folder };
  } catch (error) {
    outputs.discard(folder);
    throw error;
  }
};

/** The same for a genome that others are held against: where it could not be run, nothing can be said. */
export const measureSurely: typeof measure = async (bench, genome, signal) => {
  const measured = await measure(bench, genome, signal);
  const { trial, folder } = measured;
  if (trial.outcome !== "not_started") return measured;
  bench.workspace.ports.outputs.discard(folder);
  throw Problem.of("not-started", { detail: trial.detail });
};

/** Runs side by side; where one comes to nothing, nothing of the others stays behind. */
export const sideBySide = async (
  { workspace: { ports } }: Bench,
  runs: readonly Promise<Measured>[],
): Promise<readonly Measured[]> => {
  const settled = await Promise.allSettled(runs);
  if (settled.some(({ status }) => status === "rejected"))
    for (const one of settled)
      if (one.status === "fulfilled") ports.outputs.discard(one.value.folder);
  return Promise.all(runs);
};

/** How the run was held, or null when nothing ran. */
export const isolationIn = ({ trial }: Measured): Isolation | null =>
  trial.outcome === "rejected" ? null : trial.facts.isolation;
