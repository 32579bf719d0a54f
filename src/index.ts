/** CleanLoop as a library: the same use cases that the commands call. */
import { resolve } from "node:path";
import * as z from "zod/mini";
import { type EvaluateResult, evaluateFile, evaluateGenome } from "./core/evaluate.ts";
import { type InitRequest, type InitResult, init } from "./core/init/init.ts";
import type { AskReading } from "./core/init/settled-reading.ts";
import type { LoopResult } from "./core/loop/finish.ts";
import { loop } from "./core/loop/loop.ts";
import type { LoopRequest, Onlooker } from "./core/loop/running-loop.ts";
import { type MergedRuns, mergeRuns } from "./core/run/merge-runs.ts";
import { type RunFeedsRequest, type RunFeedsResult, runFeeds } from "./core/run/run-feeds.ts";
import { eventsSince } from "./core/trail/read.ts";
import { arenaFileSchema } from "./domain/arena.ts";
import type { TrailEvent } from "./domain/events.ts";
import type { Workspace } from "./domain/ports/ports.ts";
import { proposerAnswerSchema, proposerRequestSchema } from "./domain/proposer-protocol.ts";
import { type SettingFlags, settingsFileSchema } from "./domain/settings.ts";
import { newProject, openFolder } from "./wiring.ts";

export type { AuditResult } from "./core/audit.ts";
export { auditJudge } from "./core/audit.ts";
export {
  type Autonomy,
  type AutonomyRequest,
  type AutonomyRound,
  autonomy,
} from "./core/autonomy/autonomy.ts";
export type { GenomeRun } from "./core/candidate/run.ts";
export {
  type EvaluateResult,
  evaluateFile,
  evaluateGenome,
  lowerFitness,
  type Subject,
} from "./core/evaluate.ts";
export type { InitRequest, InitResult } from "./core/init/init.ts";
export type { AskReading } from "./core/init/settled-reading.ts";
export type { LoopResult } from "./core/loop/finish.ts";
export { loop } from "./core/loop/loop.ts";
export type { LoopRequest, Onlooker } from "./core/loop/running-loop.ts";
export { type Observation, observe } from "./core/observe/observe.ts";
export type { ProjectOverview } from "./core/observe/overview.ts";
export { observeRound, type RoundStory } from "./core/observe/round-story.ts";
export {
  type ProbeResult,
  type RedTeamRequest,
  type RedTeamResult,
  redTeam,
} from "./core/red-team.ts";
export { type ResetRequest, type ResetResult, reset } from "./core/reset.ts";
export {
  approveReview,
  type Decided,
  pendingReviews,
  rejectReview,
  showReview,
} from "./core/review/review.ts";
export type { MergedRuns } from "./core/run/merge-runs.ts";
export type { RunFeedsRequest, RunFeedsResult } from "./core/run/run-feeds.ts";
export { type SandboxRequest, type SandboxResult, sandbox } from "./core/sandbox.ts";
export { type StatusResult, status } from "./core/status.ts";
export { type StopResult, stop } from "./core/stop.ts";
export { type VerifyRequest, type VerifyResult, verify } from "./core/verify/verify.ts";
export type { Arena, Table, TableName } from "./domain/arena.ts";
export type { Column, ColumnType } from "./domain/columns.ts";
export type { Check, Evaluation, Metrics } from "./domain/evaluation.ts";
export type { TrailEvent } from "./domain/events.ts";
export { type ExitCode, exitCode } from "./domain/exit-codes.ts";
export type { KnownGenome, Origin, Rejection } from "./domain/genome.ts";
export type { Workspace } from "./domain/ports/ports.ts";
export { Problem, type ProblemCode } from "./domain/problems.ts";
export type { Isolation, Layer, Outcome } from "./domain/run.ts";
export type { Setting, SettingFlags, Settings } from "./domain/settings.ts";
export { version } from "./version.ts";

/** An open project; every function here takes one, and none keeps anything of it. */
export type OpenedProject = Workspace;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Opens the project in a folder: reads `data/arena.json` and `cleanloop.json`, and runs nothing.
 *
 * `settings` go before those of the files, as flags do. A model's endpoint is found in `env`, such
 * as `process.env`; without it, only in the project's own `.env`.
 *
 * @throws {Problem} where the folder is not a project, or one of its files is wrong
 */
export const openProject = (
  root: string,
  settings: SettingFlags = {},
  env: Environment = {},
): OpenedProject => openFolder(root, settings, env);

/** What may end a call early; it then throws the signal's reason, and leaves nothing half done. */
export interface Abortable {
  readonly signal?: AbortSignal;
}

export interface EvaluateOptions extends Abortable {
  /** A master table to judge, instead of running the genome in force. */
  readonly file?: string;
}

/** Runs the genome in force, contained, and judges the tables it left; or judges a given table. */
export const evaluate = (
  project: OpenedProject,
  { file, signal }: EvaluateOptions = {},
): Promise<EvaluateResult> =>
  file === undefined ? evaluateGenome(project, signal) : evaluateFile(project, file);

/** How a loop is run; each member has the meaning and the default of the flag of its name. */
export interface LoopOptions extends Partial<LoopRequest>, Partial<Onlooker>, Abortable {}

/**
 * Runs the bounded loop: rounds of proposing, trying, judging and deciding, each on record before it
 * has any effect. `event` is called with each of them.
 *
 * An aborted `signal` ends it in good order: it resolves with the stop reason `interrupted`.
 */
export const runLoop = (
  project: OpenedProject,
  { signal = new AbortController().signal, ...options }: LoopOptions = {},
): Promise<LoopResult> => {
  const ignore = (): void => {};
  return loop(
    project,
    {
      maxIterations: options.maxIterations ?? 5,
      reviewer: options.reviewer ?? "human",
      forceReview: options.forceReview ?? false,
      fresh: options.fresh ?? false,
      acceptChanges: options.acceptChanges ?? false,
      name: options.name ?? null,
      seed: options.seed ?? 1,
      candidates: options.candidates ?? 1,
    },
    {
      event: options.event ?? ignore,
      stage: options.stage ?? ignore,
      missing: options.missing ?? ignore,
      challenges: options.challenges ?? ignore,
      note: options.note ?? ignore,
      ask: options.ask ?? null,
    },
    signal,
  );
};

/** What is cleaned, where to, and how strictly; paths are taken from the working directory. */
export interface RunOptions extends Partial<RunFeedsRequest>, Abortable {
  readonly inputs: readonly string[];
  readonly out: string;
}

/**
 * Runs the kept genome on new files, without gold: it writes beside the target, checks what it
 * wrote, and only then publishes the folder, whole. `status` tells whether it did.
 */
export const run = (
  project: OpenedProject,
  { signal = new AbortController().signal, inputs, out, ...how }: RunOptions,
): Promise<RunFeedsResult> =>
  runFeeds(
    project,
    {
      maxFailed: null,
      columns: "strict",
      sinceLast: false,
      acceptDrift: false,
      shard: null,
      ...how,
      inputs: inputs.map((path) => resolve(path)),
      out: resolve(out),
    },
    signal,
  );

/** Puts the shards of a run together: all of them, of one genome, to the same bytes as one run. */
export const merge = (
  project: OpenedProject,
  parts: readonly string[],
  out: string,
  { signal = new AbortController().signal }: Abortable = {},
): Promise<MergedRuns> =>
  mergeRuns(project, { parts: parts.map((path) => resolve(path)), out: resolve(out) }, signal);

/**
 * The events of the trail, from the first one on.
 *
 * @throws {Problem} `unsound-trail` at the first line that is not what was recorded
 */
export async function* readTrail(
  project: OpenedProject,
  { signal }: Abortable = {},
): AsyncGenerator<TrailEvent> {
  for await (const event of eventsSince(project, project.ports.trail.follow())) {
    signal?.throwIfAborted();
    yield event;
  }
}

/** What a new project is made of; paths are taken from the working directory. */
export interface CreateOptions extends Partial<InitRequest>, Abortable {
  readonly root: string;
  /** Asked where a feed can be read in two ways; without it, that is a Problem. */
  readonly ask?: AskReading;
}

/** Makes a project of feeds and gold, or a small example of its own, and evaluates it once. */
export const createProject = async ({
  signal = new AbortController().signal,
  ask,
  root,
  inputs = [],
  gold = null,
  ...how
}: CreateOptions): Promise<InitResult> =>
  init(
    await newProject("."),
    {
      root: resolve(root),
      inputs: inputs.map((path) => resolve(path)),
      gold: gold === null ? null : resolve(gold),
      partial: false,
      link: false,
      force: false,
      ...how,
    },
    ask ?? null,
    signal,
  );

/** JSON schemas of what people and their programs read and write, as shipped. */
export const schemas = {
  arena: z.toJSONSchema(arenaFileSchema, { io: "input" }),
  settings: z.toJSONSchema(settingsFileSchema, { io: "input" }),
  "proposer-request": z.toJSONSchema(proposerRequestSchema),
  "proposer-answer": z.toJSONSchema(proposerAnswerSchema, { io: "input" }),
};
