import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hanging, noBetter, rung, throwing } from "../../support/loop/candidates.ts";
import { decisionsIn } from "../../support/loop/decisions.ts";
import { Lab, looped } from "../../support/loop/lab.ts";
import { needs } from "../../support/machine.ts";
import { patientSettings, QueueLab } from "../../support/queue-lab.ts";
import { thoroughTest } from "../../support/soak.ts";
import { until } from "../../support/until.ts";

beforeEach(needs("redis-server", "namespaces"));

let there: QueueLab;
const labs: Lab[] = [];
beforeEach(async () => {
  there = await QueueLab.open();
});
afterEach(async () => {
  for (const lab of labs.splice(0)) lab.dispose();
  await there?.dispose();
});

const newLab = (): Lab => {
  const lab = new Lab().settings(patientSettings);
  labs.push(lab);
  return lab;
};

const manyAtOnce = ["--rerank", "--candidates", "300"];
const patient = { vetoes: [], limits: { timeoutSeconds: 3600 } };

describe("two loops at one queue", () => {
  thoroughTest("each come to what they come to alone", async () => {
    const plans = [
      [
        [rung(1), throwing("a"), noBetter("b")],
        [rung(3), rung(2)],
      ],
      [
        [rung(4), noBetter("a"), throwing("b")],
        [rung(5), rung(6)],
      ],
    ];
    there.worker(["--concurrency", "2"]);
    there.worker(["--concurrency", "2"]);
    const pairs = plans.map((plan) => ({ queued: newLab(), alone: newLab(), plan }));
    for (const { queued, alone, plan } of pairs)
      for (const lab of [queued, alone]) lab.script.play(1, ...plan);
    const queue = ["--queue", there.redis.url, ...manyAtOnce];
    await Promise.all(pairs.map(({ queued }) => queued.loop(...queue)));
    for (const { queued, alone } of pairs) {
      await alone.loop(...manyAtOnce);
      expect(decisionsIn(queued.events())).toEqual(decisionsIn(alone.events()));
      expect(queued.genome).toBe(alone.genome);
    }
  });

  test("are stopped each by its own kill switch", async () => {
    const [first, second] = [newLab(), newLab()];
    first.arena(patient);
    first.script.play(1, [hanging("hangs")]);
    second.script.play(1, [rung(1)]);
    const worker = there.worker(["--concurrency", "2"]);
    const queue = ["--queue", there.redis.url, ...manyAtOnce];
    const stopped = first.start(...queue);
    await worker.saying("began");
    const goingOn = second.start(...queue);
    await worker.saying("began", 2);
    await first.run("stop");
    expect(looped(await stopped.answer).summary).toMatchObject({ stopReason: "stopped" });
    await goingOn.answer;
    expect(second.events("round")[0]).toMatchObject({ decision: "kept" });
  });
});

describe("the kill switch", () => {
  /** A worker looks twice a second, and a loop seven times: within two seconds it looks four times. */
  const mostBeats = 3;

  test("reaches each of three workers before it has looked at the queue four times", async () => {
    there.lab.arena(patient);
    there.lab.script.play(
      1,
      [1, 2, 3].map((at) => hanging(`hangs ${at}`)),
    );
    const loop = there.loop();
    const workers = [1, 2, 3].map(() => there.worker(["--concurrency", "1"]));
    await Promise.all(workers.map((worker) => worker.saying("began")));

    const beats = new Map<string, number>();
    let given = false;
    const began = Date.now();
    const unwatch = await there.redis.watch(([command, key = "", value = ""]) => {
      const isLoop = command === "set" && key.startsWith("cleanloop:loop:");
      if (isLoop && JSON.parse(value).turn > 0) given = true;
      if (!given || command !== "set" || !key.startsWith("cleanloop:worker:")) return;
      beats.set(key, (beats.get(key) ?? 0) + 1);
    });
    await there.lab.run("stop");
    const beatsOf = ({ said }: (typeof workers)[number]): number =>
      beats.get(`cleanloop:worker:${said().find(({ type }) => type === "enrolled")?.name}`) ?? 0;
    const ended = workers.map(async (worker) => {
      await worker.saying("ended");
      return beatsOf(worker);
    });
    const looked = await Promise.all(ended);
    unwatch();
    expect(given).toBe(true);
    expect(Math.max(...looked), `${Date.now() - began} ms in all`).toBeLessThanOrEqual(mostBeats);
    expect(looped(await loop.answer).summary).toMatchObject({ stopReason: "stopped" });
  });
});

describe("a loop that is killed in the middle of a round", () => {
  test("keeps its worker from nothing, and leaves nothing in the queue for the next", async () => {
    there.lab.arena(patient);
    there.lab.script.play(1, [hanging("hangs")]);
    const killed = there.loop();
    const worker = there.worker(["--concurrency", "1"]);
    await worker.saying("began");
    killed.child.kill("SIGKILL");
    await killed.answer;
    const run = there.lab.last("run.started")?.run ?? "";
    const ofTheDead = async (): Promise<number> =>
      (await there.redis.keys()).filter((key) => key.includes(run)).length;
    expect(await ofTheDead()).toBeGreaterThan(0);

    there.lab.script.play(1, [rung(1)]);
    await there.loop().answer;
    expect(there.lab.events("round")[0]).toMatchObject({ decision: "kept" });
    await until(() => worker.said().some((one) => one.loop === run && one.detail === "gone"), run);
    await there.loop("--max-iterations", "1").answer;
    expect(await ofTheDead()).toBe(0);
  });
});

test("a budget of time ends a round at the queue, and its worker gives up", async () => {
  there.lab.arena(patient);
  there.lab.script.play(1, [hanging("hangs")]);
  const worker = there.worker();
  await worker.saying("enrolled");
  expect(looped(await there.loop("--budget-minutes", "0.2").answer).summary).toMatchObject({
    stopReason: "tripwire",
    tripwire: "budget-time",
  });
  const count = (kind: string): number => worker.said().filter(({ type }) => type === kind).length;
  // On a machine that is slow enough, nothing has begun by then.
  await until(() => count("ended") === count("began"), "an end of what it ran");
});
