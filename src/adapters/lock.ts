import { randomUUID } from "node:crypto";
import { readFileSync, renameSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod/mini";
import type { ProjectLock } from "../domain/ports/control.ts";
import type { TrailOfProject } from "../domain/ports/trail.ts";
import { Problem } from "../domain/problems.ts";
import { pathsOf } from "../domain/project.ts";
import { hasCode, writing } from "./error-reasons.ts";
import { ensureFolder, entriesIn } from "./files.ts";
import { createFile, ifThere, publishNew, readPlain } from "./trail/plain-files.ts";

/** What a lock file says ends up on a terminal. */
const printable = z.string().check(z.regex(/^\P{C}*$/u));

const holderSchema = z.strictObject({
  pid: z.int().check(z.minimum(1)),
  /** Boot and tick of the process's start, so that a reused pid is not mistaken for it. */
  started: z.nullable(z.string()),
  host: printable,
  command: printable,
  since: z.iso.datetime(),
  token: z.uuid(),
});
export type LockHolder = z.infer<typeof holderSchema>;

/** A lock that a dead process left; its holder is null when the file could not be read. */
export interface Abandoned {
  readonly holder: LockHolder | null;
}

export interface Lock {
  /** What was taken over, or null. */
  readonly abandoned: Abandoned | null;
  release(): void;
}

export interface LockOptions {
  /** Told to whoever finds the lock taken. */
  readonly command: string;
  readonly now: () => Date;
  /** How long to wait for a living holder; 0: not at all. */
  readonly waitMs: number;
}

/** Takes the lock, or throws a `locked` Problem that names its holder. */
export const takeLock = async (path: string, options: LockOptions): Promise<Lock> => {
  const mine = newHolder(options);
  const deadline = performance.now() + options.waitMs;
  for (;;) {
    const claim = writing(path, () => claimAs(mine, path));
    if (claim.won)
      return {
        abandoned: claim.abandoned,
        release: () => writing(path, () => release(path, mine)),
      };
    if (performance.now() >= deadline) throw Problem.of("locked", { path, ...claim.holder });
    await sleep(1 + Math.random() * 10);
  }
};

const draftName = /(^|\.)lock\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Removes what processes that were killed on their way to a lock have left in this folder. */
export const removeDeadDrafts = (folder: string): void => {
  for (const name of entriesIn(folder).filter((one) => draftName.test(one))) {
    const path = join(folder, name);
    try {
      const found = holderAt(path);
      // One that cannot be read may be half written, by a process that lives.
      if (typeof found === "object" && !living(found)) rmSync(path, { force: true });
    } catch {
      // Whatever it is, nobody waits for it.
    }
  }
};

/** The living process that holds the lock at this moment, or null. */
export const holderOf = (path: string): LockHolder | null => living(holderAt(path));

const newHolder = ({ command, now }: LockOptions): LockHolder => ({
  pid: process.pid,
  started: startOf(process.pid),
  host: hostname(),
  command: command.replace(/\p{C}/gu, " "),
  since: now().toISOString(),
  token: randomUUID(),
});

type Claim =
  | { readonly won: true; readonly abandoned: Abandoned | null }
  | { readonly won: false; readonly holder: LockHolder };

/** The lock gets its name only once it is whole, so that nobody reads half of it. */
const claimAs = (mine: LockHolder, path: string): Claim => {
  const holder = living(holderAt(path));
  if (holder) return { won: false, holder };
  const draft = `${path}.${mine.token}`;
  try {
    createFile(draft, JSON.stringify(mine));
    return claim(path, draft);
  } finally {
    rmSync(draft, { force: true });
  }
};

/**
 * The right to replace a dead process's lock is itself a lock, at `<path>.next`, taken in the same
 * way. So only one contender at a time may replace, and one killed in the act blocks nobody.
 */
const claim = (path: string, draft: string): Claim => {
  for (;;) {
    if (publishNew(draft, path)) return { won: true, abandoned: null };
    const found = holderAt(path);
    if (found === "nobody") continue;
    const holder = living(found);
    if (holder) return { won: false, holder };
    const next = `${path}.next`;
    const turn = claim(next, draft);
    if (!turn.won) return turn;
    const abandoned = replaceDead(path, next);
    if (abandoned) return { won: true, abandoned };
  }
};

/** Moves `next`, which is ours, over a dead lock; gives it up when the lock is dead no longer. */
const replaceDead = (path: string, next: string): Abandoned | null => {
  try {
    const found = holderAt(path);
    if (found !== "nobody" && !living(found)) {
      renameSync(next, path);
      return { holder: found === "unreadable" ? null : found };
    }
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
  rmSync(next, { force: true });
  return null;
};

const release = (path: string, mine: LockHolder): void => {
  const found = holderAt(path);
  if (typeof found === "object" && found.token === mine.token) rmSync(path, { force: true });
};

/** A power cut leaves a file that is unreadable. */
type Found = LockHolder | "nobody" | "unreadable";

const holderAt = (path: string): Found => {
  const bytes = ifThere(() => readPlain(path));
  if (bytes === null) return "nobody";
  try {
    return holderSchema.parse(JSON.parse(bytes.toString()));
  } catch {
    return "unreadable";
  }
};

/** The holder if it lives. One on another host cannot be seen from here, so it counts as alive. */
const living = (found: Found): LockHolder | null => {
  if (typeof found === "string") return null;
  const { pid, started, host } = found;
  if (host !== hostname()) return found;
  const told = startOf(pid); // asked first, so that one that ends meanwhile is not taken for alive
  const start = exists(pid) ? told : "ended";
  const same = start !== "ended" && (start === null || started === null || start === started);
  return same ? found : null;
};

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !hasCode(error, "ESRCH");
  }
};

/** Null where there is no /proc to ask; "ended" for a process that waits only to be reaped. */
const startOf = (pid: number): string | null => {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8");
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name before the last parenthesis may hold anything.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" || state === "X" ? "ended" : `${boot.trim()}/${fields[18]}`;
  } catch {
    return null;
  }
};

/** Held by whatever changes the project; a second one is told at once who holds it. */
export const projectLock = (root: string, now: () => Date, trail: TrailOfProject): ProjectLock => ({
  holder: () => {
    const held = holderOf(pathsOf(root).lock);
    return held && { pid: held.pid, command: held.command, since: held.since };
  },
  holding: async (command, work) => {
    const paths = pathsOf(root);
    ensureFolder(paths.output);
    const lock = await takeLock(paths.lock, { command, now, waitMs: 0 });
    try {
      removeDeadDrafts(paths.output);
      if (lock.abandoned) await recordTakeOver(trail, lock.abandoned);
      return await work();
    } finally {
      lock.release();
    }
  },
});

const recordTakeOver = (trail: TrailOfProject, { holder }: Abandoned) =>
  trail.record({
    type: "recovered",
    what: "lock",
    holder: holder && { pid: holder.pid, command: holder.command, since: holder.since },
  });
