import type { Sha } from "../../domain/digest.ts";
import type { Evaluated, EvaluationOrder, WorkerEvent } from "../../domain/ports/evaluators.ts";
import { afterLoss } from "../../policy/workers/losses.ts";

interface Holder {
  readonly worker: string;
  readonly stage: "fetching" | "running";
  readonly since: number;
}

/** An order on its way: in the queue under its key and the number of the attempt. */
export interface PendingOrder {
  readonly key: string;
  readonly order: EvaluationOrder;
  readonly signal: AbortSignal;
  readonly settle: (evaluated: Evaluated) => void;
  readonly giveUp: (reason: unknown) => void;
  readonly since: number;
  attempt: number;
  /** When the queue held it for certain. */
  seenAt: number;
  /** Since when somebody has it whose name is not known; null where nobody has. */
  takenSince: number | null;
  /** Set while it must be published, and could not be. */
  due: boolean;
  heldBy: Holder | null;
  /** Set while its answer is fetched. */
  reading: boolean;
  /** How often a worker gave it back without a run. */
  returned: number;
  lostBy: readonly string[];
}

export const jobIdOf = ({ key, attempt }: PendingOrder): string => `${key}-${attempt}`;

export const lost = (detail: string): Evaluated => ({
  worker: null,
  run: { outcome: "lost", detail },
});

/** The orders that are under way, and the genomes that no worker gets any more. */
export class PendingOrders {
  readonly #tell: (event: WorkerEvent) => void;
  readonly #whenEmpty: () => void;
  readonly #pending = new Map<string, PendingOrder>();
  readonly #quarantined = new Map<Sha, string>();
  readonly #watched = new WeakSet<AbortSignal>();
  #number = 0;

  constructor(tell: (event: WorkerEvent) => void, whenEmpty: () => void) {
    this.#tell = tell;
    this.#whenEmpty = whenEmpty;
  }

  all(): readonly PendingOrder[] {
    return [...this.#pending.values()];
  }

  of(jobId: string): PendingOrder | undefined {
    return this.#pending.get(jobId.slice(0, jobId.lastIndexOf("-")));
  }

  has({ key }: PendingOrder): boolean {
    return this.#pending.has(key);
  }

  open(
    order: EvaluationOrder,
    signal: AbortSignal,
    publish: (pending: PendingOrder) => void,
  ): Promise<Evaluated> {
    signal.throwIfAborted();
    const why = this.#quarantined.get(order.genome.sha);
    if (why !== undefined) return Promise.resolve(lost(why));
    this.#watch(signal);
    return new Promise((done, fail) => {
      const key = `${++this.#number}-${order.genome.sha.slice(0, 12)}`;
      const end = (): void => {
        this.#pending.delete(key);
        if (this.#pending.size === 0) this.#whenEmpty();
      };
      const settle = (evaluated: Evaluated): void => {
        end();
        done(evaluated);
      };
      const giveUp = (reason: unknown): void => {
        end();
        fail(reason);
      };
      const since = performance.now();
      const pending = { key, order, signal, settle, giveUp, since, ...unpublished };
      this.#pending.set(key, pending);
      publish(pending);
    });
  }

  /** Hundreds of orders have one signal, and one listener. */
  #watch(signal: AbortSignal): void {
    if (this.#watched.has(signal)) return;
    this.#watched.add(signal);
    const giveUp = (): void => {
      for (const pending of this.all())
        if (pending.signal === signal) pending.giveUp(signal.reason);
    };
    signal.addEventListener("abort", giveUp, { once: true });
  }

  cutOff({ order: { genome } }: PendingOrder, worker: string, detail: string): void {
    this.#tell({ type: "worker", action: "cut-off", worker, round: 1, genome: genome.sha, detail });
  }

  /** A worker brought no answer; true where another may try. */
  lose(pending: PendingOrder, worker: string, detail: string): boolean {
    if (!this.has(pending)) return false;
    const genome = pending.order.genome.sha;
    const told = { type: "worker", worker, round: 1, genome } as const;
    this.#tell({ ...told, action: "lost", detail });
    const after = afterLoss(pending.lostBy, worker);
    pending.lostBy = after.lostBy;
    if (after.kind === "again") return true;
    const why = `${after.lostBy.join(" and ")} brought no answer on it, so that no third worker gets it: ${detail}`;
    this.#quarantined.set(genome, why);
    this.#tell({ ...told, action: "quarantined", detail: why });
    pending.settle(lost(why));
    return false;
  }
}

const unpublished = {
  attempt: 0,
  seenAt: 0,
  takenSince: null,
  due: true,
  heldBy: null,
  reading: false,
  returned: 0,
  lostBy: [],
};
