import type { IsolationMode } from "../../domain/isolation.ts";
import type {
  Containment,
  ContainmentOptions,
  MissingIsolation,
  StandbyOptions,
  StandbySandboxes,
} from "../../domain/ports/running.ts";
import { Problem } from "../../domain/problems.ts";
import type { ContainedRun, Isolation, Job } from "../../domain/run.ts";
import { classify } from "../../policy/classify.ts";
import { attempt, type Fittings, type Runtime } from "./attempt.ts";
import { type Backend, SetupFailed } from "./backends/backend.ts";
import { bwrap } from "./backends/bwrap.ts";
import { processOnly } from "./backends/process.ts";
import { unshare } from "./backends/unshare.ts";
import { hintForNamespaces, reasonFrom } from "./missing-namespaces.ts";
import { thisNode } from "./node.ts";
import { Standby } from "./standby.ts";
import { Standbys } from "./standbys.ts";
import { Trials } from "./trials.ts";

export interface IsolationInfo {
  /** The strongest backend that a run has proven; null before the first run. */
  readonly isolation: Isolation | null;
  /** Why something stronger is not available, and how to get it; null when nothing is missing. */
  readonly missing: MissingIsolation | null;
}

/** Who may be used: the wish of the operator, and whether a backend without namespaces will do. */
type Wish = Pick<ContainmentOptions, "isolation" | "allowProcess">;

/** Runs jobs on the strongest backend of this machine. The first real run is its trial. */
export class Sandbox implements Containment {
  readonly #runtime: Runtime;
  readonly #backends: readonly Backend[];
  readonly #trials: Trials;
  readonly #standbys = new Set<Standbys>();

  /** `backends` come strongest first. */
  constructor(runtime: Runtime, backends: readonly Backend[]) {
    this.#runtime = runtime;
    this.#backends = backends;
    this.#trials = new Trials(runtime.node);
  }

  async run(job: Job, options: ContainmentOptions): Promise<ContainedRun> {
    for (const backend of this.#candidates(options)) {
      const run = await this.#runOn(backend, job, options.signal);
      if (run) return run;
    }
    return this.#notStarted(this.#fallback(options), job, reasonFrom(this.#trials.refusals));
  }

  async standBy(
    fittings: Fittings,
    { slots, untried, signal, ...wish }: StandbyOptions,
  ): Promise<StandbySandboxes> {
    const standbys = new Standbys(fittings, slots, signal, (fitted, halt) => {
      const backend = this.#candidates(wish)[0];
      return backend && (untried || this.#trials.isProven(backend))
        ? Standby.start(backend, this.#runtime, fitted, halt)
        : null;
    });
    this.#standbys.add(standbys);
    return {
      expect: (runs) => standbys.expect(runs),
      walled: () => standbys.walled(),
      close: () => {
        this.#standbys.delete(standbys);
        return standbys.close();
      },
    };
  }

  /** Settles the backend without a genome, unless a run has settled it already. */
  async probe(wish: Wish, signal?: AbortSignal): Promise<Isolation> {
    for (const backend of this.#candidates(wish))
      if (this.#trials.isProven(backend) || (await this.#trials.prove(backend, signal)))
        return this.#trials.isolation(backend);
    return this.#trials.isolation(this.#fallback(wish));
  }

  async missing(): Promise<MissingIsolation | null> {
    return this.describe().missing;
  }

  describe(): IsolationInfo {
    const strongest = this.#backends.find((backend) => this.#trials.isProven(backend));
    const { refusals } = this.#trials;
    return {
      isolation: strongest ? this.#trials.isolation(strongest) : null,
      missing:
        refusals.length === 0 ? null : { reason: reasonFrom(refusals), hint: hintForNamespaces() },
    };
  }

  #candidates(wish: Wish): Backend[] {
    return this.#allowed(wish).filter((backend) => !this.#trials.isRefused(backend));
  }

  #allowed({ isolation, allowProcess }: Wish): readonly Backend[] {
    const only = (plain: boolean): Backend[] =>
      this.#backends.filter(({ name }) => (name === "process") === plain);
    if (isolation === "process") return only(true);
    return isolation === "strict" || !allowProcess ? only(false) : this.#backends;
  }

  /** Null when this backend turned out to be of no use here, so that the next one is tried. */
  async #runOn(
    backend: Backend,
    job: Job,
    signal: AbortSignal | undefined,
  ): Promise<ContainedRun | null> {
    const trials = this.#trials;
    try {
      const run =
        (await this.#runAhead(backend, job, signal)) ??
        (await attempt(backend, trials.isolation(backend), this.#runtime, job, signal));
      if (run.outcome === "ok") trials.hold(backend);
      const isReal = trials.isProven(backend) || (await trials.prove(backend, signal));
      return isReal ? run : null;
    } catch (error) {
      if (!(error instanceof SetupFailed)) throw error;
      if (trials.isProven(backend) || error.slow)
        return this.#notStarted(backend, job, error.message);
      trials.refuse(backend, error.message);
      return null;
    }
  }

  /** In a sandbox that stands ready, if there is one; else null, and nothing has run. */
  async #runAhead(
    backend: Backend,
    job: Job,
    signal: AbortSignal | undefined,
  ): Promise<ContainedRun | null> {
    for (const standbys of this.#standbys) {
      const run = await standbys.run(backend, this.#trials.isolation(backend), job, signal);
      if (run) return run;
    }
    return null;
  }

  /** Nothing that may be used works: without namespaces that is the operator's to know. */
  #fallback(wish: Wish): Backend {
    const plain = this.#allowed(wish).find(({ name }) => name === "process");
    if (plain) return plain;
    throw Problem.of("isolation-unavailable", {
      wanted: wantedWords(wish.isolation),
      reason: reasonFrom(this.#trials.refusals),
      hint: hintFor(wish.isolation),
    });
  }

  #notStarted(backend: Backend, job: Job, reason: string): ContainedRun {
    const { detail } = classify({
      ending: { by: "nothing-started", reason },
      limits: job.limits,
      peakMemoryMb: null,
      extraProcesses: 0,
      overflow: null,
      intake: null,
    });
    const facts = {
      exitCode: null,
      signal: null,
      durationMs: 0,
      peakMemoryMb: null,
      violation: false,
      stdout: "",
      stderr: "",
      truncated: false,
      isolation: this.#trials.isolation(backend),
    };
    return { outcome: "not_started", facts, detail };
  }
}

const hintFor = (mode: IsolationMode): string =>
  mode === "strict"
    ? hintForNamespaces()
    : `${hintForNamespaces()}; or pass --isolation process to run this text without namespaces`;

const wantedWords = (mode: IsolationMode): string => (mode === "strict" ? mode : "namespaces");

export const createContainment = ({ runtimeFolder }: { runtimeFolder: string }): Sandbox =>
  new Sandbox({ folder: runtimeFolder, entry: "runner.cjs", node: thisNode() }, [
    bwrap,
    unshare,
    processOnly,
  ]);
