import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hanging, noBetter, rung, throwing, worthless } from "../../support/loop/candidates.ts";
import { decisionsIn } from "../../support/loop/decisions.ts";
import { Lab, looped } from "../../support/loop/lab.ts";
import { needs } from "../../support/machine.ts";
import { QueueLab } from "../../support/queue-lab.ts";

beforeEach(needs("redis-server", "namespaces"));

let there: QueueLab;
beforeEach(async () => {
  there = await QueueLab.open();
});
afterEach(() => there?.dispose());

const rounds = [
  [rung(1), noBetter("nothing won"), worthless("all wrong"), rung(3), throwing("crashes")],
  [rung(2), rung(4), rung(5)],
  [worthless("all wrong again")],
  [rung(8), rung(7)],
];

describe("workers at a queue", () => {
  test("bring a loop to the same decisions and the same genome as it comes to alone", async () => {
    const alone = new Lab().settings({ tripwires: { scoreFloor: 0 } });
    try {
      for (const one of [there.lab, alone]) one.script.play(1, ...rounds);
      there.worker(["--concurrency", "2"]);
      there.worker(["--concurrency", "1"]);
      const [queued, local] = [
        looped(await there.loop().answer),
        await alone.loop("--rerank", "--candidates", "300"),
      ];
      expect(queued.summary).toMatchObject({ stopReason: local.summary.stopReason });
      expect(decisionsIn(there.lab.events())).toEqual(decisionsIn(alone.events()));
      expect(there.lab.genome).toBe(alone.genome);
      const served = there.lab
        .events("worker")
        .flatMap((event) => (event.action === "served" ? [event] : []));
      const runs = rounds.flat().length;
      expect(served.reduce((sum, event) => sum + event.runs, 0)).toBe(runs);
    } finally {
      alone.dispose();
    }
  });

  test("end cleanly on SIGINT, and hand back what they run", async () => {
    there.lab.script.play(1, [hanging("hangs")]);
    there.lab.arena({ vetoes: [], limits: { timeoutSeconds: 3600 } });
    const loop = there.loop();
    const worker = there.worker(["--concurrency", "1"]);
    await worker.saying("began");
    worker.child.kill("SIGINT");
    const { exit, stdout } = await worker.answer;
    expect(exit).toBe(130);
    expect(JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({
      type: "summary",
      handedBack: 1,
    });
    const other = there.worker();
    await other.saying("began");
    loop.child.kill("SIGINT");
    await loop.answer;
    await other.saying("ended");
    expect(there.lab.events("worker").map(({ action }) => action)).not.toContain("lost");
  });

  test("hear of the kill switch, and give up what they run", async () => {
    there.lab.script.play(1, [hanging("hangs")]);
    there.lab.arena({ vetoes: [], limits: { timeoutSeconds: 3600 } });
    const loop = there.loop();
    const worker = there.worker();
    await worker.saying("began");
    await there.lab.run("stop");
    expect(looped(await loop.answer)).toMatchObject({
      exit: 3,
      summary: { stopReason: "stopped" },
    });
    await worker.saying("ended");
    expect(worker.said().find(({ type }) => type === "ended")).toMatchObject({
      outcome: "handed-back",
    });
  });
});
