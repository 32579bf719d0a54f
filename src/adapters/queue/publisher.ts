import type { Sha } from "../../domain/digest.ts";
import type { EvaluationOrder } from "../../domain/ports/evaluators.ts";
import type { ContainedRun } from "../../domain/run.ts";
import { digestOfFile } from "../feeds/feed-files.ts";
import { Blobs } from "./blobs.ts";
import type { LoopQueue } from "./loop-queue.ts";
import { jobIdOf, type PendingOrder } from "./pending-orders.ts";
import { readReport } from "./read-report.ts";

const blobSeconds = 1800;
/** So long what was put into the queue is taken to be there; a worker that misses it says so. */
const trustedMs = 300_000;

/** Puts into a loop's queue what workers need for an order, and fetches what they left there. */
export class Publisher {
  readonly #queue: LoopQueue;
  readonly #run: string;
  readonly #blobs: Blobs;
  readonly #digests = new Map<string, Sha>();
  readonly #put = new Map<Sha, { readonly at: number; readonly done: Promise<void> }>();

  constructor(queue: LoopQueue, run: string) {
    this.#queue = queue;
    this.#run = run;
    this.#blobs = new Blobs(queue.redis, blobSeconds);
  }

  /** What could not be published stays due. */
  async publish(pending: PendingOrder, turn: number): Promise<void> {
    const { order } = pending;
    pending.due = false;
    pending.heldBy = null;
    pending.takenSince = null;
    pending.attempt++;
    pending.seenAt = performance.now();
    const jobId = jobIdOf(pending);
    try {
      const { genome, limits, options, tables } = order;
      const [inputs] = await Promise.all([this.#feeds(order), this.#text(genome)]);
      const allowProcess =
        options.isolation === "process" || (options.isolation === "auto" && options.allowProcess);
      const card = { turn, genome: genome.sha, inputs, tables, limits, allowProcess };
      pending.due = !(await this.#queue.add(jobId, card));
    } catch {
      pending.due = true;
    }
  }

  /** What is in the queue may not be what it should be: next time it is put there once more. */
  async takeAway({ order: { genome, inputs } }: PendingOrder): Promise<void> {
    try {
      for (const sha of [genome.sha, ...inputs.map(({ path }) => this.#digestOf(path))]) {
        this.#put.delete(sha);
        await this.#blobs.drop(sha);
      }
    } catch {
      // It will be missing again, and taken away then.
    }
  }

  /** So that a feed outlasts a long run. */
  async renew(): Promise<void> {
    const at = performance.now();
    for (const sha of this.#digests.values()) {
      if (!this.#put.has(sha) || !this.#isOld(sha)) continue;
      if (await this.#blobs.renew(sha)) this.#put.set(sha, { at, done: Promise.resolve() });
      else this.#put.delete(sha);
    }
  }

  /** Null when some of it is no longer in the queue; throws BadBlob where it is not what it must be. */
  read(jobId: string, report: Sha, order: EvaluationOrder): Promise<ContainedRun | null> {
    return readReport(this.#blobs.of(`${this.#run}:${jobId}`), report, order);
  }

  #feeds({ inputs }: EvaluationOrder) {
    return Promise.all(
      inputs.map(async ({ name, path }) => {
        const sha = this.#digestOf(path);
        await this.#putOnce(sha, () => this.#blobs.putFile(sha, path));
        return { name, sha };
      }),
    );
  }

  #text({ sha, content }: EvaluationOrder["genome"]): Promise<void> {
    return this.#putOnce(sha, () => this.#blobs.putText(sha, content));
  }

  /** Many orders with the same feeds are published at once. */
  #putOnce(sha: Sha, put: () => Promise<void>): Promise<void> {
    const before = this.#put.get(sha);
    if (before && !this.#isOld(sha)) return before.done;
    const done = put();
    this.#put.set(sha, { at: performance.now(), done });
    done.catch(() => this.#put.delete(sha));
    return done;
  }

  #isOld(sha: Sha): boolean {
    const put = this.#put.get(sha);
    return !put || performance.now() - put.at > trustedMs;
  }

  #digestOf(path: string): Sha {
    const known = this.#digests.get(path) ?? digestOfFile(path);
    this.#digests.set(path, known);
    return known;
  }
}
