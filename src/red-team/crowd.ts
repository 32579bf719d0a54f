import { descendants, privateMb } from "../adapters/containment/kernel-processes.ts";

const everyMs = 50;
const mostCounted = 100;

/** The most that was seen below a process at any one moment. */
export interface Crowd {
  readonly processes: number;
  readonly memoryMb: number;
}

/** Counts, from outside of everything, what a run takes of this machine. */
export const watchCrowd = (pid: number): { stop(): Crowd } => {
  let processes = 0;
  let memoryMb = 0;
  const timer = setInterval(() => {
    const below = descendants(pid, mostCounted);
    processes = Math.max(processes, below.length);
    memoryMb = Math.max(
      memoryMb,
      below.map(privateMb).reduce((sum, mb) => sum + mb, 0),
    );
  }, everyMs);
  return {
    stop: () => {
      clearInterval(timer);
      return { processes, memoryMb: Math.round(memoryMb) };
    },
  };
};
