import type { Evaluation, VisibleFeedback } from "../domain/evaluation.ts";
import type { KnownGenome } from "../domain/genome.ts";
import type { Workspace } from "../domain/ports/ports.ts";
import type { MissingIsolation } from "../domain/ports/running.ts";
import { Problem } from "../domain/problems.ts";
import type { Contradictions } from "../policy/contradictions/find-contradictions.ts";
import type { GoldFault } from "../policy/gold-faults.ts";
import { pairRows, type RowPair } from "../policy/row-pairs.ts";
import { contradictionsIn, goldFaultsIn } from "./arena-data.ts";
import { goldOf, judgeRun } from "./candidate/judge-tables.ts";
import { loadProject, measureOrStop } from "./candidate/measure.ts";
import type { GenomeRun } from "./candidate/run.ts";
import { runAndJudge } from "./candidate/run-and-judge.ts";
import { type Veto, vet } from "./candidate/vetoes.ts";
import { challengeFiles } from "./challenge/files.ts";

import { genomeInForce } from "./genome.ts";
import { type RefusedRows, refusedRowsIn } from "./refused-rows.ts";

export type Subject =
  | { readonly kind: "genome"; readonly genome: KnownGenome; readonly run: GenomeRun }
  | { readonly kind: "file"; readonly path: string };

export interface EvaluateResult {
  readonly subject: Subject;
  readonly evaluation: Evaluation;
  readonly feedback: VisibleFeedback;
  readonly contradictions: Contradictions;
  readonly goldFaults: readonly GoldFault[];
  readonly refusedRows: readonly RefusedRows[];
  readonly challenges: readonly string[];
  readonly published: readonly string[];
  readonly missing: MissingIsolation | null;
}

/** Runs the genome in force, judges what it made, and publishes its tables. */
export const evaluateGenome = async (
  workspace: Workspace,
  signal?: AbortSignal,
): Promise<EvaluateResult> => {
  const genome = await genomeInForce(workspace);
  const { run, evaluation, feedback, tables, missing } = await runAndJudge(workspace, genome, {
    publish: true,
    signal,
  });
  return {
    subject: { kind: "genome", genome, run },
    evaluation,
    feedback,
    published: tables,
    missing,
    ...(await surroundings(workspace)),
  };
};

/** What the arena's vetoes say of a genome, after runs of its own; none where it leaves no tables. */
export const vetoesOn = async (
  workspace: Workspace,
  genome: KnownGenome,
  signal: AbortSignal,
): Promise<readonly Veto[]> => {
  const loaded = await loadProject(workspace);
  const measured = await measureOrStop(loaded, genome, signal);
  try {
    return measured.run.outcome === "ok" ? (await vet(loaded, measured, signal)).vetoes : [];
  } finally {
    workspace.ports.outputs.discard(measured.folder);
    await workspace.ports.outputs.discarded();
  }
};

/** Judges a master table that is already there; nothing runs. */
export const evaluateFile = async (workspace: Workspace, path: string): Promise<EvaluateResult> => {
  if (!workspace.ports.isPlainFile(path))
    throw Problem.of("file-missing", {
      path,
      what: "the table to judge",
      hint: "name a CSV file that is there",
    });
  const gold = await goldOf(workspace);
  const tables = new Map([["master", path] as const]);
  const { evaluation, feedback } = await judgeRun(workspace, gold, tables, "master-only");
  return {
    subject: { kind: "file", path },
    evaluation,
    feedback,
    published: [],
    missing: null,
    ...(await surroundings(workspace)),
  };
};

/** Visible rows that are missing or unexpected, side by side. */
export interface RowDifferences {
  readonly missing: number;
  readonly unexpected: number;
  /** Of the first of them, those that differ least first. */
  readonly pairs: readonly RowPair[];
  readonly columns: readonly string[];
}

export const rowDifferences = (
  { project: { arena } }: Workspace,
  { feedback }: EvaluateResult,
  limit: number,
): RowDifferences => {
  const { missing, unexpected, metrics } = feedback;
  const { columns } = arena.master;
  return {
    missing: metrics.missingRows,
    unexpected: metrics.unexpectedRows,
    pairs: pairRows(columns, arena.gold.key, missing, unexpected).slice(0, limit),
    columns: columns.map(({ name }) => name),
  };
};

const surroundings = async (workspace: Workspace) => ({
  refusedRows: refusedRowsIn(await workspace.ports.feeds.open()),
  goldFaults: await goldFaultsIn(workspace),
  contradictions: await contradictionsIn(workspace),
  challenges: challengeFiles(workspace),
});

/** What `--fail-under` is held against: memorising must not lift it. */
export const lowerFitness = ({ fitness, holdoutFitness }: Evaluation): number =>
  Math.min(fitness, holdoutFitness ?? fitness);
