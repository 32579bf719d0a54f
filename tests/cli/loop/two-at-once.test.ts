import { statSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { noBetter, rung, watched } from "../../support/loop/candidates.ts";
import { standingOf } from "../../support/loop/evidence.ts";
import { Lab, looped } from "../../support/loop/lab.ts";
import { inThorough } from "../../support/soak.ts";

let lab: Lab;
beforeEach(() => {
  lab = new Lab().arena().settings({ tripwires: { scoreFloor: 0 } });
});
afterEach(() => lab.dispose());

const errorIn = (stdout: string) => JSON.parse(stdout).error;

test("whoever would change the project beside a loop is told who holds it and since when", async () => {
  lab.script.play(1, rung(1)).holdAt(1);
  const { child, answer } = lab.start("--max-iterations", "1");
  await lab.script.asked(1);
  const before = lab.events();
  for (const args of [
    ["loop"],
    ["review", "approve", "r1"],
    ...inThorough([["reset"], ["review", "reject", "r1", "--reason", "no"]]),
  ]) {
    const other = await lab.run(...args, "--json");
    expect(other.exit).toBe(2);
    const { code, message } = errorIn(other.stdout);
    expect(code).toBe("locked");
    expect(message).toContain(`process ${child.pid} `);
    expect(message).toMatch(/\(loop\) since \d{4}-\d\d-\d\dT/);
  }
  expect(lab.events()).toEqual(before);
  lab.script.letGo(1);
  expect(looped(await answer)).toMatchObject({ exit: 0, summary: { kept: 1 } });
});

test("whoever only looks may do so beside a loop", async () => {
  lab.script.play(1, rung(1), noBetter("none")).holdAt(2);
  const { answer, child } = lab.start("--max-iterations", "2");
  await lab.script.asked(2);
  for (const args of [["verify"], ["review", "list"]])
    expect((await lab.run(...args)).exit).toBe(0);
  expect((await lab.run("status")).stdout).toMatch(
    new RegExp(`^Running loop, process ${child.pid}, since \\d{4}-.*, in round 2$`, "m"),
  );
  lab.script.letGo(2);
  expect((await answer).exit).toBe(0);
  expect(await standingOf(lab)).toMatchObject({ faults: [], tables: "the genome's" });
});

test.each(["sandbox", ...inThorough(["evaluate"])])(
  "%s works while a loop runs, and leaves the published tables to the loop",
  async (command) => {
    lab.script.play(1, rung(1), noBetter("none")).holdAt(2);
    const { answer } = lab.start("--max-iterations", "2");
    await lab.script.asked(2);
    const published = () => statSync(lab.project.path(".output/finance_master.csv")).ctimeMs;
    const since = published();
    const other = await lab.run(command);
    expect(other).toMatchObject({ exit: 0, stdout: expect.stringContaining(".output/runs/") });
    expect(published()).toBe(since);
    lab.script.letGo(2);
    expect((await answer).exit).toBe(0);
  },
);

test("of two loops that start together one works and the other says why not", async () => {
  lab.script.play(1, rung(1), rung(2));
  const [one, other] = [lab.start("--max-iterations", "2"), lab.start("--max-iterations", "2")];
  const answers = [looped(await one.answer), looped(await other.answer)];
  const exits = answers.map(({ exit }) => exit).sort();
  expect([0, 0, 2]).toEqual(expect.arrayContaining(exits));
  expect(exits).toContain(0);
  const standing = await standingOf(lab);
  expect(standing).toMatchObject({ faults: [], genome: "as recorded" });
  expect(standing.rounds).toEqual(standing.rounds.map((_, at) => at + 1));
});

test("the lock of a process that is gone is taken over, and that is on record", async () => {
  lab.script.play(1, watched(1, "parks")).holdAt(1);
  const { child, answer } = lab.start();
  await lab.script.asked(1);
  child.kill("SIGKILL");
  await answer;
  lab.script.letGo(1);
  expect((await lab.run("reset")).exit).toBe(0);
  expect(lab.events("recovered")).toMatchObject([
    { what: "lock", holder: { pid: child.pid, command: "loop" } },
  ]);
  expect((await lab.loop()).exit).toBe(4);
  expect(lab.events("recovered").filter(({ what }) => what === "lock")).toHaveLength(1);
});
