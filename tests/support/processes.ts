import { readdirSync, readFileSync } from "node:fs";

/* The processes of this machine, as /proc tells of them. */

const readIfThere = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // it ended just now
  }
};

const everyPid = (): number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

export const commandLineOf = (pid: number): string => readIfThere(`/proc/${pid}/cmdline`);

/** Every other process whose command line is of this kind. */
export const processesLike = (isMeant: (commandLine: string) => boolean): number[] =>
  everyPid().filter((pid) => pid !== process.pid && isMeant(commandLineOf(pid)));

/** Every other process whose command line holds these words. */
export const processesWith = (words: string): number[] =>
  processesLike((line) => line.includes(words));

/** One that ended and waits for its parent to notice has no command line any more. */
export const isRunning = (pid: number): boolean => commandLineOf(pid) !== "";

/** A process and all that came from it. */
export const familyOf = (root: number): number[] => {
  const parents = new Map(everyPid().map((pid) => [pid, parentOf(pid)]));
  const belongs = (pid: number): boolean =>
    pid === root || (pid > 1 && belongs(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(belongs);
};

export const statusOf = (pid: number): string => readIfThere(`/proc/${pid}/status`);

const parentOf = (pid: number): number => Number(/^PPid:\s+(\d+)/m.exec(statusOf(pid))?.[1] ?? 0);
