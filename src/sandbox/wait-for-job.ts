import { existsSync, readSync } from "node:fs";

/**
 * Standard input ends when the job is there, and also when CleanLoop is no more: then there is no
 * job, and nothing to do. Nobody on this machine opens our debugger meanwhile.
 */
export const waitForJob = (jobFile: string): void => {
  if (process.platform !== "win32") process.on("SIGUSR1", () => {});
  try {
    while (readSync(0, Buffer.alloc(1)) > 0);
  } catch {
    // On Windows this is how a pipe ends.
  }
  if (!existsSync(jobFile)) process.exit(1);
};
