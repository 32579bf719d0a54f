import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../../../src/domain/digest.ts";
import { busyFor, noBetter, rung, throwing, worthless } from "../../support/loop/candidates.ts";
import { decisionsIn } from "../../support/loop/decisions.ts";
import { Lab } from "../../support/loop/lab.ts";
import { needs } from "../../support/machine.ts";
import { Network } from "../../support/network.ts";
import { type Making, QueueLab, type WorkerProcess } from "../../support/queue-lab.ts";
import { everyOther, inSoak, thoroughTest } from "../../support/soak.ts";
import { until } from "../../support/until.ts";

beforeEach(needs("redis-server", "namespaces"));

let there: QueueLab;
let alone: Lab;
beforeEach(async () => {
  there = await QueueLab.open();
  alone = new Lab().settings({ tripwires: { scoreFloor: 0 } });
});
afterEach(async () => {
  alone?.dispose();
  await there?.dispose();
});

/** Of every kind, each another text; the best of a round is one step up. */
const candidatesOf = (round: number, count: number): string[] =>
  Array.from({ length: count }, (_, at) => {
    const words = `candidate ${at} of round ${round}`;
    switch (at % 5) {
      case 0:
        return noBetter(words);
      case 1:
        return throwing(words);
      case 2:
        return worthless(words);
      case 3:
        return rung(round, words);
      default:
        return rung(1, words);
    }
  });

/** 200 in a soak. */
const [most = 8] = inSoak([50]);

/** In each round enough is left to do, when something happens in the middle of it. */
const roundsOf = (count: number): string[][] =>
  [1, 2, 3, 4].map((round) =>
    candidatesOf(round, count).map((text, at) => (at < 4 ? busyFor(0.5, text) : text)),
  );

const recorded = (round: number): Promise<void> =>
  there.lab.until((event) => event.type === "round" && event.round === round, `round ${round}`);

const one = ["--concurrency", "1"];

/** In the middle of a run. */
const killed = async (worker: WorkerProcess): Promise<void> => {
  await worker.saying("began");
  worker.child.kill("SIGKILL");
  await worker.answer;
};

const named = (action: string, round?: number) =>
  there.lab
    .events("worker")
    .filter((event) => event.action === action)
    .filter((event) => round === undefined || ("round" in event && event.round === round));

thoroughTest(
  "four workers and many candidates come to what a loop comes to alone, whatever happens to workers, Redis and network",
  async () => {
    const rounds = roundsOf(most);
    for (const one of [there.lab, alone]) one.script.play(1, ...rounds);
    const network = await Network.to(there.redis.port);
    try {
      const looping = there.loop("--max-iterations", "4");
      let warnings = "";
      looping.child.stderr?.on("data", (data) => {
        warnings += data;
      });
      await Promise.all([there.worker(one), there.worker(one)].map(killed));
      there.worker(one);
      there.worker(one);
      const far = [there.worker(one, {}, network.url), there.worker(one, {}, network.url)];
      const noticed = (often: number) =>
        Promise.all(far.map((worker) => worker.saying("queue", often)));
      await recorded(1);

      await there.workGoesOn();
      await there.redis.stop();
      await noticed(1);
      await until(() => warnings.includes("the queue is out of reach"), "a warning");
      await there.redis.start();
      await recorded(2);

      await there.workGoesOn();
      await noticed(2);
      network.cut();
      await noticed(3);
      network.mend();
      await recorded(3);

      await there.workGoesOn();
      await noticed(4);
      network.swallow();
      await noticed(5);
      network.mend();
      await looping.answer;

      await alone.loop("--rerank", "--candidates", "300", "--max-iterations", "4");
      expect(decisionsIn(there.lab.events())).toEqual(decisionsIn(alone.events()));
      expect(there.lab.genome).toBe(alone.genome);
      expect(named("lost", 1)).toHaveLength(2);
      expect(there.lab.events("queue")).toContainEqual(expect.objectContaining({ round: 2 }));
      expect(named("quarantined")).toEqual([]);
      expect(named("shut-out")).toEqual([]);
    } finally {
      await network.dispose();
    }
  },
);

describe("among four workers, one that lies, a slow one, and one of another build", () => {
  /** What a perfect program would have left, whatever it was to run. */
  const boasting: Making = (order, honestly) =>
    honestly({ ...order, genome: Buffer.from(rung(8)) });

  const looks = everyOther<readonly [string, number]>([
    ["what would be kept", 0],
    ["every word", 1],
  ]);
  test.each(looks)(
    "nothing else is kept than alone, if a loop looks into %s",
    async (_, checkShare) => {
      const rounds = [1, 2].map((round) => candidatesOf(round, 10));
      // Without the veto that runs the best again: it would notice too.
      for (const lab of [there.lab, alone]) lab.arena().script.play(1, ...rounds);
      there.lab.settings({ tripwires: { scoreFloor: 0 }, queue: { checkShare } });
      const liar = await there.madeUp(boasting);
      const other = await there.madeUp(
        (order, honestly) => honestly(order),
        sha256("another build"),
      );
      const looping = there.loop("--max-iterations", "2");
      await liar.hasMade(3);
      await there.madeUp(async (order, honestly) => {
        await sleep(1000);
        return honestly(order);
      });
      there.worker(one);
      await looping.answer;
      await alone.loop("--rerank", "--candidates", "300", "--max-iterations", "2");

      expect(decisionsIn(there.lab.events())).toEqual(decisionsIn(alone.events()));
      expect(there.lab.genome).toBe(alone.genome);
      expect(named("shut-out")).toEqual([expect.objectContaining({ worker: liar.name })]);
      expect(named("refused")).toEqual([expect.objectContaining({ worker: other.name })]);
      expect(named("lost")).toEqual([]);
    },
  );
});
