import type { Evaluation, VisibleFeedback } from "../../domain/evaluation.ts";
import { isTrusted, type KnownGenome } from "../../domain/genome.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import type { MissingIsolation, StandbySandboxes } from "../../domain/ports/running.ts";
import { Problem } from "../../domain/problems.ts";
import { limitsOf } from "../../domain/settings.ts";
import { notRun } from "../../policy/judge/judgement.ts";
import { judgeRun } from "./judge-tables.ts";
import { loadProject } from "./measure.ts";
import { type GenomeRun, runGenome } from "./run.ts";

export interface JudgedRun {
  readonly run: GenomeRun;
  /** Of a run that was not ok: every check failed, and why. */
  readonly evaluation: Evaluation;
  readonly feedback: VisibleFeedback;
  /** Where the run's tables are now. */
  readonly tables: readonly string[];
  /** Set when the run had to do without namespaces although nobody asked for that. */
  readonly missing: MissingIsolation | null;
}

export interface JudgedRunOptions {
  /** Whether the run's tables become the project's, unless somebody is changing it. */
  readonly publish: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Called with the result before it has any effect outside the run's own folder. */
  readonly record?: (run: GenomeRun, evaluation: Evaluation) => Promise<void>;
}

/** One genome from its text to the judge's word. A run without tables leaves no folder behind. */
export const runAndJudge = async (
  workspace: Workspace,
  genome: KnownGenome,
  { publish, signal, record = async () => {} }: JudgedRunOptions,
): Promise<JudgedRun> => {
  const standby = await standByFor(workspace, genome, signal);
  try {
    return await judgedRun(workspace, genome, { publish, signal, record });
  } finally {
    await standby?.close();
  }
};

/**
 * A sandbox that gets ready while all else is read, in the hope that the feeds are plain CSV and that
 * nothing is wrong with any of it: whatever is, reading it will say.
 */
const standByFor = async (
  { settings, ports }: Workspace,
  { origin }: KnownGenome,
  signal: AbortSignal | undefined,
): Promise<StandbySandboxes | null> => {
  try {
    const standby = await ports.containment.standBy(
      { inputs: ports.feeds.files(), limits: limitsOf(settings) },
      {
        isolation: settings.isolation.value,
        allowProcess: isTrusted(origin),
        slots: 1,
        untried: true,
        ...(signal ? { signal } : {}),
      },
    );
    standby.expect({ onFeeds: 1, onOthers: 0 });
    await standby.walled();
    return standby;
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
};

const judgedRun = async (
  workspace: Workspace,
  genome: KnownGenome,
  { publish, signal, record }: Required<JudgedRunOptions>,
): Promise<JudgedRun> => {
  const { outputs, lock } = workspace.ports;
  // All of it before the program has its job: while one runs, nothing keeps us from watching it.
  const { gold, inputs } = await loadProject(workspace);
  const folder = outputs.newRunFolder();
  let kept = false;
  try {
    const run = await runGenome(workspace, genome, inputs, folder, signal);
    const { evaluation, feedback } =
      run.outcome === "ok"
        ? await judgeRun(workspace, gold, run.tables)
        : notRun(gold, run.outcome);
    signal?.throwIfAborted();
    await record(run, evaluation);
    const missing = await missingIn(workspace, run);
    if (run.outcome !== "ok") return { run, evaluation, feedback, tables: [], missing };
    const tables = await outputs.makeDurable(run.tables);
    // Whoever holds the project may have put another genome in force meanwhile.
    kept = !publish || lock.holder() !== null;
    const paths = kept ? outputs.pathsOf(tables) : await outputs.publish(tables);
    return { run, evaluation, feedback, tables: paths, missing };
  } finally {
    if (!kept) outputs.discard(folder);
    await outputs.discarded();
  }
};

export const missingIn = async (
  { settings, ports }: Workspace,
  run: GenomeRun,
): Promise<MissingIsolation | null> => {
  const weak = run.outcome !== "rejected" && run.facts.isolation.backend === "process";
  return weak && settings.isolation.value === "auto" ? ports.containment.missing() : null;
};
