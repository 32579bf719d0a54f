import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";

/** Less than a test has in all, so that what did not happen is said. */
export const patienceMs = 840_000;

/** For a program that is waited for without an event loop: nobody else would end it if it hung. */
export const endedInTime = { timeout: patienceMs, killSignal: "SIGKILL" } as const;

/** Waits for something that is bound to happen, and says what did not. */
export const until = async (
  happened: () => boolean,
  what: string | (() => string),
): Promise<void> => {
  const deadline = performance.now() + patienceMs;
  while (!happened()) {
    if (performance.now() > deadline)
      throw new Error(`waited in vain for ${typeof what === "string" ? what : what()}`);
    await sleep(10);
  }
};
