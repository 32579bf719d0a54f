import type { StandbySandboxes } from "../../domain/ports/running.ts";
import type { ContainedRun, Isolation, Job } from "../../domain/run.ts";
import type { Fittings } from "./attempt.ts";
import type { Backend } from "./backends/backend.ts";
import type { Standby } from "./standby.ts";

/** Starts one for the backend in use; null as long as no run has shown which one that is. */
export type StartStandby = (signal: AbortSignal) => Promise<Standby> | null;

/** Keeps as many sandboxes ready as runs may go on side by side, and never more than are to come. */
export class Standbys implements StandbySandboxes {
  readonly #fittings: Fittings;
  readonly #slots: number;
  readonly #start: StartStandby;
  readonly #halt = new AbortController();
  readonly #signal: AbortSignal;
  #coming = 0;
  /** Those that are not taken yet; one that did not come to stand is null. */
  readonly #ready: Promise<Standby | null>[] = [];
  readonly #discarded = new Set<Promise<void>>();

  constructor(
    fittings: Fittings,
    slots: number,
    signal: AbortSignal | undefined,
    start: StartStandby,
  ) {
    this.#fittings = fittings;
    this.#slots = slots;
    this.#start = start;
    this.#signal = signal ? AbortSignal.any([signal, this.#halt.signal]) : this.#halt.signal;
    this.#signal.addEventListener("abort", () => this.#discardAll(), { once: true });
  }

  expect(runs: number): void {
    this.#coming = runs;
    this.#fill();
  }

  async walled(): Promise<void> {
    await Promise.all(this.#ready);
  }

  /** The job's run in a sandbox that stood ready; null where there is none, and nothing has run. */
  async run(
    backend: Backend,
    isolation: Isolation,
    job: Job,
    signal: AbortSignal | undefined,
  ): Promise<ContainedRun | null> {
    const next = sameFittings(job, this.#fittings) ? this.#ready.shift() : undefined;
    if (!next) return null;
    this.#coming--;
    try {
      const standby = await next;
      if (await standby?.isFitFor(backend))
        return (await standby?.run(job, isolation, signal)) ?? null;
      if (standby) this.#track(standby.discard());
      return null;
    } finally {
      // Not while it runs: the judge is the one beside whom the next may be set up.
      this.#fill();
    }
  }

  async close(): Promise<void> {
    this.#halt.abort();
    await Promise.all(this.#discarded);
  }

  #fill(): void {
    while (!this.#signal.aborted && this.#ready.length < Math.min(this.#slots, this.#coming)) {
      const starting = this.#start(this.#signal);
      if (!starting) return;
      // Why it did not come to stand, a run that is set up in its place will say.
      this.#ready.push(starting.catch(() => null));
    }
  }

  #discardAll(): void {
    for (const each of this.#ready.splice(0))
      this.#track(each.then((standby) => standby?.discard()));
  }

  #track(ending: Promise<void>): void {
    // A folder that cannot be removed now is tried once more when CleanLoop exits.
    const ended = ending.catch(() => {});
    this.#discarded.add(ended);
    void ended.finally(() => this.#discarded.delete(ended));
  }
}

const sameFittings = (one: Fittings, other: Fittings): boolean =>
  one.limits.timeoutSeconds === other.limits.timeoutSeconds &&
  one.limits.memoryMb === other.limits.memoryMb &&
  one.limits.outputMb === other.limits.outputMb &&
  one.inputs.length === other.inputs.length &&
  one.inputs.every(
    ({ name, path }, at) => name === other.inputs[at]?.name && path === other.inputs[at]?.path,
  );
