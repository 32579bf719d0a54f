import type { Evaluation } from "../../domain/evaluation.ts";
import type { Genome } from "../../domain/genome.ts";
import type { MissingIsolation } from "../../domain/ports/running.ts";
import type { Workspace } from "../../domain/ports.ts";
import { notRun } from "../../policy/judge/judgement.ts";
import { checkedFeeds, type Trial, tryGenome } from "./trial.ts";
import { goldOf, judged } from "./verdict.ts";

export interface JudgedTrial {
  readonly trial: Trial;
  /** Of a run that was not ok: every check failed, and why. */
  readonly evaluation: Evaluation;
  /** Where the run's tables are now. */
  readonly tables: readonly string[];
  /** Set when the run had to do without namespaces although nobody asked for that. */
  readonly missing: MissingIsolation | null;
}

export interface TrialOptions {
  /** Whether the run's tables become the project's, unless somebody is changing it. */
  readonly publish: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Called with the result before it has any effect outside the run's own folder. */
  readonly record?: (trial: Trial, evaluation: Evaluation) => Promise<void>;
}

/** One genome from its text to the judge's word. A run without tables leaves no folder behind. */
export const tryAndJudge = async (
  workspace: Workspace,
  genome: Genome,
  { publish, signal, record = async () => {} }: TrialOptions,
): Promise<JudgedTrial> => {
  const { outputs, lock } = workspace.ports;
  const gold = await goldOf(workspace);
  const folder = outputs.newRunFolder();
  let kept = false;
  try {
    const trial = await tryGenome(workspace, genome, checkedFeeds(workspace), folder, signal);
    const { evaluation } =
      trial.outcome === "ok"
        ? await judged(workspace, gold, trial.tables)
        : notRun(gold, trial.outcome);
    signal?.throwIfAborted();
    await record(trial, evaluation);
    const missing = await missingIn(workspace, trial);
    if (trial.outcome !== "ok") return { trial, evaluation, tables: [], missing };
    // Whoever holds the project may have put another genome in force meanwhile.
    kept = !publish || lock.isHeld();
    const tables = kept ? outputs.pathsOf(trial.tables) : outputs.publish(trial.tables);
    return { trial, evaluation, tables, missing };
  } finally {
    if (!kept) outputs.discard(folder);
  }
};

const missingIn = async (
  { settings, ports }: Workspace,
  trial: Trial,
): Promise<MissingIsolation | null> => {
  const weak = trial.outcome !== "rejected" && trial.facts.isolation.backend === "process";
  return weak && settings.isolation.value === "auto" ? ports.containment.missing() : null;
};
