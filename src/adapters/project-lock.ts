import type { ProjectLock } from "../domain/ports.ts";
import { pathsOf } from "../domain/project.ts";
import { ensureFolder } from "./files.ts";
import { takeLock } from "./lock.ts";

/** Held by whatever changes the project; a second one is told at once who holds it. */
export const projectLock = (root: string, now: () => Date): ProjectLock => ({
  holding: async (command, work) => {
    const paths = pathsOf(root);
    ensureFolder(paths.output);
    const lock = await takeLock(paths.lock, { command, now, waitMs: 0 });
    try {
      return await work();
    } finally {
      lock.release();
    }
  },
});
