import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { noBetter, rung } from "../../support/loop/candidates.ts";
import { Lab } from "../../support/loop/lab.ts";
import { needs } from "../../support/machine.ts";
import { commandLineOf, familyOf, isRunning, processesWith } from "../../support/processes.ts";
import { until } from "../../support/until.ts";

let lab: Lab;
beforeEach(() => {
  lab = new Lab().arena({ vetoes: [] }).settings({
    tripwires: { scoreFloor: 0 },
    proposer: { timeoutSeconds: 3600 },
  });
});
afterEach(() => lab.dispose());

/** A loop whose proposer thinks, and all processes of the sandboxes that stand ready meanwhile. */
const thinking = async (...args: readonly string[]) => {
  lab.script.play(1, rung(1), rung(2)).holdAt(1);
  const { child, answer } = lab.start(...args);
  await lab.script.asked(1);
  const sandboxes = (): number[] =>
    familyOf(child.pid ?? 0).filter((pid) => commandLineOf(pid).includes("runner.cjs"));
  const isNode = (pid: number): boolean => commandLineOf(pid).startsWith(process.execPath);
  await until(() => sandboxes().some(isNode), "a sandbox to stand ready");
  return { child, answer, sandboxes };
};

describe.each([
  ["in namespaces", ["namespaces"] as const, []],
  ["without namespaces", [] as const, ["--isolation", "process"]],
])("a sandbox that stands ready while a proposer thinks, %s", (_where, needed, args) => {
  beforeEach(needs(...needed));

  test("does not outlive a loop that is killed", async () => {
    const { child, answer, sandboxes } = await thinking(...args);
    const everyone = sandboxes();
    child.kill("SIGKILL");
    await answer;
    await until(() => !everyone.some(isRunning), "every sandbox to end");
  });

  test("is gone when a stopped loop has ended", async () => {
    const { child, answer, sandboxes } = await thinking(...args);
    const everyone = sandboxes();
    child.kill("SIGTERM");
    expect((await answer).exit).toBe(130);
    expect(everyone.filter(isRunning)).toEqual([]);
  });

  test("is gone when the loop is at its end", async () => {
    lab.script.play(1, noBetter("changes nothing"), rung(1));
    const { summary } = await lab.loop("--max-iterations", "2", ...args);
    expect(summary).toMatchObject({ stopReason: "max-iterations", rounds: 2, kept: 1 });
    expect(processesWith(lab.root)).toEqual([]);
  });
});
