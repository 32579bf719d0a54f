/** CleanLoop as a library: the same use cases that the commands call. */
import * as z from "zod/mini";
import { arenaFileSchema } from "./domain/arena.ts";
import type { Workspace } from "./domain/ports/ports.ts";
import { proposerAnswerSchema, proposerRequestSchema } from "./domain/proposer-protocol.ts";
import { type SettingFlags, settingsFileSchema } from "./domain/settings.ts";
import { openWorkspace } from "./wiring.ts";

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
export { type SandboxRequest, type SandboxResult, sandbox } from "./core/sandbox.ts";
export { type StatusResult, status } from "./core/status.ts";
export { type StopResult, stop } from "./core/stop.ts";
export { type VerifyRequest, type VerifyResult, verify } from "./core/verify/verify.ts";
export type { Arena, Table, TableName } from "./domain/arena.ts";
export type { Column, ColumnType } from "./domain/columns.ts";
export type { Check, Evaluation, Metrics } from "./domain/evaluation.ts";
export { type ExitCode, exitCode } from "./domain/exit-codes.ts";
export type { Genome, Origin, Rejection } from "./domain/genome.ts";
export type { Workspace } from "./domain/ports/ports.ts";
export { Problem, type ProblemCode } from "./domain/problems.ts";
export type { Isolation, Layer, Outcome } from "./domain/run.ts";
export type { Setting, SettingFlags, Settings } from "./domain/settings.ts";
export { version } from "./version.ts";

/** Opens a project; every use case takes what this returns. */
export const openProject = (root: string, settings: SettingFlags = {}): Workspace =>
  openWorkspace({ root, env: {}, cwd: root }, settings);

/** JSON schemas of what people and their programs read and write, as shipped. */
export const schemas = {
  arena: z.toJSONSchema(arenaFileSchema, { io: "input" }),
  settings: z.toJSONSchema(settingsFileSchema, { io: "input" }),
  "proposer-request": z.toJSONSchema(proposerRequestSchema),
  "proposer-answer": z.toJSONSchema(proposerAnswerSchema, { io: "input" }),
};
