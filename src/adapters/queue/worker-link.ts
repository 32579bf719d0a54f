import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as after } from "node:timers/promises";
import type { Worker } from "bullmq";
import type { Redis } from "ioredis";
import type { Sha } from "../../domain/digest.ts";
import type { Enrolment, MakeRun, WorkerLink, WorkerNews } from "../../domain/ports/worker.ts";
import { withoutPassword } from "../../domain/settings.ts";
import { answerOrder } from "./answer-order.ts";
import { Blobs } from "./blobs.ts";
import { connection, greet, loadQueue, patientConnection, type QueuePackages } from "./connect.ts";
import { elapsed } from "./elapsed.ts";
import { FeedCache } from "./feed-cache.ts";
import { keys, type LoopCard, loopSchema, parsed, type Running, type WorkerCard } from "./wire.ts";

/** Well under the two seconds within which a kill switch must have reached us. */
const beatMs = 500;
const cardMs = 6000;
const answerSeconds = 600;
const closeMs = 3000;

type Hear = (news: WorkerNews) => void;

export interface LinkOptions {
  readonly url: string;
  readonly cacheFolder: string;
  readonly versions: { readonly cleanloop: string; readonly node: string };
  readonly build: Sha;
}

/** A loop that this worker serves. */
interface Served {
  card: LoopCard;
  readonly jobs: Worker;
  readonly connection: Redis;
  /** One for each run under way, with the turn that it is for. */
  readonly under: Map<AbortController, number>;
}

export const openWorkerLink = async (options: LinkOptions): Promise<WorkerLink> => {
  const packages = await loadQueue();
  const redis = connection(packages, options.url);
  try {
    const warning = await greet(redis, options.url);
    return new QueueLink(packages, redis, options, warning);
  } catch (error) {
    redis.disconnect();
    throw error;
  }
};

class QueueLink implements WorkerLink {
  readonly name = `${machine()}-${randomBytes(3).toString("hex")}`;
  readonly queue: string;
  readonly warning: string | null;
  readonly #packages: QueuePackages;
  readonly #redis: Redis;
  readonly #options: LinkOptions;
  readonly #blobs: Blobs;
  readonly #feeds: FeedCache;
  readonly #served = new Map<string, Served>();
  readonly #refused = new Set<string>();
  #reachable = true;

  constructor(packages: QueuePackages, redis: Redis, options: LinkOptions, warning: string | null) {
    this.#packages = packages;
    this.#redis = redis;
    this.#options = options;
    this.queue = withoutPassword(options.url);
    this.warning = warning;
    this.#blobs = new Blobs(redis, answerSeconds);
    this.#feeds = new FeedCache(options.cacheFolder, this.#blobs);
  }

  async serve(enrolment: Enrolment, make: MakeRun, hear: Hear, signal: AbortSignal): Promise<void> {
    const { versions, build } = this.#options;
    const card: WorkerCard = { name: this.name, ...versions, build, ...enrolment };
    while (!signal.aborted) {
      await this.#beat(card, make, hear);
      await after(beatMs, undefined, { signal }).catch(() => {}); // or until it is to end
    }
    await Promise.race([this.#leave(), elapsed(closeMs)]);
  }

  async close(): Promise<void> {
    this.#redis.disconnect();
  }

  async #beat(card: WorkerCard, make: MakeRun, hear: Hear): Promise<void> {
    try {
      await this.#sayAlive(card);
      const runs = await this.#redis.smembers(keys.loops);
      for (const run of new Set([...runs, ...this.#served.keys()]))
        await this.#lookAt(run, card, make, hear);
      this.#isReachable(true, hear);
    } catch {
      this.#isReachable(false, hear); // what is under way goes on: the queue may come back
    }
  }

  async #sayAlive(card: WorkerCard): Promise<void> {
    const saying = this.#redis.multi();
    saying.set(keys.worker(card.name), JSON.stringify(card), "PX", cardMs);
    saying.sadd(keys.workers, card.name);
    await saying.exec();
  }

  #isReachable(reachable: boolean, hear: Hear): void {
    if (this.#reachable !== reachable) hear({ type: "queue", reachable });
    this.#reachable = reachable;
  }

  async #lookAt(run: string, worker: WorkerCard, make: MakeRun, hear: Hear): Promise<void> {
    const [text, verdict] = await Promise.all([
      this.#redis.get(keys.loop(run)),
      this.#redis.hget(keys.verdicts(run), worker.name),
    ]);
    const card = parsed(loopSchema, text);
    const served = this.#served.get(run);
    if (!card || card.run !== run) {
      if (served) await this.#leaveLoop(run, served, hear);
      return;
    }
    if (served) served.card = card;
    if (served) abandonBefore(served, card.turn);
    if (verdict === "admitted" && !served) this.#join(card, worker.concurrency, make, hear);
    if (verdict === null || verdict === "admitted") return;
    if (served) await this.#leaveLoop(run, served, hear);
    if (!this.#refused.has(run)) hear({ type: "refused", loop: run, detail: verdict });
    this.#refused.add(run);
  }

  #join(card: LoopCard, concurrency: number, make: MakeRun, hear: Hear): void {
    const { run } = card;
    const connection = patientConnection(this.#packages, this.#options.url);
    const under: Served["under"] = new Map();
    const lockDuration = card.timeoutSeconds * 1000 + 60_000;
    const running: Running = { running: this.name };
    const jobs = new this.#packages.bullmq.Worker(
      run,
      async (job) => {
        const ended = new AbortController();
        under.set(ended, turnOf(job.data));
        try {
          return await answerOrder(
            {
              worker: this.name,
              run,
              blobs: this.#blobs,
              answers: this.#blobs.of(`${run}:${job.id}`),
              feeds: this.#feeds,
              make,
              hear,
            },
            job.data,
            // The run does not wait for it; where it does not get through, nor will the answer.
            () => void job.updateProgress(running).catch(() => {}),
            ended.signal,
          );
        } finally {
          under.delete(ended);
        }
      },
      {
        connection,
        prefix: keys.jobs,
        // So that the loop sees whom to ask, should we be gone.
        name: this.name,
        concurrency,
        lockDuration,
        // A run whose worker is gone is the loop's to give to another, under another number.
        maxStalledCount: 0,
        runRetryDelay: beatMs,
      },
    );
    jobs.on("error", () => {});
    this.#served.set(run, { card, jobs, connection, under });
    hear({ type: "loop", loop: run, detail: "admitted" });
  }

  async #leaveLoop(run: string, served: Served, hear: Hear): Promise<void> {
    this.#served.delete(run);
    hear({ type: "loop", loop: run, detail: "gone" });
    await closeServed(served);
  }

  /** Hands back what is under way, so that another worker may have it at once. */
  async #leave(): Promise<void> {
    const leaving = [...this.#served.values()].map((served) => closeServed(served));
    await Promise.allSettled([
      ...leaving,
      this.#redis.del(keys.worker(this.name)),
      this.#redis.srem(keys.workers, this.name),
    ]);
  }
}

const closeServed = async (served: Served): Promise<void> => {
  abandonBefore(served, Number.POSITIVE_INFINITY);
  await Promise.race([served.jobs.close(), elapsed(closeMs)]);
  void served.jobs.close(true).catch(() => {});
  served.connection.disconnect();
};

const abandonBefore = ({ under }: Served, turn: number): void => {
  for (const [ended, its] of under) if (its < turn) ended.abort("no longer wanted");
};

const turnOf = (data: unknown): number => {
  const turn = typeof data === "object" && data !== null && "turn" in data ? data.turn : 0;
  return typeof turn === "number" ? turn : 0;
};

/** A machine's own name, as far as it can stand on record. */
const machine = (): string =>
  hostname()
    .replaceAll(/[^A-Za-z0-9._-]/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 60) || "worker";
