import { readFileSync } from "node:fs";
import { url } from "node:inspector";
import { guardParent } from "../adapters/containment/index.ts";
import { rejectionText } from "../domain/genome.ts";
import type { Containment } from "../domain/ports/running.ts";
import type { Job } from "../domain/run.ts";
import type { Instructions, NextSandbox, Targets } from "./attacker.ts";
import { nextRun } from "./escaped/standby.ts";
import type { OperatorAnswer, RunRequest } from "./request.ts";

export interface Runs extends Pick<Containment, "run"> {
  /** A sandbox that stands ready meanwhile, and the run that it is for. */
  readonly next?: (NextSandbox & Pick<Containment, "run">) | null;
}

/**
 * Runs one request as CleanLoop would, in a process of its own: whatever the program does to whoever
 * started it happens here. It stays until nobody listens any more, so that it can be looked at.
 */
export const runRequest = async (
  containmentFor: (request: RunRequest) => Runs | Promise<Runs>,
): Promise<void> => {
  const request: RunRequest = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
  if (request.guarded) guardParent();
  process.stdin.resume().once("close", () => process.exit());
  const containment = await containmentFor(request);
  const began = performance.now();
  const answer = await carryOut(request, containment).catch(notStarted);
  const durationMs = Math.round(performance.now() - began);
  const whole: OperatorAnswer = {
    ...answer,
    durationMs,
    next: await honestRun(request, containment).catch(notStarted),
    debuggerOpen: url() !== undefined,
  };
  process.stdout.write(`${JSON.stringify(whole)}\n`);
};

type Observed = Omit<OperatorAnswer, "durationMs" | "next" | "debuggerOpen">;

const notStarted = (error: unknown): Observed => ({
  outcome: "not_started",
  detail: String(error),
  violation: false,
  stdout: "",
  stderr: "",
});

const carryOut = async (request: RunRequest, containment: Runs): Promise<Observed> => {
  const { hostile } = request;
  if (hostile.kind === "escaped")
    return ranWith(instructed(hostile.program, hostile.targets, containment), request, containment);
  const { compile } = await import("../adapters/compiler.ts");
  const compiled = await compile(Buffer.from(hostile.text));
  if (compiled.ok) return ranWith(compiled.program.js, request, containment);
  const detail = rejectionText(compiled.rejection);
  return { outcome: "rejected", detail, violation: false, stdout: "", stderr: "" };
};

/** The run that follows, which is nobody's enemy; null where none is to follow. */
const honestRun = async (request: RunRequest, containment: Runs): Promise<Observed | null> => {
  const { hostile } = request;
  if (hostile.kind !== "escaped" || !containment.next) return null;
  const program = instructed(nextRun.program, hostile.targets, containment);
  return ranWith(program, request, containment.next);
};

const instructed = (
  program: string,
  targets: Omit<Targets, "operator" | "next">,
  { next }: Runs,
): string => {
  const sandbox = next ? { pid: next.pid, folder: next.folder } : null;
  const whole: Instructions = {
    program,
    targets: { ...targets, operator: process.pid, next: sandbox },
  };
  return JSON.stringify(whole);
};

const ranWith = async (
  program: string,
  request: RunRequest,
  containment: Pick<Containment, "run">,
): Promise<Observed> => {
  const { inputs, tables, limits, outputFolder } = request;
  const job: Job = { program, inputs, tables, limits, outputFolder };
  const run = await containment.run(job, { isolation: "auto", allowProcess: true });
  const { violation, stdout, stderr } = run.facts;
  const detail = run.outcome === "ok" ? "finished" : run.detail;
  return { outcome: run.outcome, detail, violation, stdout, stderr };
};
