import type { Queue, QueueEvents } from "bullmq";
import type { Redis } from "ioredis";
import { workerNameSchema } from "../../domain/event-parts.ts";
import { connection, greet, loadQueue, patientConnection, type QueuePackages } from "./connect.ts";
import { elapsed } from "./elapsed.ts";
import {
  keys,
  type LoopCard,
  type OrderCard,
  parsed,
  type WorkerCard,
  workerSchema,
} from "./wire.ts";

/** How long the loop's card stands without a beat: then its workers give up what they do for it. */
const cardMs = 10_000;
/** An order that could not be added in so long is added again later. */
const addMs = 5000;
/** Ending must not wait for a queue that does not answer. */
const goodbyeMs = 500;

/** An order in somebody's hands; null where BullMQ was not told whose. */
export interface Taken {
  readonly by: string | null;
}

/** What a loop has in Redis: its card, its own queue of orders, and what workers say of themselves. */
export class LoopQueue {
  readonly redis: Redis;
  readonly events: QueueEvents;
  readonly #packages: QueuePackages;
  readonly #run: string;
  readonly #orders: Queue;
  readonly #patient: readonly Redis[];

  static async open(url: string, run: string, note: (line: string) => void): Promise<LoopQueue> {
    const packages = await loadQueue();
    const redis = connection(packages, url);
    try {
      const warning = await greet(redis, url);
      if (warning !== null) note(`WARNING: ${warning}`);
      const queue = new LoopQueue(packages, redis, url, run);
      await queue.forgetDead();
      return queue;
    } catch (error) {
      redis.disconnect();
      throw error;
    }
  }

  private constructor(packages: QueuePackages, redis: Redis, url: string, run: string) {
    const { Queue, QueueEvents } = packages.bullmq;
    const forOrders = patientConnection(packages, url);
    const forEvents = patientConnection(packages, url);
    this.#packages = packages;
    this.redis = redis;
    this.#run = run;
    this.#patient = [forOrders, forEvents];
    this.#orders = new Queue(run, { connection: forOrders, prefix: keys.jobs });
    // From the first event on: the queue is this loop's own.
    const options = { connection: forEvents, prefix: keys.jobs, lastEventId: "0-0" };
    this.events = new QueueEvents(run, options);
    this.#orders.on("error", () => {});
    this.events.on("error", () => {});
  }

  async sayAlive(card: LoopCard): Promise<void> {
    const saying = this.redis.multi();
    saying.set(keys.loop(this.#run), JSON.stringify(card), "PX", cardMs);
    saying.sadd(keys.loops, this.#run);
    await saying.exec();
  }

  /** What loops left here that were killed; the one before this may still seem to be alive. */
  forgetDead(): Promise<void> {
    return forgetDeadLoops(this.#packages, this.redis);
  }

  /** The workers that are there now, for whichever loop. */
  async workers(): Promise<readonly WorkerCard[]> {
    const names = await this.redis.smembers(keys.workers);
    const texts = names.length === 0 ? [] : await this.redis.mget(names.map(keys.worker));
    return texts.flatMap((text, at) => {
      const card = parsed(workerSchema, text);
      return card && card.name === names[at] ? [card] : [];
    });
  }

  /** Null where the worker is admitted, else why it is not. */
  async tell(verdicts: ReadonlyMap<string, string | null>): Promise<void> {
    if (verdicts.size === 0) return;
    const said = [...verdicts].flatMap(([name, refused]) => [name, refused ?? "admitted"]);
    await this.redis.hset(keys.verdicts(this.#run), ...said);
    await this.redis.pexpire(keys.verdicts(this.#run), cardMs);
  }

  /** False where nothing says that the queue has it now. */
  async add(jobId: string, card: OrderCard): Promise<boolean> {
    const options = { jobId, removeOnComplete: true, removeOnFail: true };
    const adding = this.#orders.add("run", card, options).then(() => true);
    adding.catch(() => {});
    return Promise.race([adding, elapsed(addMs).then(() => false)]);
  }

  /** Those of the orders that the queue holds, and who has taken them. */
  async held(jobIds: readonly string[]): Promise<ReadonlyMap<string, Taken | null>> {
    if (jobIds.length === 0) return new Map();
    const asking = this.redis.pipeline();
    for (const jobId of jobIds)
      asking.hmget(`${keys.jobs}:${this.#run}:${jobId}`, "timestamp", "processedOn", "pb");
    const answers = (await asking.exec()) ?? [];
    return new Map(
      jobIds.flatMap((jobId, at) => {
        const [error, fields] = answers[at] ?? [null, null];
        if (error) throw error;
        const [added, taken, by] = Array.isArray(fields) ? fields : [];
        if (!added) return [];
        const worker = workerNameSchema.safeParse(by);
        return [[jobId, taken ? { by: worker.success ? worker.data : null } : null] as const];
      }),
    );
  }

  /** Takes away what nobody has begun. */
  drain(): Promise<void> {
    return this.#orders.drain();
  }

  async close(): Promise<void> {
    const leaving = forgetLoop(this.redis, this.#orders, this.#run);
    await Promise.race([leaving.catch(() => {}), elapsed(goodbyeMs)]);
    for (const redis of [this.redis, ...this.#patient]) redis.disconnect();
    const closing = Promise.allSettled([this.#orders.close(), this.events.close()]);
    await Promise.race([closing, elapsed(goodbyeMs)]);
  }
}

/** Takes a loop's jobs and its card away, so that its workers give up what they do for it. */
const forgetLoop = async (redis: Redis, queue: Queue, run: string): Promise<void> => {
  await redis.del(keys.loop(run), keys.verdicts(run));
  await queue.obliterate({ force: true });
  await redis.srem(keys.loops, run);
};

/** Loops that were killed in the middle of a round, of whatever project. */
const forgetDeadLoops = async ({ bullmq }: QueuePackages, redis: Redis): Promise<void> => {
  for (const run of await redis.smembers(keys.loops)) {
    if ((await redis.exists(keys.loop(run))) === 1) continue;
    const queue = new bullmq.Queue(run, { connection: redis, prefix: keys.jobs });
    queue.on("error", () => {});
    await forgetLoop(redis, queue, run);
    await queue.close();
  }
};
