import { statSync } from "node:fs";
import type { ComingRuns, StandbySandboxes } from "../../domain/ports/running.ts";
import { bytesPerMb, type ContainedRun, type Isolation, type Job } from "../../domain/run.ts";
import type { Fittings } from "./attempt.ts";
import type { Backend } from "./backends/backend.ts";
import type { Standby } from "./standby.ts";

/** Starts one for the backend in use; null as long as no run has shown which one that is. */
export type StartStandby = (fittings: Fittings, signal: AbortSignal) => Promise<Standby> | null;

/** Sandboxes of one kind. */
interface Pool {
  readonly fittings: Fittings;
  coming: number;
  /** Those that are not taken yet; one that did not come to stand is null. */
  readonly ready: Promise<Standby | null>[];
}

/** To copy more costs more than a sandbox that is set up for these feeds. */
const mostBroughtBytes = 16 * bytesPerMb;

/** Keeps as many sandboxes ready as runs may go on side by side, and never more than are to come. */
export class Standbys implements StandbySandboxes {
  readonly #onFeeds: Pool;
  readonly #onOthers: Pool;
  readonly #slots: number;
  readonly #start: StartStandby;
  readonly #halt = new AbortController();
  readonly #signal: AbortSignal;
  readonly #discarded = new Set<Promise<void>>();

  constructor(
    fittings: Fittings,
    slots: number,
    signal: AbortSignal | undefined,
    start: StartStandby,
  ) {
    this.#onFeeds = { fittings, coming: 0, ready: [] };
    this.#onOthers = { fittings: { ...fittings, inputs: [] }, coming: 0, ready: [] };
    this.#slots = slots;
    this.#start = start;
    this.#signal = signal ? AbortSignal.any([signal, this.#halt.signal]) : this.#halt.signal;
    this.#signal.addEventListener("abort", () => this.#discardAll(), { once: true });
  }

  expect({ onFeeds, onOthers }: ComingRuns): void {
    this.#onFeeds.coming = onFeeds;
    this.#onOthers.coming = onOthers;
    this.#fill();
  }

  async walled(): Promise<void> {
    await Promise.all([...this.#onFeeds.ready, ...this.#onOthers.ready]);
  }

  /** The job's run in a sandbox that stood ready; null where there is none, and nothing has run. */
  async run(
    backend: Backend,
    isolation: Isolation,
    job: Job,
    signal: AbortSignal | undefined,
  ): Promise<ContainedRun | null> {
    const pool = this.#poolFor(job);
    const next = pool?.ready.shift();
    if (!pool || !next) return null;
    pool.coming--;
    const standby = await next;
    const run = (await standby?.isFitFor(backend)) ? standby?.run(job, isolation, signal) : null;
    // The next one is set up beside this run, so that no core waits for it afterwards.
    this.#fill();
    if (standby) this.#track(standby.discard());
    return run ?? null;
  }

  async close(): Promise<void> {
    this.#halt.abort();
    await Promise.all(this.#discarded);
  }

  #poolFor({ inputs, limits }: Job): Pool | null {
    const { fittings } = this.#onFeeds;
    if (!sameLimits(limits, fittings.limits)) return null;
    if (sameFeeds(inputs, fittings.inputs)) return this.#onFeeds;
    return bytesOf(inputs) <= mostBroughtBytes ? this.#onOthers : null;
  }

  #fill(): void {
    for (const { fittings, ready, coming } of [this.#onFeeds, this.#onOthers])
      while (!this.#signal.aborted && ready.length < Math.min(this.#slots, coming)) {
        const starting = this.#start(fittings, this.#signal);
        if (!starting) return;
        // Why it did not come to stand, a run that is set up in its place will say.
        ready.push(starting.catch(() => null));
      }
  }

  #discardAll(): void {
    for (const { ready } of [this.#onFeeds, this.#onOthers])
      for (const each of ready.splice(0)) this.#track(each.then((standby) => standby?.discard()));
  }

  #track(ending: Promise<void>): void {
    // A folder that cannot be removed now is tried once more when CleanLoop exits.
    const ended = ending.catch(() => {});
    this.#discarded.add(ended);
    void ended.finally(() => this.#discarded.delete(ended));
  }
}

const sameLimits = (one: Fittings["limits"], other: Fittings["limits"]): boolean =>
  one.timeoutSeconds === other.timeoutSeconds &&
  one.memoryMb === other.memoryMb &&
  one.outputMb === other.outputMb;

const sameFeeds = (one: Fittings["inputs"], other: Fittings["inputs"]): boolean =>
  one.length === other.length &&
  one.every(({ name, path }, at) => name === other[at]?.name && path === other[at]?.path);

/** A file that is not there is told of by the run that wants it. */
const bytesOf = (inputs: Fittings["inputs"]): number =>
  inputs.reduce(
    (sum, { path }) =>
      sum + (statSync(path, { throwIfNoEntry: false })?.size ?? Number.POSITIVE_INFINITY),
    0,
  );
