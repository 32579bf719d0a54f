import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SetupFailed } from "../../../src/adapters/containment/backends/backend.ts";
import { Sandbox } from "../../../src/adapters/containment/containment.ts";
import { isHalted } from "../../../src/adapters/containment/kernel-processes.ts";
import type { ContainedRun, Job } from "../../../src/domain/run.ts";
import { needs } from "../../support/machine.ts";
import { isRunning, processesLike, processesWith } from "../../support/processes.ts";
import { until } from "../../support/until.ts";
import { everyBackend, neverEnds, newWorld, type World, writesTables } from "./world.ts";

const anything = { isolation: "auto", allowProcess: true } as const;
let world: World;
beforeEach(() => {
  world = newWorld();
});
afterEach(() => world.end());

/** Waits for its job as the runner does, by a name that is seen from outside, and says whether it did. */
const waiting = (then: string): string => `
const { existsSync, readSync } = require("node:fs");
const ahead = !existsSync(process.argv[2]);
if (ahead) {
  process.on("SIGUSR1", () => {});
  process.title = ${JSON.stringify(`${world.base} waits`)};
  while (readSync(0, Buffer.alloc(1)) > 0);
  if (!existsSync(process.argv[2])) process.exit(1);
}
console.log(ahead ? "it stood ready" : "it was started now");
${then}`;

const shows = `const { inputs } = JSON.parse(require("node:fs").readFileSync(process.argv[2], "utf8"));
  console.log(require("node:fs").readFileSync(inputs[0].path, "utf8"));`;

const waiters = (): number[] => processesLike((line) => line.startsWith(`${world.base} waits`));

const onFeeds = (runs: number) => ({ onFeeds: runs, onOthers: 0 });

/** What every process of a sandbox has in its command line: the folder for temporary files. */
const isEmpty = () => ({ processes: processesWith(world.base), files: world.leftBehind() });
const nothingLeft = { processes: [], files: [] };

describe.each(everyBackend)("a sandbox that stands ready, on $name", ({ backend, needed }) => {
  beforeEach(needs(...needed));

  const proven = async (program = writesTables): Promise<Sandbox> => {
    const sandbox = new Sandbox(world.runtime(waiting(program)), [backend]);
    await sandbox.probe(anything);
    return sandbox;
  };

  const readyFor = async (sandbox: Sandbox, job: Job, signal = new AbortController().signal) => {
    const standby = await sandbox.standBy(job, { ...anything, slots: 1, untried: false, signal });
    standby.expect(onFeeds(1));
    await until(() => waiters().length === 1, "a sandbox to stand ready");
    return standby;
  };

  const wayOf = ({ outcome, facts }: ContainedRun) => [outcome, facts.stdout];
  const stoodReady = ["ok", "it stood ready\n"];
  const startedNow = ["ok", "it was started now\n"];

  test("takes one job, and the time of that run begins with it", async () => {
    const sandbox = await proven();
    const began = performance.now();
    const standby = await readyFor(sandbox, world.job());
    await after(100);
    const told = performance.now();
    const run = await sandbox.run(world.job(), anything);
    expect(wayOf(run)).toEqual(stoodReady);
    const last = performance.now();
    expect(run.facts.durationMs).toBeLessThanOrEqual(Math.ceil(last - told));
    expect(told - began).toBeGreaterThan(99);
    expect(wayOf(await sandbox.run(world.job(), anything))).toEqual(startedNow);
    await standby.close();
    expect(isEmpty()).toEqual(nothingLeft);
  });

  test("is followed by another as long as runs are to come, and by none after that", async () => {
    const sandbox = await proven();
    const standby = await readyFor(sandbox, world.job());
    standby.expect(onFeeds(2));
    expect(wayOf(await sandbox.run(world.job(), anything))).toEqual(stoodReady);
    await until(() => waiters().length === 1, "the next one");
    expect(wayOf(await sandbox.run(world.job(), anything))).toEqual(stoodReady);
    expect(waiters()).toEqual([]);
    await standby.close();
    expect(isEmpty()).toEqual(nothingLeft);
  });

  test("is left alone by a job that needs another", async () => {
    const sandbox = await proven();
    const input = join(world.base, "in.csv");
    writeFileSync(input, "a\n1\n");
    const standby = await readyFor(sandbox, world.job());
    const other = world.job({ inputs: [{ name: "in.csv", path: input }] });
    expect(wayOf(await sandbox.run(other, anything))).toEqual(startedNow);
    const patient = world.job();
    const tighter = { ...patient, limits: { ...patient.limits, memoryMb: 96 } };
    expect(wayOf(await sandbox.run(tighter, anything))).toEqual(startedNow);
    expect(wayOf(await sandbox.run(world.job(), anything))).toEqual(stoodReady);
    await standby.close();
  });

  test("is given feeds that were made for one run with its job", async () => {
    const sandbox = await proven(`if (!process.argv[2].endsWith("none")) { ${writesTables} }
      try { ${shows} } catch {}`);
    const standby = await sandbox.standBy(world.job(), { ...anything, slots: 1, untried: false });
    standby.expect({ onFeeds: 0, onOthers: 2 });
    await until(() => waiters().length === 1, "a sandbox to stand ready");
    const inputs = ["a", "b"].map((name) => {
      const path = join(world.base, `${name}, made for one run.csv`);
      writeFileSync(path, name);
      return { name: `${name}.csv`, path };
    });
    const [first, ...others] = inputs;
    expect(wayOf(await sandbox.run(world.job({ inputs }), anything))).toEqual([
      "ok",
      "it stood ready\na\n",
    ]);
    await until(() => waiters().length === 1, "the next one");
    expect(wayOf(await sandbox.run(world.job({ inputs: others }), anything))).toEqual([
      "ok",
      "it stood ready\nb\n",
    ]);
    expect(readFileSync(first?.path ?? "", "utf8")).toBe("a");
    await standby.close();
    expect(isEmpty()).toEqual(nothingLeft);
  });

  test("is thrown away when an input was replaced since", async () => {
    const sandbox = await proven(`if (!process.argv[2].endsWith("none")) { ${writesTables} }
      try { ${shows} } catch {}`);
    const input = join(world.base, "in.csv");
    writeFileSync(input, "old");
    const job = world.job({ inputs: [{ name: "in.csv", path: input }] });
    const standby = await readyFor(sandbox, job);
    writeFileSync(`${input}.new`, "new");
    renameSync(`${input}.new`, input);
    expect(wayOf(await sandbox.run(job, anything))).toEqual(["ok", "it was started now\nnew\n"]);
    await standby.close();
    expect(isEmpty()).toEqual(nothingLeft);
  });

  test("is thrown away after its program alone was ended", async () => {
    const sandbox = await proven();
    const standby = await readyFor(sandbox, world.job());
    const programs = waiters();
    for (const pid of programs) process.kill(pid, "SIGKILL");
    await until(() => !programs.some(isRunning), "the program to end");
    expect(wayOf(await sandbox.run(world.job(), anything))).toEqual(startedNow);
    await standby.close();
    expect(isEmpty()).toEqual(nothingLeft);
  });

  test.each(["SIGKILL", "SIGSTOP"] as const)("is thrown away after a %s", async (signal) => {
    const sandbox = await proven();
    const standby = await readyFor(sandbox, world.job());
    const everyone = processesWith(world.base);
    for (const pid of everyone)
      try {
        process.kill(pid, signal);
      } catch {
        // The end of another took it along.
      }
    const isOver = (pid: number) => isHalted(pid) || !isRunning(pid);
    await until(() => everyone.every(isOver), "the signal to be obeyed");
    const run = await sandbox.run(world.job(), anything);
    expect(wayOf(run)).toEqual(startedNow);
    await standby.close();
    expect(isEmpty()).toEqual(nothingLeft);
  });

  test("is ended by the kill switch", async () => {
    const sandbox = await proven();
    const stop = new AbortController();
    const standby = await readyFor(sandbox, world.job(), stop.signal);
    const everyone = waiters();
    stop.abort(new Error("stopped by the operator"));
    await until(() => !everyone.some(isRunning), "the sandbox to end");
    standby.expect(onFeeds(3));
    await standby.close();
    expect(isEmpty()).toEqual(nothingLeft);
  });

  test("is ended also while its walls are built, and no descriptor stays open", async () => {
    const sandbox = await proven();
    const before = readdirSync("/proc/self/fd").length;
    for (const pause of [0, 1, 5, 20, 60]) {
      const standby = await sandbox.standBy(world.job(), { ...anything, slots: 3, untried: false });
      standby.expect(onFeeds(3));
      await after(pause);
      await standby.close();
      expect(isEmpty()).toEqual(nothingLeft);
    }
    await until(() => readdirSync("/proc/self/fd").length <= before, "the descriptors to close");
  });

  test("knows the kill switch and the clock of its run", async () => {
    const sandbox = await proven(neverEnds);
    const stop = new AbortController();
    const standby = await readyFor(sandbox, world.job());
    const run = sandbox.run(world.job(), { ...anything, signal: stop.signal });
    const ended = expect(run).rejects.toThrow("stopped by the operator");
    await after(50);
    stop.abort(new Error("stopped by the operator"));
    await ended;
    await standby.close();
    expect(isEmpty()).toEqual(nothingLeft);
    const short = { ...world.job(), limits: { timeoutSeconds: 1, memoryMb: 128, outputMb: 4 } };
    const other = await readyFor(sandbox, short);
    expect((await sandbox.run(short, anything)).outcome).toBe("timeout");
    await other.close();
    expect(isEmpty()).toEqual(nothingLeft);
  });

  test("never follows a link that was put where its job will be", async () => {
    const sandbox = await proven();
    const standby = await readyFor(sandbox, world.job());
    const victim = join(world.base, "victim");
    writeFileSync(victim, "precious");
    for (const name of world.leftBehind())
      symlinkSync(victim, join(world.base, "temporary", name, "job", "genome.js"));
    expect(wayOf(await sandbox.run(world.job(), anything))).toEqual(startedNow);
    expect(readFileSync(victim, "utf8")).toBe("precious");
    await standby.close();
    expect(isEmpty()).toEqual(nothingLeft);
  });

  test("stands beside others without a mark of what they ran", async () => {
    const sandbox = await proven();
    const standby = await sandbox.standBy(world.job(), { ...anything, slots: 2, untried: false });
    standby.expect(onFeeds(4));
    await until(() => waiters().length === 2, "two to stand ready");
    const runs = await Promise.all(
      ["a", "b", "c", "d"].map((name) => {
        const outputFolder = join(world.base, name);
        mkdirSync(outputFolder);
        return sandbox.run(world.job({ outputFolder }), anything);
      }),
    );
    expect(runs.map(({ outcome }) => outcome)).toEqual(["ok", "ok", "ok", "ok"]);
    await standby.close();
    expect(isEmpty()).toEqual(nothingLeft);
  });

  test("serves the first run too, which shows that the backend works here", async () => {
    const sandbox = new Sandbox(world.runtime(waiting(writesTables)), [backend]);
    const standby = await sandbox.standBy(world.job(), { ...anything, slots: 1, untried: true });
    standby.expect(onFeeds(1));
    await standby.walled();
    await until(() => waiters().length === 1, "a sandbox to stand ready");
    const { outcome, facts } = await sandbox.run(world.job(), anything);
    expect([outcome, facts.stdout.trim()]).toEqual(["ok", "it stood ready"]);
    expect(sandbox.describe().isolation?.backend).toBe(backend.name);
    await standby.close();
    expect(isEmpty()).toEqual(nothingLeft);
  });
});

test("none stands ready before a run has shown which backend works here", async () => {
  const [{ backend } = { backend: undefined }] = everyBackend.slice(-1);
  if (!backend) throw new Error("there is a backend");
  const sandbox = new Sandbox(world.runtime(waiting(writesTables)), [backend]);
  const standby = await sandbox.standBy(world.job(), { ...anything, slots: 1, untried: false });
  standby.expect(onFeeds(1));
  expect(isEmpty()).toEqual(nothingLeft);
  await standby.close();
});

test("one that cannot stand keeps no run from what works here", async () => {
  const plain = everyBackend.at(-1)?.backend;
  if (!plain) throw new Error("there is a backend");
  const broken: typeof plain = {
    ...plain,
    name: "bwrap",
    launch: () => {
      throw new SetupFailed("not here");
    },
  };
  const sandbox = new Sandbox(world.runtime(waiting(writesTables)), [broken, plain]);
  const standby = await sandbox.standBy(world.job(), { ...anything, slots: 1, untried: true });
  standby.expect(onFeeds(1));
  await standby.walled();
  const { outcome, facts } = await sandbox.run(world.job(), anything);
  expect([outcome, facts.isolation.backend]).toEqual(["ok", plain.name]);
  await standby.close();
  expect(isEmpty()).toEqual(nothingLeft);
});
