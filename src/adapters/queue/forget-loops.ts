import type { Queue } from "bullmq";
import type { Redis } from "ioredis";
import type { QueuePackages } from "./connect.ts";
import { keys } from "./wire.ts";

/** Takes a loop's jobs and its card away, so that its workers give up what they do for it. */
export const forgetLoop = async (redis: Redis, queue: Queue, run: string): Promise<void> => {
  await redis.del(keys.loop(run), keys.verdicts(run));
  await queue.obliterate({ force: true });
  await redis.srem(keys.loops, run);
};

/** Loops that were killed in the middle of a round, of whatever project. */
export const forgetDeadLoops = async ({ bullmq }: QueuePackages, redis: Redis): Promise<void> => {
  for (const run of await redis.smembers(keys.loops)) {
    if ((await redis.exists(keys.loop(run))) === 1) continue;
    const queue = new bullmq.Queue(run, { connection: redis, prefix: keys.jobs });
    queue.on("error", () => {});
    await forgetLoop(redis, queue, run);
    await queue.close();
  }
};
