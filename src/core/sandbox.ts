import type { Evaluation } from "../domain/evaluation.ts";
import type { KnownGenome } from "../domain/genome.ts";
import type { Workspace } from "../domain/ports/ports.ts";
import type { MissingIsolation } from "../domain/ports/running.ts";
import { sandboxEvent } from "./candidate/record.ts";
import type { GenomeRun } from "./candidate/run.ts";
import { runAndJudge } from "./candidate/run-and-judge.ts";

import { genomeFrom, genomeInForce } from "./genome.ts";

export interface SandboxResult {
  readonly genome: KnownGenome;
  readonly run: GenomeRun;
  /** Null unless the run was ok: there is nothing to judge. */
  readonly evaluation: Evaluation | null;
  /** Where the run's tables are now. */
  readonly tables: readonly string[];
  readonly missing: MissingIsolation | null;
}

export interface SandboxRequest {
  /** A genome from elsewhere; absent for the one in force. */
  readonly genomePath?: string | undefined;
  readonly signal?: AbortSignal;
}

/** Runs a genome contained and judges what it left. Only the genome in force publishes tables. */
export const sandbox = async (
  workspace: Workspace,
  { genomePath, signal }: SandboxRequest,
): Promise<SandboxResult> => {
  const { ports } = workspace;
  const inForce = genomePath === undefined;
  const genome = await (inForce ? genomeInForce(workspace) : genomeFrom(workspace, genomePath));
  const { run, evaluation, tables, missing } = await runAndJudge(workspace, genome, {
    publish: inForce,
    signal,
    record: async (tried, verdict) => {
      ports.genomes.keep(genome.content);
      await ports.trail.record(sandboxEvent(genome, tried, verdict));
    },
  });
  return { genome, run, evaluation: run.outcome === "ok" ? evaluation : null, tables, missing };
};
