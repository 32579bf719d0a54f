import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { cleanloop } from "../../support/cli.ts";
import { busyFor, noBetter, rung } from "../../support/loop/candidates.ts";
import { looped } from "../../support/loop/lab.ts";
import { needs, withoutNamespaces } from "../../support/machine.ts";
import { QueueLab, type WorkerProcess } from "../../support/queue-lab.ts";
import { thoroughTest } from "../../support/soak.ts";

beforeEach(needs("redis-server", "namespaces"));

let there: QueueLab;
beforeEach(async () => {
  there = await QueueLab.open();
});
afterEach(() => there?.dispose());

const actions = (): string[] => there.lab.events("worker").map(({ action }) => action);

const killed = async (worker: WorkerProcess): Promise<void> => {
  await worker.saying("began");
  worker.child.kill("SIGKILL");
  await worker.answer;
};

describe("faults say nothing of a genome", () => {
  thoroughTest("when a worker is killed, another makes its run", async () => {
    there.lab.script.play(1, [busyFor(2, rung(2))]);
    const first = there.worker();
    const looping = there.loop();
    await killed(first);
    there.worker();
    await looping.answer;
    expect(there.lab.events("round")[0]).toMatchObject({ decision: "kept" });
    expect(there.lab.events("worker")).toContainEqual(
      expect.objectContaining({ action: "lost", round: 1, detail: "it is gone" }),
    );
  });

  test("when two workers go down under one text, no third gets it, and the round is void", async () => {
    there.lab.script.play(1, [busyFor(20, rung(2))]);
    const first = there.worker();
    const looping = there.loop();
    await killed(first);
    await killed(there.worker());
    await looping.answer;
    expect(there.lab.events("round")[0]).toMatchObject({
      decision: "void",
      reason: { code: "lost" },
      candidates: [{ outcome: "lost" }],
    });
    expect(actions()).toContain("quarantined");
    expect(there.lab.events("trust.changed")).toEqual([]);
  });

  thoroughTest("when Redis is stopped and started empty, no round is lost", async () => {
    there.lab.script.play(1, [busyFor(3, rung(2)), busyFor(3, noBetter("nothing won"))]);
    const worker = there.worker(["--concurrency", "1"]);
    const looping = there.loop();
    await worker.saying("began");
    await there.redis.stop();
    await worker.saying("queue");
    await there.redis.start();
    await looping.answer;
    expect(there.lab.events("round")[0]).toMatchObject({
      decision: "kept",
      candidates: [{ outcome: "ok" }, { outcome: "ok" }],
    });
  });

  test("when no worker comes in time, the round is void", async () => {
    there.lab.settings({ tripwires: { scoreFloor: 0 }, queue: { patienceSeconds: 1 } });
    there.lab.script.play(1, [rung(1)]);
    await there.loop().answer;
    expect(there.lab.events("round")[0]).toMatchObject({
      decision: "void",
      reason: { code: "lost", detail: "no worker may serve this loop, for 1 seconds" },
    });
  });
});

describe("a worker without namespaces", () => {
  const weak = { through: withoutNamespaces("mnt", "pid", "net") };

  test("is not given what nobody vouches for", async () => {
    there.lab.script.play(1, [rung(1)]);
    const worker = there.worker([], weak);
    const looping = there.loop();
    await worker.saying("refused");
    there.worker();
    await looping.answer;
    expect(there.lab.events("worker")).toContainEqual(
      expect.objectContaining({
        action: "refused",
        detail: expect.stringContaining("no namespaces"),
      }),
    );
    expect(there.lab.events("round")[0]).toMatchObject({ decision: "kept" });
  });

  test("caps the trust of what it had a part in", async () => {
    there.worker([], weak);
    await there.loop("--proposer", "search", "--candidates", "2", "--max-iterations", "1").answer;
    const [round] = there.lab.events("round");
    expect(round?.trust.caps.map(({ code }) => code)).toContain("weak-isolation");
    expect(there.lab.events("worker")).toContainEqual(
      expect.objectContaining({ action: "served", backend: "process" }),
    );
  });
});

describe("a queue", () => {
  const secret = "a-secret-that-nobody-may-see";

  test("out of reach is said without its password, and nothing runs", async () => {
    await there.redis.stop();
    const url = `redis://:${secret}@127.0.0.1:${there.redis.port}`;
    for (const command of ["loop", "worker"]) {
      const { exit, stdout, stderr } = await there.lab.run(command, "--queue", url);
      expect({ exit, stderr }).toEqual({
        exit: 2,
        stderr: expect.stringContaining(`the queue redis://127.0.0.1:${there.redis.port}`),
      });
      expect(stdout + stderr).not.toContain(secret);
    }
  });

  test("that is no URL is not said back", async () => {
    const { exit, stderr } = await there.lab.run("loop", "--queue", `redis//${secret}`);
    expect(exit).toBe(2);
    expect(stderr).not.toContain(secret);
  });

  test("with a password is on record without it", async () => {
    there.lab.script.play(1, [rung(1)]);
    const url = there.redis.url.replace("//", `//default:${secret}@`);
    const looping = there.lab.start("--queue", url, "--rerank");
    there.worker();
    const { stdout, stderr } = looped(await looping.answer);
    expect(there.lab.events("round")[0]).toMatchObject({ decision: "kept" });
    expect(stdout + stderr + there.lab.project.read(".output/trail.jsonl")).not.toContain(secret);
    expect(there.lab.last("run.started")?.settings["queue.url"]).toMatchObject({
      value: `redis://127.0.0.1:${there.redis.port}`,
      source: "flag",
    });
  });

  test("is not asked for by a worker that was told of none", async () => {
    const { exit, stderr } = await cleanloop(["worker"]);
    expect(exit).toBe(2);
    expect(stderr).toContain("no queue was named");
  });
});
