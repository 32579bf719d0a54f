import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { afterLoss } from "../../../src/policy/workers/losses.ts";
import { servedIn, weakest } from "../../../src/policy/workers/served.ts";
import { answersToCheck } from "../../../src/policy/workers/spot-checks.ts";

const answers = fc.uniqueArray(
  fc.record({ worker: fc.constantFrom("a", "b", "c"), genome: fc.string({ minLength: 1 }) }),
  { selector: ({ worker, genome }) => `${worker}/${genome}` },
);

describe("what is run again although nothing hangs on it", () => {
  test("has one answer of each worker at least, and is the same for the same seeds", () => {
    fc.assert(
      fc.property(answers, fc.integer(), (given, seed) => {
        const drawn = answersToCheck(given, 0.05, seed, "gold");
        const workers = new Set(given.map(({ worker }) => worker));
        expect(new Set(drawn.map(({ worker }) => worker))).toEqual(workers);
        expect(answersToCheck(given, 0.05, seed, "gold")).toEqual(drawn);
      }),
    );
  });

  test("is about the share that was asked for", () => {
    const many = Array.from({ length: 2000 }, (_, at) => ({ worker: "a", genome: String(at) }));
    const share = answersToCheck(many, 0.2, 1, "gold").length / many.length;
    expect(share).toBeGreaterThan(0.15);
    expect(share).toBeLessThan(0.25);
  });

  test("cannot be told by one who lacks a seed", () => {
    const many = Array.from({ length: 200 }, (_, at) => ({ worker: "a", genome: String(at) }));
    expect(answersToCheck(many, 0.1, 1, "gold")).not.toEqual(answersToCheck(many, 0.1, 1, "other"));
  });

  test("is nothing when none is asked for", () => {
    expect(answersToCheck([{ worker: "a", genome: "g" }], 0, 1)).toEqual([]);
  });
});

describe("a genome under which workers go down", () => {
  test("goes to another worker once, and to no third", () => {
    const first = afterLoss([], "a");
    expect(first).toEqual({ kind: "again", lostBy: ["a"] });
    expect(afterLoss(first.lostBy, "b")).toEqual({ kind: "quarantine", lostBy: ["a", "b"] });
  });

  test("is not held to blame twice for one worker", () => {
    expect(afterLoss(["a"], "a").kind).toBe("again");
  });
});

test("the weakest way to hold a program is the one without namespaces", () => {
  expect(weakest(["bwrap", "process", "unshare"])).toBe("process");
  expect(weakest(["unshare", "bwrap"])).toBe("unshare");
  expect(weakest([])).toBeNull();
});

test("who served a round is told by worker", () => {
  const run = { runMs: 10, backend: "bwrap", differed: false } as const;
  const runs = [
    { ...run, worker: "b" },
    { ...run, worker: "a", differed: true, backend: "unshare" as const },
    { ...run, worker: "a" },
  ];
  expect(servedIn(3, runs, [])).toMatchObject([
    { worker: "a", round: 3, runs: 2, runMs: 20, differed: 1, lost: 0, backend: "unshare" },
    { worker: "b", runs: 1, differed: 0, backend: "bwrap" },
  ]);
});
