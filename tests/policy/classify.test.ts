import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { outcomes } from "../../src/domain/run.ts";
import { classify, type Ending, type ObservedRun, type Wall } from "../../src/policy/classify.ts";

const limits = { timeoutSeconds: 10, memoryMb: 512, outputMb: 64 };

const observed = (ending: Ending, more: Partial<ObservedRun> = {}): ObservedRun => ({
  ending,
  limits,
  peakMemoryMb: 20,
  extraProcesses: 0,
  overflow: null,
  intake: null,
  ...more,
});

const exit = (code: number): Ending => ({ by: "exit", code });
const signal = (name: string): Ending => ({ by: "signal", signal: name });
const wall = (name: Wall, leaderExited = false): Ending => ({
  by: "wall",
  wall: name,
  leaderExited,
});
const full = { mb: 64.5, files: 4 };
const taken: Partial<ObservedRun> = { intake: { taken: true } };
const notTaken = (fault: string, forbidden = false): Partial<ObservedRun> => ({
  intake: { taken: false, fault, forbidden },
});

describe("given what was seen, a run is", () => {
  test.each<[string, ObservedRun, string, string]>([
    [
      "not started when the sandbox could not be set up",
      observed({ by: "nothing-started", reason: "no namespaces" }),
      "not_started",
      "could not be set up: no namespaces",
    ],
    ["a timeout at the wall", observed(wall("time")), "timeout", "timed out after 10 s"],
    [
      "a timeout that says how many processes were ended",
      observed(wall("time"), { extraProcesses: 2 }),
      "timeout",
      "timed out after 10 s; 3 processes ended",
    ],
    [
      "a timeout also when the leader exited and something held on",
      observed(wall("time", true), { extraProcesses: 1 }),
      "timeout",
      "exited, but something of it held on until the limit of 10 s; 1 process ended",
    ],
    [
      "a timeout when its processor time is used up",
      observed(signal("SIGXCPU")),
      "timeout",
      "processor time",
    ],
    [
      "a flood when it prints too much",
      observed(wall("log")),
      "output_flood",
      "printed more than the 8 MB",
    ],
    ["a flood when it writes too much", observed(wall("output")), "output_flood", "64 MB"],
    ["a flood at the file-size limit", observed(signal("SIGXFSZ")), "output_flood", "64 MB"],
    [
      "a flood when it fails with a full output folder",
      observed(exit(1), { overflow: full }),
      "output_flood",
      "64 MB",
    ],
    [
      "a flood when it exits 0 with a full output folder",
      observed(exit(0), { overflow: full, ...taken }),
      "output_flood",
      "64 MB",
    ],
    [
      "a flood when it makes files without end",
      observed(wall("output"), { overflow: { mb: 1, files: 300 } }),
      "output_flood",
      "300 files",
    ],
    [
      "out of memory when the watch saw it",
      observed(wall("memory"), { peakMemoryMb: 570 }),
      "out_of_memory",
      "used 570 MB of memory; it may use 512 MB",
    ],
    [
      "out of memory when V8 aborts with much memory in use",
      observed(signal("SIGABRT"), { peakMemoryMb: 480 }),
      "out_of_memory",
      "512 MB",
    ],
    [
      "out of memory when V8 traps with much memory in use",
      observed(signal("SIGTRAP"), { peakMemoryMb: 400 }),
      "out_of_memory",
      "512 MB",
    ],
    [
      "out of memory when the kernel kills it with much memory in use",
      observed(signal("SIGKILL"), { peakMemoryMb: 500 }),
      "out_of_memory",
      "512 MB",
    ],
    [
      "out of memory when it fails with all of its memory in use",
      observed(exit(1), { peakMemoryMb: 530 }),
      "out_of_memory",
      "512 MB",
    ],
    [
      "a crash when it aborts with little memory in use",
      observed(signal("SIGABRT")),
      "crash",
      "SIGABRT",
    ],
    [
      "a crash when it aborts and memory cannot be seen",
      observed(signal("SIGABRT"), { peakMemoryMb: null }),
      "crash",
      "SIGABRT",
    ],
    [
      "a crash when it fails with half of its memory in use",
      observed(exit(1), { peakMemoryMb: 300 }),
      "crash",
      "code 1",
    ],
    ["a crash at a forbidden system call", observed(signal("SIGSYS")), "crash", "forbidden"],
    [
      "a crash when it starts too many processes",
      observed(wall("processes"), { extraProcesses: 17 }),
      "crash",
      "17 at once",
    ],
    ["a crash on any other code", observed(exit(7)), "crash", "code 7"],
    [
      "bad output when its tables are not as declared",
      observed(exit(0), notTaken("master.csv is missing")),
      "bad_output",
      "master.csv is missing",
    ],
    ["ok when its tables are there", observed(exit(0), taken), "ok", "finished"],
  ])("%s", (_, facts, outcome, detail) => {
    const verdict = classify(facts);
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.detail).toContain(detail);
  });
});

describe("a violation", () => {
  test.each<[string, ObservedRun, boolean]>([
    ["is a forbidden system call", observed(signal("SIGSYS")), true],
    ["is a process that was seen", observed(exit(0), { ...taken, extraProcesses: 1 }), true],
    ["is a flood of processes", observed(wall("processes")), true],
    ["is something that holds on after the exit", observed(wall("time", true)), true],
    ["is a link in place of a table", observed(exit(0), notTaken("is a link", true)), true],
    ["is not a missing table", observed(exit(0), notTaken("is missing")), false],
    ["is not an endless loop", observed(wall("time")), false],
    ["is not a crash", observed(exit(1)), false],
  ])("%s", (_, facts, violation) => {
    expect(classify(facts).violation).toBe(violation);
  });
});

const anyEnding: fc.Arbitrary<Ending> = fc.oneof(
  fc.record({ by: fc.constant("exit" as const), code: fc.integer({ min: 0, max: 255 }) }),
  fc.record({
    by: fc.constant("signal" as const),
    signal: fc.constantFrom("SIGKILL", "SIGABRT", "SIGSYS", "SIGXCPU", "SIGSEGV"),
  }),
  fc.record({
    by: fc.constant("wall" as const),
    wall: fc.constantFrom<Wall>("time", "log", "output", "memory", "processes"),
    leaderExited: fc.boolean(),
  }),
);

test("only a run that exits 0 by itself, with its tables taken, is ok", () => {
  fc.assert(
    fc.property(
      anyEnding,
      fc.boolean(),
      fc.boolean(),
      fc.nat(2000),
      (ending, isFull, got, peak) => {
        const { outcome, detail } = classify(
          observed(ending, {
            overflow: isFull ? full : null,
            peakMemoryMb: peak,
            intake: got ? { taken: true } : { taken: false, fault: "is missing", forbidden: false },
          }),
        );
        expect(outcomes).toContain(outcome);
        expect(detail).not.toBe("");
        const endedWell = ending.by === "exit" && ending.code === 0 && !isFull && got;
        expect(outcome === "ok").toBe(endedWell);
      },
    ),
  );
});
