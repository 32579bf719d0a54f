import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Reads what the kernel says of a process; a process that is gone reads as nothing. */
const read = (path: string): string => {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
};

const list = (path: string): string[] => {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
};

const pidsIn = (text: string): number[] => text.split(/\s+/).filter(Boolean).map(Number);

/** A process and when it began, which together never mean another one. */
export interface ProcessId {
  readonly pid: number;
  readonly began: string;
}

const statFields = (pid: number): string[] => {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
};

export const identify = (pid: number): ProcessId => ({ pid, began: statFields(pid)[19] ?? "" });

/** Zombies have ended: they only wait to be counted. */
export const isAlive = ({ pid, began }: ProcessId): boolean => {
  const fields = statFields(pid);
  return began !== "" && fields[19] === began && fields[0] !== "Z" && fields[0] !== "X";
};

/**
 * Neither ended nor halted nor about to end, which leaves it without memory. Its command line would
 * tell as well, but the kernel reads that out of its memory, and whoever asks waits for as long as
 * that is being changed.
 */
export const isAtWork = (one: ProcessId): boolean =>
  isAlive(one) && !isHalted(one.pid) && Number(statFields(one.pid)[20]) > 0;

/** Whether a signal has halted it, until another one lets it go on. */
export const isHalted = (pid: number): boolean => statFields(pid)[0] === "T";

export const end = (one: ProcessId): void => {
  try {
    if (isAlive(one)) process.kill(one.pid, "SIGKILL");
  } catch {
    // It ended by itself in this moment.
  }
};

/** The processes below this one, through all of their threads; of a flood only the first `most`. */
export const descendants = (pid: number, most: number): number[] => {
  const found: number[] = [];
  for (let next: number | undefined = pid, at = 0; next !== undefined; next = found[at++]) {
    found.push(...childrenOf(next));
    if (found.length > most) return found.slice(0, most + 1);
  }
  return found;
};

const childrenOf = (pid: number): number[] =>
  kernelListsChildren()
    ? list(`/proc/${pid}/task`).flatMap((thread) =>
        pidsIn(read(`/proc/${pid}/task/${thread}/children`)),
      )
    : list("/proc")
        .filter((name) => /^\d+$/.test(name) && statFields(Number(name))[1] === `${pid}`)
        .map(Number);

let listsChildren: boolean | undefined;
const kernelListsChildren = (): boolean => {
  listsChildren ??= existsSync(`/proc/self/task/${process.pid}/children`);
  return listsChildren;
};

/** What a process writes to: names of pipes that stay the same in every process that holds them. */
export const pipesOf = (pid: number): string[] =>
  [1, 2].map((descriptor) => linkOf(`/proc/${pid}/fd/${descriptor}`)).filter(Boolean);

/** Whoever else holds one of these pipes. */
export const holdersOf = (pipes: readonly string[]): ProcessId[] =>
  pipes.length === 0
    ? []
    : list("/proc")
        .filter((name) => /^\d+$/.test(name) && name !== `${process.pid}`)
        .filter((pid) =>
          list(`/proc/${pid}/fd`).some((each) => pipes.includes(linkOf(`/proc/${pid}/fd/${each}`))),
        )
        .map((pid) => identify(Number(pid)));

const linkOf = (path: string): string => {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
};

/** Memory that a process has to itself, files it only maps left out; in MB. */
export const privateMb = (pid: number): number => {
  const status = read(`/proc/${pid}/status`);
  const kb = (field: string): number =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0);
  return (kb("RssAnon") + kb("RssShmem")) / 1024;
};

export const kernelShowsProcesses = (): boolean => existsSync("/proc/self/status");
