import { setTimeout as after } from "node:timers/promises";
import type { RunningProgram } from "../processes/start-program.ts";
import { end, holdersOf, isAlive, type ProcessId } from "./proc.ts";

const graceMs = 200;

/**
 * Ends whatever is left of a run and returns when it is gone. Who left the process group is found
 * by the pipes that it still holds. What the kernel itself does not let go is not waited for.
 */
export const endAll = async (
  program: RunningProgram,
  others: readonly ProcessId[],
  pipes: readonly string[],
): Promise<void> => {
  program.killGroup();
  for (const one of others) end(one);
  if (!(await isQuiet(program))) {
    for (const holder of holdersOf(pipes)) end(holder);
    await isQuiet(program);
  }
  program.letGo();
  const deadline = performance.now() + graceMs;
  while (others.some(isAlive) && performance.now() < deadline) await after(1);
};

const isQuiet = (program: RunningProgram): Promise<boolean> =>
  Promise.race([
    Promise.all([program.exited, program.released]).then(() => true),
    after(graceMs, false, { ref: false }),
  ]);
