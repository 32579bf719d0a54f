import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cleanloopHere } from "../../support/cli.ts";
import { History } from "../../support/history.ts";
import { Script } from "../../support/loop/script.ts";
import { TestProject } from "../../support/project.ts";

let project: TestProject;
beforeEach(() => {
  project = new TestProject();
});
afterEach(() => project.dispose());

const loop = (...args: string[]) => cleanloopHere(["loop", "--root", project.root, ...args]);

const eventsOnTrail = () =>
  project
    .read(".output/trail.jsonl")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("a loop whose reader goes", () => {
  /** The proposer waits in the second round, so that there is a loop to leave. */
  const leave = async (stream: "stdout" | "stderr", ...more: readonly string[]) => {
    const script = new Script().holdAt(2);
    for (let round = 1; round <= 6; round++) script.answer(round, "nothing");
    const cli = resolve(import.meta.dirname, "../../../dist/cli.cjs");
    const args = [cli, "loop", "--root", project.root, "--max-iterations", "6", ...more];
    const child = spawn(process.execPath, [...args, "--proposer", script.proposer]);
    let said = "";
    child[stream].once("data", (data) => {
      said = String(data);
      child[stream].destroy();
    });
    child[stream].once("close", () => script.letGo(2));
    for (const other of [child.stdout, child.stderr]) other.resume();
    const [exit] = await once(child, "exit");
    script.dispose();
    return { exit, said, last: eventsOnTrail().at(-1) };
  };

  it("ends as if it had been interrupted, and leaves nothing half-done", async () => {
    const { exit, last } = await leave("stdout");
    expect(exit).toBe(130);
    expect(last).toMatchObject({ type: "run.finished", stopReason: "interrupted" });
    expect(existsSync(project.path(".output/lock"))).toBe(false);
  });

  it("goes on when only the reader of its notes has gone", async () => {
    const { exit, said, last } = await leave("stderr", "--candidates", "4");
    expect(said).toContain("--candidates says how many with --rerank");
    expect(exit).toBe(0);
    expect(last).toMatchObject({ type: "run.finished", stopReason: "max-iterations", rounds: 6 });
  });
});

it("says so in the summary when every change needs a person's word, also while one waits", async () => {
  const history = new History(project);
  await history.start();
  const parent = project.read("genome/clean_data_starter.ts");
  await history.round("pending", { text: `${parent}// a change\n`, parent });
  const script = new Script();
  const { exit, stdout } = await loop("--force-review", "--json", "--proposer", script.proposer);
  script.dispose();
  expect(exit).toBe(4);
  const summary = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
  expect(summary).toMatchObject({ stopReason: "awaiting-review", forceReview: true });
});

it("leaves the genome alone when it cannot even read the gold", async () => {
  project.write("genome/clean_data.ts", "export const clean = async () => {};\n");
  const before = project.snapshot("genome");
  project.write("data/gold/expected.csv", "not,the,columns\n1,2,3\n");
  const { exit, stdout } = await loop("--fresh", "--json");
  expect([exit, JSON.parse(stdout).error.code]).toEqual([2, "bad-gold"]);
  expect(project.snapshot("genome")).toEqual(before);
  expect(existsSync(project.path(".output/trail.jsonl"))).toBe(false);
});

it("tells a refusal in one line, as it tells everything with --json", async () => {
  project.write(".output/STOP", "");
  const { exit, stdout } = await loop("--json");
  expect(exit).toBe(2);
  expect(stdout.trimEnd().split("\n")).toHaveLength(1);
});

it("refuses a time budget that no timer can keep", async () => {
  project.write("cleanloop.json", JSON.stringify({ budgets: { minutes: 100_000 } }));
  const { exit, stderr } = await loop();
  expect(exit).toBe(2);
  expect(stderr).toContain("budgets.minutes");
});

it("says that a number of candidates means nothing without --rerank", async () => {
  project.write(".output/STOP", "");
  const { stderr } = await loop("--candidates", "4");
  expect(stderr).toContain("--candidates says how many with --rerank");
});
