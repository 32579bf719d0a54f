import type { Evaluation } from "../domain/evaluation.ts";
import type { Genome } from "../domain/genome.ts";
import type { MissingIsolation } from "../domain/ports/running.ts";
import type { Workspace } from "../domain/ports.ts";
import { Problem } from "../domain/problems.ts";
import type { Contradictions } from "../policy/contradictions/find-contradictions.ts";
import { contradictionsIn } from "./arena-data.ts";
import { goldOf, judgeRun } from "./candidate/judge-tables.ts";
import { runAndJudge } from "./candidate/measure.ts";
import type { GenomeRun } from "./candidate/run.ts";
import { challengeFiles } from "./challenge/files.ts";
import { genomeInForce } from "./genome.ts";

export type Subject =
  | { readonly kind: "genome"; readonly genome: Genome; readonly run: GenomeRun }
  | { readonly kind: "file"; readonly path: string };

export interface EvaluateResult {
  readonly subject: Subject;
  readonly evaluation: Evaluation;
  readonly contradictions: Contradictions;
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
  const { run, evaluation, tables, missing } = await runAndJudge(workspace, genome, {
    publish: true,
    signal,
  });
  return {
    subject: { kind: "genome", genome, run },
    evaluation,
    published: tables,
    missing,
    ...(await surroundings(workspace)),
  };
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
  const { evaluation } = await judgeRun(workspace, gold, tables, "master-only");
  return {
    subject: { kind: "file", path },
    evaluation,
    published: [],
    missing: null,
    ...(await surroundings(workspace)),
  };
};

const surroundings = async (workspace: Workspace) => ({
  contradictions: await contradictionsIn(workspace),
  challenges: challengeFiles(workspace),
});

/** What `--fail-under` is held against: memorising must not lift it. */
export const lowerFitness = ({ fitness, holdoutFitness }: Evaluation): number =>
  Math.min(fitness, holdoutFitness ?? fitness);
