import type { Judged } from "../../domain/evaluation.ts";
import type { KnownGenome } from "../../domain/genome.ts";
import type { Evaluators } from "../../domain/ports/evaluators.ts";
import type { OpenFeed } from "../../domain/ports/files.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import { Problem } from "../../domain/problems.ts";
import type { Isolation } from "../../domain/run.ts";
import type { Gold } from "../../policy/gold.ts";
import { notRun } from "../../policy/judge/judgement.ts";
import { askAboutPartialGold } from "./gold-coverage.ts";
import { goldOf, judgeRun } from "./judge-tables.ts";

import { type GenomeRun, runGenome, runGenomeBy } from "./run.ts";

/** What every candidate is tried on and held against, read once. */
export interface LoadedProject {
  readonly workspace: Workspace;
  readonly gold: Gold;
  readonly inputs: readonly OpenFeed[];
}

export const loadProject = async (workspace: Workspace): Promise<LoadedProject> => {
  const gold = await goldOf(workspace);
  const inputs = await workspace.ports.feeds.open();
  askAboutPartialGold(workspace, gold, inputs);
  return { workspace, gold, inputs };
};

/** One genome, run and judged; its tables, if it left any, wait in a folder of the run's own. */
export interface MeasuredGenome {
  readonly genome: KnownGenome;
  readonly run: GenomeRun;
  readonly judgement: Judged;
  readonly judgeMs: number;
  readonly folder: string;
}

export const measure = (
  loaded: LoadedProject,
  genome: KnownGenome,
  signal: AbortSignal,
): Promise<MeasuredGenome> =>
  inRunFolder(loaded, async (folder) => {
    const run = await runGenome(loaded.workspace, genome, loaded.inputs, folder, signal);
    return judged(loaded, genome, run, folder, signal);
  });

/** What came of a genome that somebody else may have run. */
export type MeasuredElsewhere =
  | { readonly kind: "measured"; readonly measured: MeasuredGenome; readonly worker: string | null }
  | { readonly kind: "lost"; readonly detail: string };

/** Run by whoever makes the runs; judged here in any case. */
export const measureBy = (
  evaluators: Pick<Evaluators, "run">,
  loaded: LoadedProject,
  genome: KnownGenome,
  signal: AbortSignal,
): Promise<MeasuredElsewhere> =>
  inRunFolder(loaded, async (folder) => {
    const { workspace, inputs } = loaded;
    const told = await runGenomeBy(evaluators, workspace, genome, inputs, folder, signal);
    const { run, worker } = told;
    if (run.outcome === "lost") {
      workspace.ports.outputs.discard(folder);
      return { kind: "lost", detail: run.detail };
    }
    return {
      kind: "measured",
      measured: await judged(loaded, genome, run, folder, signal),
      worker,
    };
  });

/** A folder of the run's own, which does not outlive a failure. */
const inRunFolder = async <Result>(
  { workspace: { ports } }: LoadedProject,
  work: (folder: string) => Promise<Result>,
): Promise<Result> => {
  const folder = ports.outputs.newRunFolder();
  try {
    return await work(folder);
  } catch (error) {
    ports.outputs.discard(folder);
    throw error;
  }
};

const judged = async (
  { workspace, gold }: LoadedProject,
  genome: KnownGenome,
  run: GenomeRun,
  folder: string,
  signal: AbortSignal,
): Promise<MeasuredGenome> => {
  const { elapsed } = workspace.ports;
  signal.throwIfAborted();
  const start = elapsed();
  const judgement =
    run.outcome === "ok" ? await judgeRun(workspace, gold, run.tables) : notRun(gold, run.outcome);
  signal.throwIfAborted();
  return { genome, run, judgement, judgeMs: elapsed() - start, folder };
};

/** The same for a genome that others are held against: where it could not be run, nothing can be said. */
export const measureOrStop: typeof measure = async (loaded, genome, signal) => {
  const measured = await measure(loaded, genome, signal);
  const { run, folder } = measured;
  if (run.outcome !== "not_started") return measured;
  loaded.workspace.ports.outputs.discard(folder);
  throw Problem.of("not-started", { detail: run.detail });
};

/** Runs side by side; where one comes to nothing, nothing of the others stays behind. */
export const sideBySide = async (
  { workspace: { ports } }: LoadedProject,
  runs: readonly Promise<MeasuredGenome>[],
): Promise<readonly MeasuredGenome[]> => {
  const settled = await Promise.allSettled(runs);
  if (settled.some(({ status }) => status === "rejected"))
    for (const one of settled)
      if (one.status === "fulfilled") ports.outputs.discard(one.value.folder);
  return Promise.all(runs);
};

/** How the run was held, or null when nothing ran. */
export const isolationIn = ({ run }: MeasuredGenome): Isolation | null =>
  run.outcome === "rejected" ? null : run.facts.isolation;
