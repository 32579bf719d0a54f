import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { familyOf, statusOf } from "../support/processes.ts";

/** Nothing of this process's environment: extra certificates alone can triple Node's start. */
export const cleanEnvironment = { PATH: process.env.PATH ?? "" };

/** Nothing that is measured takes so long: what hangs ends here, and its row says so. */
export const untilItHangs = { timeout: 3_600_000, killSignal: "SIGKILL" } as const;

/** Milliseconds of one run from start to end; the run must succeed. */
export const timeOf = (program: string, args: readonly string[], cwd = process.cwd()): number => {
  const start = performance.now();
  const { status, stderr } = spawnSync(program, args, {
    cwd,
    env: cleanEnvironment,
    ...untilItHangs,
  });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} exited ${status}: ${stderr}`);
  return performance.now() - start;
};

export interface Cost {
  /** Milliseconds from start to end, and of the processor: all threads and children that it waits for. */
  readonly clock: number;
  readonly processor: number;
}

/** What one run costs; the run must succeed. */
export const costOf = (program: string, args: readonly string[], cwd?: string): Cost => {
  const before = processorOfChildren();
  const clock = timeOf(program, args, cwd);
  return { clock, processor: processorOfChildren() - before };
};

/** The least of several runs: what else the machine does only ever adds to a run. */
export const cheapest = (times: number, run: () => Cost): Cost => {
  const costs = Array.from({ length: times }, run);
  return {
    clock: Math.min(...costs.map(({ clock }) => clock)),
    processor: Math.min(...costs.map(({ processor }) => processor)),
  };
};

export const bestOf = (times: number, run: () => number): number =>
  Math.min(...Array.from({ length: times }, run));

const millisecondsPerTick = 10;

/** Of all children that have ended, as the kernel counts it for this process. */
const processorOfChildren = (): number => {
  const fields = readFileSync("/proc/self/stat", "utf8").split(") ").at(-1)?.split(" ") ?? [];
  const [user, system] = fields.slice(13, 15);
  return (Number(user) + Number(system)) * millisecondsPerTick;
};

/** Median ratio of two commands run in turn, so that a noisy moment hits both alike. */
export const pairedRatio = (pairs: number, measured: () => number, base: () => number): number => {
  const ratios = Array.from({ length: pairs }, () => {
    const ofBase = base();
    return measured() / ofBase;
  });
  return median(ratios);
};

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

export interface Watched {
  readonly milliseconds: number;
  /** The most memory that any single process of the run ever held. */
  readonly peakMb: number;
  readonly stdout: string;
}

/** Runs a command and watches the memory of every process that descends from it; it must succeed. */
export const watchedRun = async (program: string, args: readonly string[]): Promise<Watched> => {
  const start = performance.now();
  const child = spawn(program, args, {
    env: cleanEnvironment,
    stdio: ["ignore", "pipe", "pipe"],
    ...untilItHangs,
  });
  let stdout = "";
  child.stdout.on("data", (data) => {
    stdout += data;
  });
  let stderr = "";
  child.stderr.on("data", (data) => {
    stderr += data;
  });
  let peakMb = 0;
  const timer = setInterval(() => {
    for (const pid of familyOf(child.pid ?? 0)) peakMb = Math.max(peakMb, peakOf(pid));
  }, 50);
  const status = await new Promise((done) => child.on("close", done));
  clearInterval(timer);
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} exited ${status}: ${stderr}`);
  return { milliseconds: performance.now() - start, peakMb, stdout };
};

const peakOf = (pid: number): number =>
  Number(/^VmHWM:\s+(\d+)/m.exec(statusOf(pid))?.[1] ?? 0) / 1024;
