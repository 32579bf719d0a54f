import type { Wall } from "../../policy/classify.ts";
import type { Exit, RunningProgram } from "./start-program.ts";

/** Why we ended a program. An abort is the operator's, and no fact about the program. */
export type Stop = Wall | "abort";

/** How long a program has, and how much it may print: the first reason to stop is the one that counts. */
export interface Deadline {
  /** From now on its time counts: what comes before is ours, and may take longer on a busy machine. */
  start(wallMs: number): void;
  /** What stopped the program; null when it ended by itself and nobody holds its output. */
  readonly over: Promise<Stop | null>;
  isOver(): boolean;
  /** How the leader ended; null as long as it lives. */
  exit(): Exit | null;
  elapsedMs(): number;
  stop(reason: Stop): void;
  disarm(): void;
}

export const setDeadline = (program: RunningProgram, signal: AbortSignal | undefined): Deadline => {
  let began = performance.now();
  let clock: NodeJS.Timeout | undefined;
  let exit: Exit | null = null;
  let isOver = false;
  let stop: (reason: Stop) => void = () => {};
  const stopped = new Promise<Stop>((resolve) => {
    stop = resolve;
  });
  const abort = (): void => stop("abort");
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) abort();
  void program.flooded.then(() => stop("log"));
  void program.exited.then((how) => {
    exit = how;
  });
  const byItself = Promise.all([program.exited, program.released]).then(() => null);
  const over = Promise.race([byItself, stopped]);
  void over.then(() => {
    isOver = true;
  });
  return {
    start: (wallMs) => {
      began = performance.now();
      // Turns of the event loop are left, so that a busy parent does not blame the program: in one
      // its end is heard, and at the end of that one its pipes are closed.
      clock = setTimeout(() => setImmediate(() => setImmediate(() => stop("time"))), wallMs);
    },
    over,
    isOver: () => isOver,
    exit: () => exit,
    elapsedMs: () => Math.round(performance.now() - began),
    stop,
    disarm: () => {
      clearTimeout(clock);
      signal?.removeEventListener("abort", abort);
    },
  };
};
