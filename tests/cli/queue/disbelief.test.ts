import { readFileSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../../../src/domain/digest.ts";
import { noBetter, rung, throwing, worthless } from "../../support/loop/candidates.ts";
import { Lab } from "../../support/loop/lab.ts";
import { needs } from "../../support/machine.ts";
import { type Making, QueueLab } from "../../support/queue-lab.ts";
import { everyOther } from "../../support/soak.ts";

beforeEach(needs("redis-server", "namespaces"));

let there: QueueLab;
beforeEach(async () => {
  there = await QueueLab.open();
});
afterEach(() => there?.dispose());

/** Tables of one program as those of every other. */
const swapping = (): Making => {
  let first: Buffer | null = null;
  return async (order, honestly) => {
    const run = await honestly(order);
    const master = run.outcome === "ok" ? run.tables.get("master") : undefined;
    if (master === undefined) return run;
    if (first) writeFileSync(master, first);
    else first = readFileSync(master);
    return run;
  };
};

const lies = everyOther<readonly [string, () => Making]>([
  ["hands in the tables of another candidate", swapping],
  [
    "says that programs tried something forbidden",
    () => async (order, honestly) => {
      const run = await honestly(order);
      return { ...run, facts: { ...run.facts, violation: true } };
    },
  ],
  [
    "says that programs crash",
    () => async (order, honestly) => {
      const { facts } = await honestly(order);
      return { outcome: "crash", facts, detail: "it ended with exit code 1" };
    },
  ],
]);

const texts = [rung(2), noBetter("nothing won"), rung(1), worthless("all wrong"), rung(3)];

describe("a worker that lies", () => {
  test.each(lies)("is shut out when it %s, and nothing is kept for it", async (_, lie) => {
    const alone = new Lab().settings({ tripwires: { scoreFloor: 0 } });
    try {
      for (const one of [there.lab, alone]) one.script.play(1, texts, [throwing("throws")]);
      // Else chance has it which of its words are looked into.
      there.lab.settings({ tripwires: { scoreFloor: 0 }, queue: { checkShare: 1 } });
      const liar = await there.madeUp(lie());
      const looping = there.loop();
      await liar.hasMade(2);
      there.worker(["--concurrency", "1"]);
      await looping.answer;
      await alone.loop("--rerank", "--candidates", "300");
      expect(there.lab.genome).toBe(alone.genome);
      const chosen = (lab: Lab) =>
        lab.events("round").map((round) => [round.decision, round.chosen]);
      expect(chosen(there.lab)).toEqual(chosen(alone));
      expect(there.lab.events("worker")).toContainEqual(
        expect.objectContaining({ action: "shut-out", worker: liar.name, violation: true }),
      );
      expect(there.lab.events("trust.changed").map(({ cause }) => cause)).not.toContain("critical");
    } finally {
      alone.dispose();
    }
  });
});

test("a worker of another build is refused by name", async () => {
  there.lab.script.play(1, [rung(1)]);
  const other = await there.madeUp((order, honestly) => honestly(order), sha256("another build"));
  const looping = there.loop();
  there.worker();
  await looping.answer;
  expect(there.lab.events("worker")).toContainEqual(
    expect.objectContaining({
      action: "refused",
      worker: other.name,
      detail: expect.stringContaining("another build"),
    }),
  );
  expect(there.lab.last("round")).toMatchObject({ reason: { code: "no-candidate" } });
  expect(there.lab.events("round")[0]).toMatchObject({ decision: "kept" });
});
