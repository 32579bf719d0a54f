import type { ProjectLock } from "../domain/ports/control.ts";
import type { TrailOfProject } from "../domain/ports/trail.ts";
import { pathsOf } from "../domain/project.ts";
import { ensureFolder } from "./files.ts";
import { type Abandoned, isHeld, takeLock } from "./lock.ts";

/** Held by whatever changes the project; a second one is told at once who holds it. */
export const projectLock = (root: string, now: () => Date, trail: TrailOfProject): ProjectLock => ({
  isHeld: () => isHeld(pathsOf(root).lock),
  holding: async (command, work) => {
    const paths = pathsOf(root);
    ensureFolder(paths.output);
    const lock = await takeLock(paths.lock, { command, now, waitMs: 0 });
    try {
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
