import { existsSync, readdirSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Ports } from "../../../../src/domain/ports/ports.ts";
import { openWorkspace } from "../../../../src/wiring.ts";
import type { Running } from "../../../support/cli.ts";
import { type Behaviour, drips, hangs, repairs, status } from "../../../support/endpoint.ts";
import { loopInProcess } from "../../../support/loop/in-process.ts";
import { expectCounted, ModelLab, perfect } from "../../../support/model-lab.ts";
import { inThorough } from "../../../support/soak.ts";
import { until } from "../../../support/until.ts";

let lab: ModelLab;
beforeEach(async () => {
  lab = await ModelLab.open();
  lab.settings({ timeoutSeconds: 3_600, retries: 20 });
});
afterEach(() => lab.dispose());

type End = (running: Running) => unknown;
const stop: End = () => lab.run(["stop"]);
const interrupt: End = ({ child }) => child.kill("SIGINT");
const rerank = ["--rerank", "--candidates", "3"];
const anHourLater = status(429, "slow down", { "retry-after": "3600" });

/** All of these would keep a loop busy for longer than any test may take. */
type Case = [string, string, Behaviour, string[], End, string, number];
const cases: Case[] = [
  ...inThorough<Case>([["cleanloop stop", "hangs", hangs, [], stop, "stopped", 3]]),
  ["cleanloop stop", "hangs for each of several candidates", hangs, rerank, stop, "stopped", 3],
  ...inThorough<Case>([["SIGINT", "hangs", hangs, [], interrupt, "interrupted", 130]]),
  ...inThorough<Case>([
    ["SIGINT", "answers drop by drop", drips(), rerank, interrupt, "interrupted", 130],
  ]),
  ["SIGINT", "wants to be asked much later", anHourLater, [], interrupt, "interrupted", 130],
];

describe("while an endpoint keeps the loop waiting", () => {
  test.each(cases)(
    "%s ends it at once when it %s",
    async (_way, _how, behaviour, flags, end, stopReason, exit) => {
      const wanted = flags.length === 0 ? 1 : 3;
      const begun = new Promise<void>((done) =>
        lab.endpoint.follows((_, at) => {
          if (at === wanted - 1) done();
          return behaviour;
        }),
      );
      const { running, end: ended } = lab.start(...flags);
      await Promise.race([begun, ended]);
      await end(running);
      const looped = await ended;
      expect(looped.exit).toBe(exit);
      expect(looped.summary).toMatchObject({ type: "summary", stopReason, rounds: 1, kept: 0 });
      expect(lab.rounds).toMatchObject([{ decision: "void", reason: { code: stopReason } }]);
      expect(lab.rounds[0]?.unanswered).toHaveLength(wanted);
      expectCounted(looped, lab.rounds);
      expect(lab.genome).toBe(lab.starter);
      await lab.expectWhole();
    },
  );

  test("the next loop goes on as if nothing had been", async () => {
    lab.endpoint.follows((_, at) => {
      if (at === 0) setTimeout(() => lab.run(["stop"]), 0);
      return hangs;
    });
    expect((await lab.loop()).summary).toMatchObject({ stopReason: "stopped" });
    await lab.run(["stop", "--clear"]);
    lab.endpoint.follows([repairs(perfect)]);
    expect((await lab.loop()).summary).toMatchObject({ stopReason: "perfect", rounds: 1 });
    await lab.expectWhole();
  });

  test("the end of the time budget ends it as well, and what was asked is on record", async () => {
    lab.settings({}, { budgets: { minutes: 600 } });
    let endTime = (): void => {};
    lab.endpoint.follows([() => endTime()]);
    const root = lab.project.root;
    const workspace = openWorkspace({ root, env: lab.endpoint.env, cwd: root });
    const after: Ports["after"] = (_, call) => {
      endTime = call;
      return () => {};
    };
    const result = await loopInProcess(workspace, { ports: { after } });
    expect(result).toMatchObject({ stopReason: "tripwire", tripwire: "budget-time" });
    expect(lab.rounds).toMatchObject([{ decision: "void", reason: { code: "budget" } }]);
    expect(lab.rounds[0]?.unanswered).toHaveLength(1);
    expectCounted({ summary: result }, lab.rounds);
    await lab.expectWhole();
  });
});

test("an answer that came before the end is paid for, though nothing became of it", async () => {
  lab.endpoint.follows([repairs("export const clean = async () => {\n  for (;;);\n};\n")]);
  const { running, end } = lab.start();
  const genomes = lab.project.path(".output/genomes");
  const kept = () => readdirSync(genomes).filter((name) => name.endsWith(".ts"));
  const tried = () => existsSync(genomes) && kept().length > 1;
  await until(() => tried() || running.child.exitCode !== null, "the candidate to be tried");
  running.child.kill("SIGINT");
  const looped = await end;
  expect(looped).toMatchObject({ exit: 130, summary: { stopReason: "interrupted" } });
  expect(lab.rounds[0]?.unanswered).toMatchObject([
    { detail: "the round was ended before its candidate was judged" },
  ]);
  expect(looped.summary.tokens).toBeGreaterThan(0);
  expectCounted(looped, lab.rounds);
  await lab.expectWhole();
});
