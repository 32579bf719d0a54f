import type { Wall } from "../../policy/classify.ts";
import type { Child, Exit } from "./child.ts";
import { Deferred } from "./deferred.ts";

/** Why a run was ended by us. An abort is the operator's, and no fact about the program. */
export type Stop = Wall | "abort";

/** The course of one child under our walls: the first reason to stop is the one that counts. */
export class Course {
  /** How the leader ended; null as long as it lives. */
  exit: Exit | null = null;
  isOver = false;
  /** What stopped the run; null when it ended by itself and nobody holds its output. */
  readonly over: Promise<Stop | null>;
  readonly #began = performance.now();
  readonly #stop = new Deferred<Stop>();
  readonly #clock: NodeJS.Timeout;
  readonly #signal: AbortSignal | undefined;

  constructor(child: Child, wallMs: number, signal: AbortSignal | undefined) {
    // A turn of the event loop is left, so that a busy parent does not blame the program.
    this.#clock = setTimeout(() => setImmediate(() => this.stop("time")), wallMs);
    this.#signal = signal;
    signal?.addEventListener("abort", this.#abort);
    if (signal?.aborted) this.#abort();
    void child.flooded.then(() => this.stop("log"));
    void child.exited.then((exit) => {
      this.exit = exit;
    });
    const byItself = Promise.all([child.exited, child.released]).then(() => null);
    this.over = Promise.race([byItself, this.#stop.promise]);
    void this.over.then(() => {
      this.isOver = true;
    });
  }

  elapsedMs(): number {
    return Math.round(performance.now() - this.#began);
  }

  stop(reason: Stop): void {
    this.#stop.resolve(reason);
  }

  disarm(): void {
    clearTimeout(this.#clock);
    this.#signal?.removeEventListener("abort", this.#abort);
  }

  readonly #abort = (): void => this.stop("abort");
}
