import { beforeEach, describe, expect, test } from "vitest";
import { rung } from "../../support/loop/candidates.ts";
import { needs } from "../../support/machine.ts";
import { QueueLab } from "../../support/queue-lab.ts";
import { TestRedis } from "../../support/redis.ts";

beforeEach(needs("redis-server", "namespaces"));

const secret = "a-secret-that-nobody-may-see";

const withLab = async (
  redis: Promise<TestRedis>,
  ask: (there: QueueLab) => Promise<void>,
): Promise<void> => {
  const there = await QueueLab.open(redis);
  try {
    await ask(there);
  } finally {
    await there.dispose();
  }
};

describe("a Redis behind TLS and a password", () => {
  beforeEach(needs("openssl"));

  const withPassword = (there: QueueLab, password: string): string =>
    there.redis.url.replace("//", `//:${password}@`);

  test("serves who knows both, and neither is on record", () =>
    withLab(TestRedis.openBehindTls("--requirepass", secret), async (there) => {
      there.lab.script.play(1, [rung(1)]);
      const queue = ["--queue", withPassword(there, secret), "--rerank"];
      const env = there.redis.trusting;
      const usual = ["--json", "--reviewer", "judge", "--proposer", there.lab.script.proposer];
      const looping = there.lab.launch(["loop", ...queue, ...usual], { cwd: there.lab.root, env });
      const worker = there.worker([], { env }, withPassword(there, secret));
      const { stdout, stderr } = await looping.answer;
      expect(there.lab.events("round")[0]).toMatchObject({ decision: "kept" });
      const told = JSON.stringify(worker.said());
      const trail = there.lab.project.read(".output/trail.jsonl");
      expect(stdout + stderr + trail + told).not.toContain(secret);
      expect(there.lab.last("run.started")?.settings["queue.url"]?.value).toBe(there.redis.url);
    }));

  test("is out of reach, in one line, for who knows one of them only", () =>
    withLab(TestRedis.openBehindTls("--requirepass", secret), async (there) => {
      const { trusting } = there.redis;
      for (const [password, env, reason] of [
        [secret, {}, "self-signed certificate"],
        [`not ${secret}`.replaceAll(" ", "-"), trusting, "WRONGPASS"],
      ] as const)
        for (const command of ["loop", "worker"]) {
          const queue = ["--queue", withPassword(there, password)];
          const call = { cwd: there.lab.root, env };
          const { exit, stdout, stderr } = await there.lab.launch([command, ...queue], call).answer;
          expect({ exit, stdout, stderr }).toEqual({
            exit: 2,
            stdout: "",
            stderr: expect.stringContaining(reason),
          });
          expect(stderr).not.toContain(secret);
        }
    }));
});

test.each([
  ["allkeys-lru", true],
  ["noeviction", false],
])("a Redis with maxmemory-policy %s is warned of: %s", (policy, warned) =>
  withLab(TestRedis.open("--maxmemory", "100mb", "--maxmemory-policy", policy), async (there) => {
    there.lab.script.play(1, [rung(1)]);
    const looping = there.loop();
    const worker = there.worker();
    await worker.saying("enrolled");
    const { stderr } = await looping.answer;
    worker.child.kill("SIGINT");
    for (const text of [stderr, (await worker.answer).stderr])
      expect(text.includes(`(maxmemory-policy ${policy}): set it to noeviction`)).toBe(warned);
  }),
);
