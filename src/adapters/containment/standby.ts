import { readdirSync } from "node:fs";
import { setTimeout as after } from "node:timers/promises";
import type { ContainedRun, Isolation, Job } from "../../domain/run.ts";
import { stateOf } from "../files.ts";
import {
  type Fittings,
  type PreparedSandbox,
  prepareSandbox,
  type Runtime,
  resultOf,
} from "./attempt.ts";
import type { Backend } from "./backends/backend.ts";
import { descendants, identify, isAtWork, kernelShowsProcesses } from "./kernel-processes.ts";
import { endAll, startAhead, superviseAhead, type WalledProgram } from "./supervise.ts";

/** Longer than anyone thinks about a next candidate; none waits for ever. */
const mostWaitMs = 15 * 60_000;

/** Whoever waits for Node in its namespace, and Node. */
const mostBelow = 2;
const mostBeginningMs = 500;

/**
 * A sandbox that is ready before its job: its walls stand, and its Node has loaded all but the
 * genome. It serves one run at the most, and nothing of it is left after that.
 */
export class Standby {
  readonly #backend: Backend;
  readonly #fittings: Fittings;
  readonly #states: readonly string[];
  readonly #sandbox: PreparedSandbox;
  readonly #walled: WalledProgram;
  readonly #clock: NodeJS.Timeout;
  #ended: Promise<void> | null = null;

  private constructor(
    backend: Backend,
    fittings: Fittings,
    states: readonly string[],
    sandbox: PreparedSandbox,
    walled: WalledProgram,
  ) {
    this.#backend = backend;
    this.#fittings = fittings;
    this.#states = states;
    this.#sandbox = sandbox;
    this.#walled = walled;
    this.#clock = setTimeout(() => void this.discard(), mostWaitMs).unref();
  }

  /** May throw `SetupFailed`, or the signal's reason. */
  static async start(
    backend: Backend,
    runtime: Runtime,
    fittings: Fittings,
    signal: AbortSignal,
  ): Promise<Standby> {
    const states = fittings.inputs.map(({ path }) => stateOf(path));
    const sandbox = await prepareSandbox(backend, runtime, fittings);
    try {
      const walled = await startAhead(sandbox.launch, sandbox.plan.bounds, signal);
      return new Standby(backend, fittings, states, sandbox, walled);
    } catch (error) {
      await sandbox.plan.runFolder.remove();
      throw error;
    }
  }

  /** The first process in it. */
  get pid(): number {
    return this.#walled.located.pid;
  }

  /** Its own folder on this machine's disk. */
  get folder(): string {
    return this.#sandbox.plan.runFolder.folder;
  }

  /** Whether a sandbox that is set up now would be just the same, and nobody laid hands on this one. */
  async isFitFor(backend: Backend): Promise<boolean> {
    if (backend !== this.#backend || !(await this.#hasBegun())) return false;
    try {
      return this.#ended === null && this.#holdsFilesOfNow() && this.#isUntouched();
    } catch {
      return false; // a run that is set up in its place will say what is wrong with a file
    }
  }

  /** Where it is found unfit at the last moment, it is ended and null is given: nothing has run. */
  async run(
    job: Job,
    isolation: Isolation,
    signal: AbortSignal | undefined,
  ): Promise<ContainedRun | null> {
    const { plan } = this.#sandbox;
    try {
      signal?.throwIfAborted();
      this.#sandbox.writeJob(job);
    } catch {
      await this.discard();
      return null;
    }
    clearTimeout(this.#clock);
    const run = superviseAhead(this.#walled, plan.bounds, signal).then((ended) =>
      resultOf(ended, job, plan, isolation),
    );
    // The tables are out of it, so nobody waits until it is gone.
    this.#ended = run
      .then(nothing, nothing)
      .then(() => plan.runFolder.remove())
      .catch(nothing);
    return run;
  }

  /** Ends it, unless a run has it: that ends by itself. Settles when nothing of it is left. */
  discard(): Promise<void> {
    this.#ended ??= this.#end();
    return this.#ended;
  }

  async #end(): Promise<void> {
    clearTimeout(this.#clock);
    const { program, located, first, pipes } = this.#walled;
    await endAll(program, [first], pipes);
    located.output.close();
    await this.#sandbox.plan.runFolder.remove();
  }

  /** A file that was replaced since would still be the old one inside. */
  #holdsFilesOfNow(): boolean {
    return this.#fittings.inputs.every(({ path }, at) => stateOf(path) === this.#states[at]);
  }

  /** In a namespace Node is not there yet when the walls stand, and no longer when it has ended. */
  async #hasBegun(): Promise<boolean> {
    const { located } = this.#walled;
    if (!located.wrapped || !kernelShowsProcesses()) return true;
    const since = performance.now();
    while (descendants(located.pid, mostBelow).length === 0) {
      if (performance.now() - since > mostBeginningMs) return false;
      await after(1);
    }
    return true;
  }

  /** Without namespaces an earlier run may have ended it, halted it or written to its output. */
  #isUntouched(): boolean {
    const { program, located, first } = this.#walled;
    const below = descendants(first.pid, mostBelow);
    const all = [identify(program.pid), first, ...below.map(identify)];
    const stands = !kernelShowsProcesses() || all.every(isAtWork);
    return stands && readdirSync(located.output.path).length === 0;
  }
}

const nothing = (): void => {};
