import { accessSync, constants, statSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "../../domain/problems.ts";
import type { ContainedRun, Isolation, Job, RunTables } from "../../domain/run.ts";
import { classify, type ObservedRun } from "../../policy/classify.ts";
import type { SandboxJob } from "../../sandbox/job.ts";
import { reasonOf } from "../error-reasons.ts";
import {
  type Backend,
  jobFileName,
  jobFolderName,
  type Launch,
  type Places,
  type RunPlan,
} from "./backends/backend.ts";
import { boundsFor } from "./bounds.ts";
import { takeTables } from "./collect-tables.ts";
import type { NodeFacts } from "./node.ts";
import { openRunFolder, type RunFolder } from "./run-folder.ts";
import { type EndedRun, supervise } from "./supervise.ts";

/** What every run of one containment has in common. */
export interface Runtime {
  readonly folder: string;
  /** The file in it that Node starts with. */
  readonly entry: string;
  readonly node: NodeFacts;
}

/**
 * What of a job decides how its sandbox is built; the rest may be told when the walls stand. Feeds
 * that it was not built with come with the job, as copies.
 */
export type Fittings = Pick<Job, "inputs" | "limits">;

/** One sandbox before it is started: its own folder, and the command that sets it up. */
export interface PreparedSandbox {
  readonly plan: RunPlan;
  readonly launch: Launch;
  /** Puts the job where its program looks for it. */
  writeJob(job: Job): void;
}

export const prepareSandbox = async (
  backend: Backend,
  runtime: Runtime,
  fittings: Fittings,
): Promise<PreparedSandbox> => {
  checkReadable(join(runtime.folder, runtime.entry));
  for (const { path } of fittings.inputs) checkReadable(path);
  const runFolder = openRunFolder();
  try {
    const plan = planFor(runtime, fittings, runFolder);
    runFolder.makeFolder(jobFolderName);
    const places = backend.places(plan);
    const launch = backend.launch(plan, places);
    return { plan, launch, writeJob: (job) => writeJob(runFolder, job, places) };
  } catch (error) {
    await runFolder.remove();
    throw error;
  }
};

/** Runs a job on one backend, from its own empty folder to the tables. May throw `SetupFailed`. */
export const attempt = async (
  backend: Backend,
  isolation: Isolation,
  runtime: Runtime,
  job: Job,
  signal: AbortSignal | undefined,
): Promise<ContainedRun> => {
  const { plan, launch, writeJob: handOver } = await prepareSandbox(backend, runtime, job);
  try {
    const ended = await supervise(launch, () => handOver(job), plan.bounds, signal);
    return await resultOf(ended, job, plan, isolation);
  } finally {
    await plan.runFolder.remove();
  }
};

/** Before any set-up: what is wrong with a file must not be held against a backend. */
const checkReadable = (path: string): void => {
  try {
    accessSync(path, constants.R_OK);
    if (statSync(path).isFile()) return;
  } catch (error) {
    throw Problem.of("cannot-read", { path, reason: reasonOf(error) });
  }
  throw Problem.of("cannot-read", { path, reason: "it is not a plain file" });
};

const planFor = (
  { node, folder, entry }: Runtime,
  { inputs, limits }: Fittings,
  runFolder: RunFolder,
): RunPlan => ({
  node,
  bounds: boundsFor(limits, node),
  runFolder,
  runtimeFolder: folder,
  entry,
  inputs,
});

const writeJob = (runFolder: RunFolder, job: Job, places: Places): void => {
  const inside: SandboxJob = {
    program: join(places.job, "genome.js"),
    inputs: job.inputs.map(({ name, path }, index) => ({
      name,
      path: places.inputs[index] ?? bring(runFolder, path, places, `${index}.csv`),
    })),
    tables: job.tables.map(({ name, file, columns }) => ({
      name,
      file,
      columns: columns.map((column) => column.name),
    })),
    output: places.output,
  };
  runFolder.write(join(jobFolderName, "genome.js"), job.program);
  runFolder.write(join(jobFolderName, jobFileName), JSON.stringify(inside));
};

const bring = (runFolder: RunFolder, path: string, places: Places, name: string): string => {
  runFolder.copy(path, join(jobFolderName, name));
  return join(places.job, name);
};

/** What an ended run comes to; its tables are taken and its output folder is let go. */
export const resultOf = async (
  ended: EndedRun,
  job: Job,
  plan: RunPlan,
  isolation: Isolation,
): Promise<ContainedRun> => {
  try {
    return await judged(ended, job, plan, isolation);
  } finally {
    ended.output.close();
  }
};

const judged = async (
  ended: EndedRun,
  job: Job,
  { bounds }: RunPlan,
  isolation: Isolation,
): Promise<ContainedRun> => {
  const { ending, exit, seen, overflow } = ended;
  const endedWell = ending.by === "exit" && ending.code === 0 && !overflow;
  const { intake, tables } = endedWell
    ? takeTables(ended.output.path, job.tables, job.outputFolder, bounds.outputBytes)
    : nothingTaken;
  const { outcome, detail, violation } = classify({
    ending,
    limits: job.limits,
    peakMemoryMb: seen.peakMemoryMb,
    extraProcesses: seen.extraProcesses,
    overflow,
    intake,
  });
  const facts = {
    exitCode: exit.code,
    signal: exit.signal,
    durationMs: ended.durationMs,
    peakMemoryMb: seen.peakMemoryMb,
    violation,
    stdout: ended.stdout,
    stderr: ended.stderr,
    truncated: ended.truncated,
    isolation,
  };
  return outcome === "ok" ? { outcome, facts, tables } : { outcome, facts, detail };
};

const nothingTaken: { readonly intake: ObservedRun["intake"]; readonly tables: RunTables } = {
  intake: null,
  tables: new Map(),
};
