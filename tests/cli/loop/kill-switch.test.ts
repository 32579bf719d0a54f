import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../../../src/domain/digest.ts";
import type { Running } from "../../support/cli.ts";
import { hanging, noBetter, rung } from "../../support/loop/candidates.ts";
import { standingOf } from "../../support/loop/evidence.ts";
import { Lab, looped } from "../../support/loop/lab.ts";
import { commandLineOf, familyOf, isRunning, processesLike } from "../../support/processes.ts";
import { inSoak, inThorough } from "../../support/soak.ts";
import { until } from "../../support/until.ts";

/** What hangs would hang for so long that whatever ends was ended, and not waited for. */
const hour = 3600;

let lab: Lab;
beforeEach(() => {
  lab = new Lab()
    .arena({ vetoes: [], limits: { timeoutSeconds: hour, memoryMb: 512, outputMb: 64 } })
    .settings({ tripwires: { scoreFloor: 0 }, proposer: { timeoutSeconds: hour } });
});
afterEach(() => lab.dispose());

/** Nobody else on this machine sleeps for so long. */
const nap = `sleep ${hour}.${process.pid}`;

const inSandbox = async (): Promise<Running> => {
  lab.script.play(1, hanging("hangs"));
  const running = lab.start();
  await runs(hanging("hangs"), running);
  return running;
};

const hangs: [string, () => Promise<Running>][] = [
  ["a candidate hangs in the sandbox", inSandbox],
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

/** The processes that have this project, its script or its notification on their command line. */
const ours = (): number[] =>
  processesLike((line) =>
    [lab.root, lab.script.folder, nap].some((mark) => line.replaceAll("\0", " ").includes(mark)),
  );

/** In its walls at last: those that build them have its program on their command line as well. */
const isCandidate = (pid: number): boolean =>
  commandLineOf(pid).startsWith(process.execPath) && commandLineOf(pid).includes("runner.cjs");

/** A candidate's text is kept before its run begins. */
const runs = async (candidate: string, { child }: Running): Promise<void> => {
  const kept = lab.project.path(`.output/genomes/${sha256(candidate)}.ts`);
  await until(() => existsSync(kept), "the candidate to be kept");
  await until(() => familyOf(child.pid ?? 0).some(isCandidate), "the candidate to run");
};

type Way = [string, (running: Running) => unknown, string, number];
const ways: Way[] = [
  ["cleanloop stop", () => lab.run("stop"), "stopped", 3],
  ["SIGTERM", ({ child }) => child.kill("SIGTERM"), "interrupted", 130],
];
const moreWays: Way[] = [
  [
    "a touched STOP file",
    () => execFileSync("touch", [lab.project.path(".output/STOP")]),
    "stopped",
    3,
  ],
  ["SIGINT", ({ child }) => child.kill("SIGINT"), "interrupted", 130],
];

describe.each(hangs)("while %s", (_hang, begin) => {
  const asked = begin === inSandbox ? ways : ways.slice(0, 1);
  test.each([...asked, ...inThorough(ways.slice(asked.length)), ...inSoak(moreWays)])(
    "%s ends the loop at once, whole and on record",
    async (_way, end, stopReason, exit) => {
      const running = await begin();
      await end(running);
      const answer = looped(await running.answer);
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
  const family = familyOf(running.child.pid ?? 0);
  running.child.kill("SIGKILL");
  await running.answer;
  await until(() => !family.some(isRunning), "its processes to end");
  await until(() => ours().length === 0, "what was being set up to end");
});
