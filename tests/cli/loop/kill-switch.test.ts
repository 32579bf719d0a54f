import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../../../src/domain/digest.ts";
import type { Running } from "../../support/cli.ts";
import { hanging, noBetter, rung } from "../../support/loop/candidates.ts";
import { standingOf } from "../../support/loop/evidence.ts";
import { Lab, looped } from "../../support/loop/lab.ts";
import { until } from "../../support/until.ts";

let lab: Lab;
beforeEach(() => {
  lab = new Lab()
    .arena({ vetoes: [], limits: { timeoutSeconds: 60, memoryMb: 512, outputMb: 64 } })
    .settings({ tripwires: { scoreFloor: 0 }, proposer: { timeoutSeconds: 60 } });
});
afterEach(() => lab.dispose());

/** What hangs would hang for a minute, so anything near this was ended and not waited for. */
const promptMs = 8_000;

/** Nobody else on this machine sleeps for so long. */
const nap = `sleep 60.${process.pid}`;

const hangs: [string, () => Promise<Running>][] = [
  [
    "a candidate hangs in the sandbox",
    async () => {
      lab.script.play(1, hanging("hangs"));
      const running = lab.start();
      await runs(hanging("hangs"), running);
      return running;
    },
  ],
  [
    "a command proposer hangs",
    async () => {
      lab.script.play(1, rung(1)).holdAt(1);
      const running = lab.start();
      await lab.script.asked(1);
      return running;
    },
  ],
  [
    "a notification hangs",
    async () => {
      const told = lab.project.path("told");
      lab.settings({
        notify: { command: `touch ${told}; ${nap}; true`, timeoutSeconds: 60 },
        tripwires: { scoreFloor: 0 },
      });
      lab.script.play(1, rung(1), rung(2));
      const running = lab.start();
      await until(() => existsSync(told), "the notification");
      return running;
    },
  ],
];

const processes = (): number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

const about = (pid: number, file: "cmdline" | "status"): string => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return ""; // it ended just now
  }
};

/** Empty for one that has ended and waits only to be reaped. */
const commandLine = (pid: number): string => about(pid, "cmdline").replaceAll("\0", " ");

/** The processes that have this project, its script or its notification on their command line. */
const ours = (): string[] =>
  processes()
    .map(commandLine)
    .filter((line) => [lab.root, lab.script.folder, nap].some((mark) => line.includes(mark)));

const startedBy = (root: number | undefined): number[] => {
  const parents = new Map(
    processes().map((pid) => [pid, Number(/^PPid:\s+(\d+)/m.exec(about(pid, "status"))?.[1])]),
  );
  const descends = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === root || descends(parents.get(pid)));
  return [...parents.keys()].filter((pid) => pid !== root && descends(pid));
};

/** In its walls at last: those that build them have its program on their command line as well. */
const isCandidate = (pid: number): boolean =>
  commandLine(pid).startsWith(process.execPath) && commandLine(pid).includes("runner.cjs");

/** A candidate's text is kept before its run begins. */
const runs = async (candidate: string, { child }: Running): Promise<void> => {
  const kept = lab.project.path(`.output/genomes/${sha256(candidate)}.ts`);
  await until(() => existsSync(kept), "the candidate to be kept");
  await until(() => startedBy(child.pid).some(isCandidate), "the candidate to run");
};

const ways: [string, (running: Running) => unknown, string, number][] = [
  ["cleanloop stop", () => lab.run("stop"), "stopped", 3],
  [
    "a touched STOP file",
    () => execFileSync("touch", [lab.project.path(".output/STOP")]),
    "stopped",
    3,
  ],
  ["SIGINT", ({ child }) => child.kill("SIGINT"), "interrupted", 130],
  ["SIGTERM", ({ child }) => child.kill("SIGTERM"), "interrupted", 130],
];

describe.each(hangs)("while %s", (_hang, begin) => {
  test.each(ways)(
    "%s ends the loop at once, whole and on record",
    async (_way, end, stopReason, exit) => {
      const running = await begin();
      const start = performance.now();
      await end(running);
      const answer = looped(await running.answer);
      expect(performance.now() - start).toBeLessThan(promptMs);
      expect(answer).toMatchObject({ exit, summary: { stopReason, tripwire: null } });
      expect(lab.last("run.finished")).toMatchObject({ stopReason });
      expect(await standingOf(lab)).toMatchObject({ faults: [], genome: "as recorded" });
      expect(ours()).toEqual([]);
    },
  );
});

test("between two rounds: the loop ends before the next", async () => {
  lab.script.play(1, noBetter("one"), noBetter("two"), noBetter("three")).holdAt(2);
  const { answer } = lab.start();
  await lab.script.asked(2);
  await lab.run("stop");
  const { exit, summary } = looped(await answer);
  expect({ exit, stopReason: summary.stopReason }).toEqual({ exit: 3, stopReason: "stopped" });
  expect(lab.events("round").map(({ decision }) => decision)).toEqual(["reverted", "void"]);
  expect(lab.last("round")).toMatchObject({ reason: { code: "stopped" } });
});

test("while STOP stands no loop starts; cleared, the next one goes on", async () => {
  lab.script.play(1, rung(1));
  expect((await lab.run("stop")).exit).toBe(0);
  const refused = await lab.loop();
  expect(refused).toMatchObject({ exit: 2, summary: { error: { code: "stop-stands" } } });
  expect(refused.stderr).toContain("cleanloop stop --clear");
  expect(lab.events()).toEqual([]);
  expect((await lab.run("stop", "--clear")).exit).toBe(0);
  expect(await lab.loop("--max-iterations", "1")).toMatchObject({ exit: 0, summary: { kept: 1 } });
});

test("a second SIGINT ends the command at once, and the next loop picks up", async () => {
  lab.script.play(1, rung(1)).holdAt(1);
  const { child, answer } = lab.start();
  await lab.script.asked(1);
  child.kill("SIGINT");
  child.kill("SIGINT");
  expect((await answer).exit).toBe(130);
  lab.script.letGo(1);
  expect(await lab.loop("--max-iterations", "1")).toMatchObject({ exit: 0 });
  expect(await standingOf(lab)).toMatchObject({ faults: [], genome: "as recorded" });
});

test("a loop that is killed outright leaves no candidate running", async () => {
  lab.script.play(1, hanging("hangs"));
  const running = lab.start();
  await runs(hanging("hangs"), running);
  const started = startedBy(running.child.pid);
  running.child.kill("SIGKILL");
  await running.answer;
  await until(() => started.every((pid) => commandLine(pid) === ""), "its processes to end");
  expect(ours()).toEqual([]);
});
