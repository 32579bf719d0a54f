import type { Redis } from "ioredis";
import { Problem } from "../../domain/problems.ts";
import { withoutPassword } from "../../domain/settings.ts";
import { reasonOf } from "../error-reasons.ts";

export interface QueuePackages {
  readonly bullmq: Pick<typeof import("bullmq"), "Queue" | "QueueEvents" | "Worker">;
  readonly Redis: typeof Redis;
}

/** The packages that speak to a queue; not installed by themselves, and loaded by nothing else. */
export const loadQueue = async (): Promise<QueuePackages> => {
  try {
    const [bullmq, ioredis] = await Promise.all([import("bullmq"), import("ioredis")]);
    return { bullmq, Redis: ioredis.Redis };
  } catch {
    throw Problem.of("no-queue-packages", {});
  }
};

/** How long a single command may take, so that nothing waits for a queue that is out of reach. */
const commandMs = 5000;
const firstAnswerMs = 5000;

/** For commands of our own: each fails soon where the queue is out of reach. */
export const connection = ({ Redis }: QueuePackages, url: string): Redis =>
  quiet(
    new Redis(url, {
      maxRetriesPerRequest: 1,
      commandTimeout: commandMs,
      connectTimeout: firstAnswerMs,
      retryStrategy: pause,
    }),
  );

/** Longer than BullMQ ever waits for news: a connection silent for so long is none any more. */
const silentMs = 30_000;

/** For BullMQ, which waits for the queue to come back. */
export const patientConnection = ({ Redis }: QueuePackages, url: string): Redis =>
  quiet(
    new Redis(url, { maxRetriesPerRequest: null, retryStrategy: pause, socketTimeout: silentMs }),
  );

const pause = (times: number): number => Math.min(100 * times, 1000);

/** Whoever waits for a command hears of its failure; the connection itself keeps trying. */
const quiet = (redis: Redis): Redis => redis.on("error", () => {});

/** Throws the Problem of a queue that cannot be used; otherwise says what an operator should know. */
export const greet = async (redis: Redis, url: string): Promise<string | null> => {
  let refusal = "nothing answers there";
  const hear = (error: Error): void => {
    refusal = reasonOf(error);
  };
  redis.on("error", hear);
  try {
    return warningIn(await redis.info("memory"));
  } catch (error) {
    const said = reasonOf(error);
    const reason = /max retries|timed out|closed/i.test(said) ? refusal : said;
    throw Problem.of("queue-unreachable", { queue: withoutPassword(url), reason });
  } finally {
    redis.off("error", hear);
  }
};

const warningIn = (memory: string): string | null => {
  const policy = /^maxmemory_policy:(\S+)/m.exec(memory)?.[1] ?? "noeviction";
  return policy === "noeviction"
    ? null
    : `the queue may throw away what is in it when its memory is full (maxmemory-policy ${policy}): set it to noeviction`;
};
