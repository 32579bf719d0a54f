import type { Wall } from "../../policy/classify.ts";
import type { Exit, RunningProgram } from "./start-program.ts";

/** Why we ended a program. An abort is the operator's, and no fact about the program. */
export type Stop = Wall | "abort";

/** How long a program has, and how much it may print: the first reason to stop is the one that counts. */
export interface Deadline {
  /** What stopped the program; null when it ended by itself and nobody holds its output. */
  readonly over: Promise<Stop | null>;
  isOver(): boolean;
  /** How the leader ended; null as long as it lives. */
  exit(): Exit | null;
  elapsedMs(): number;
  stop(reason: Stop): void;
  disarm(): void;
}

export const setDeadline = (
  program: RunningProgram,
  wallMs: number,
  signal: AbortSignal | undefined,
): Deadline => {
  const began = performance.now();
  let exit: Exit | null = null;
  let isOver = false;
  let stop: (reason: Stop) => void = () => {};
  const stopped = new Promise<Stop>((resolve) => {
    stop = resolve;
  });
  // A turn of the event loop is left, so that a busy parent does not blame the program.
  const clock = setTimeout(() => setImmediate(() => stop("time")), wallMs);
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
