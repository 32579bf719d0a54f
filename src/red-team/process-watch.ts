import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as after } from "node:timers/promises";
import { descendants, end, identify, privateMb } from "../adapters/containment/kernel-processes.ts";
import { attempted } from "./attempted.ts";

const everyMs = 50;
const mostCounted = 100;

/** The most that was seen below a process at any one moment. */
export interface ProcessPeak {
  readonly processes: number;
  readonly memoryMb: number;
  /** How long a busy machine kept the watch itself waiting, all together. */
  readonly heldUpMs: number;
}

/** Counts, from outside of everything, what a run takes of this machine. */
export const watchProcesses = (pid: number): { stop(): ProcessPeak } => {
  let processes = 0;
  let memoryMb = 0;
  let heldUpMs = 0;
  let due = performance.now() + everyMs;
  const timer = setInterval(() => {
    heldUpMs += Math.max(0, performance.now() - due);
    const below = descendants(pid, mostCounted);
    processes = Math.max(processes, below.length);
    memoryMb = Math.max(
      memoryMb,
      below.map(privateMb).reduce((sum, mb) => sum + mb, 0),
    );
    due = performance.now() + everyMs;
  }, everyMs);
  return {
    stop: () => {
      clearInterval(timer);
      return { processes, memoryMb: Math.round(memoryMb), heldUpMs: Math.round(heldUpMs) };
    },
  };
};

/**
 * What was ended is gone as soon as the kernel gets to it, which a busy machine puts off. What lives
 * on lasts longer than this, even after the latest answer.
 */
const buryingMs = 4_000;

/** Processes of this machine that bear the token, after a moment for the kernel to bury the dead. */
export const survivorsOf = async (token: string, except: number): Promise<number[]> => {
  const deadline = performance.now() + buryingMs;
  let alive = bearersOf(token, except);
  while (alive.length > 0 && performance.now() < deadline) {
    await after(10);
    alive = bearersOf(token, except);
  }
  return alive;
};

export const endSurvivors = (token: string): void => {
  for (const pid of bearersOf(token, process.pid)) end(identify(pid));
};

const bearersOf = (token: string, except: number): number[] =>
  (attempted(() => readdirSync("/proc")) ?? [])
    .filter((name) => /^\d+$/.test(name) && Number(name) !== except)
    .filter((pid) => attempted(() => readFileSync(`/proc/${pid}/cmdline`, "utf8"))?.includes(token))
    .map(Number);
