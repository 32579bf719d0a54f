import { afterEach, beforeEach, expect, test } from "vitest";
import { sha256 } from "../../../src/domain/digest.ts";
import { rung } from "../../support/loop/candidates.ts";
import { standingOf } from "../../support/loop/evidence.ts";
import { Lab } from "../../support/loop/lab.ts";
import { Terminal } from "../../support/loop/terminal.ts";
import { needs } from "../../support/machine.ts";
import { thoroughTest } from "../../support/soak.ts";

let lab: Lab;
let starter: string;
let terminal: Terminal;
beforeEach((test) => {
  lab = new Lab().arena().settings({ tripwires: { scoreFloor: 0 } });
  starter = lab.genome;
  lab.script.play(1, rung(1), rung(2));
  needs("a terminal")(test);
  const args = ["loop", "--proposer", lab.script.proposer, "--max-iterations", "2"];
  terminal = new Terminal(args, lab.root);
});
afterEach(() => {
  terminal?.close(); // there is none where the test was skipped
  lab.dispose();
});

const asks = () => terminal.sees("quit (q): ");

test("a person who approves sees the loop go on from the new genome", async () => {
  await asks();
  expect(lab.genome).toBe(starter);
  terminal.type("a\n");
  await asks();
  expect(lab.genome).toBe(rung(1));
  terminal.type("approve\n");
  await terminal.sees("max-iterations");
  expect(await terminal.ended()).toBe(0);
  expect(lab.events("review.decided")).toMatchObject([
    { review: "r1", decision: "approved", by: "human", sha: sha256(rung(1)) },
    { review: "r2", decision: "approved", by: "human", sha: sha256(rung(2)) },
  ]);
  expect(await standingOf(lab)).toMatchObject({ faults: [], tables: "the genome's" });
});

test("the diff and the rows are shown as often as they are asked for", async () => {
  await asks();
  terminal.type("d\n");
  await terminal.sees("+// rung 1");
  await asks();
  terminal.type("rows\n");
  await terminal.sees("new or changed");
  await asks();
  terminal.type("what?\n");
  await asks();
  terminal.type("q\n");
  expect(await terminal.ended()).toBe(4);
  expect(lab.genome).toBe(starter);
});

test("a refusal asks for its reason, goes on record, and the loop goes on", async () => {
  await asks();
  terminal.type("r\n");
  await terminal.sees("why? ");
  terminal.type("\n");
  await asks();
  terminal.type("reject\n");
  await terminal.sees("why? ");
  terminal.type("learns by heart\n");
  await asks();
  terminal.type("q\n");
  expect(await terminal.ended()).toBe(4);
  expect(lab.events("review.decided")).toMatchObject([
    { review: "r1", decision: "rejected", reason: "learns by heart" },
  ]);
  expect(lab.genome).toBe(starter);
});

thoroughTest("whoever quits finds the candidate where it was", async () => {
  await asks();
  terminal.type("q\n");
  await terminal.sees("cleanloop review approve r1");
  expect(await terminal.ended()).toBe(4);
  expect((await lab.run("review", "approve", "r1")).exit).toBe(0);
  expect(lab.genome).toBe(rung(1));
});

test("Ctrl-C at the question ends the loop, and the candidate still waits", async () => {
  await asks();
  terminal.type("\x03");
  expect(await terminal.ended()).toBe(130);
  expect(lab.last("run.finished")).toMatchObject({ stopReason: "interrupted" });
  expect(lab.genome).toBe(starter);
  expect((await lab.run("review", "list")).stdout).toContain("r1");
});

thoroughTest("Ctrl-D at the question quits", async () => {
  await asks();
  terminal.type("\x04");
  expect(await terminal.ended()).toBe(4);
  expect(lab.genome).toBe(starter);
});

thoroughTest("the kill switch ends a loop that waits for an answer", async () => {
  await asks();
  await lab.run("stop");
  expect(await terminal.ended()).toBe(3);
  expect(lab.last("run.finished")).toMatchObject({ stopReason: "stopped" });
});

test("what was changed while the person thought is not covered by the approval", async () => {
  await asks();
  lab.project.write("data/gold/expected.csv", `${lab.project.read("data/gold/expected.csv")}\n`);
  terminal.type("a\n");
  const exit = await terminal.ended();
  expect(lab.genome).toBe(starter);
  expect({ exit, decided: lab.events("review.decided") }).toEqual({ exit: 3, decided: [] });
  expect(lab.last("tripwire")).toMatchObject({ name: "integrity" });
});
