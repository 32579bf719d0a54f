import { setTimeout as after } from "node:timers/promises";
import type { Child } from "./child.ts";
import { end, holdersOf, isAlive, type ProcessId } from "./proc.ts";

const graceMs = 200;

/**
 * Ends whatever is left of a run and returns when it is gone. Who left the process group is found
 * by the pipes that it still holds. What the kernel itself does not let go is not waited for.
 */
export const endAll = async (
  child: Child,
  others: readonly ProcessId[],
  pipes: readonly string[],
): Promise<void> => {
  child.killGroup();
  for (const one of others) end(one);
  if (!(await isQuiet(child))) {
    for (const holder of holdersOf(pipes)) end(holder);
    await isQuiet(child);
  }
  child.letGo();
  const deadline = performance.now() + graceMs;
  while (others.some(isAlive) && performance.now() < deadline) await after(1);
};

const isQuiet = (child: Child): Promise<boolean> =>
  Promise.race([
    Promise.all([child.exited, child.released]).then(() => true),
    after(graceMs, false, { ref: false }),
  ]);
