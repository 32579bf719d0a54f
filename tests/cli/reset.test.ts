import { afterEach, beforeEach, expect, test } from "vitest";
import { sha256 } from "../../src/domain/digest.ts";
import { cleanloopHere } from "../support/cli.ts";
import { TestProject } from "../support/project.ts";

let project: TestProject;
beforeEach(() => {
  project = new TestProject();
});
afterEach(() => project.dispose());

const reset = async (...args: string[]) => {
  const answer = await cleanloopHere(["reset", "--json", ...args], { cwd: project.root });
  return { ...answer, json: JSON.parse(answer.stdout) };
};
const edited = "export const clean = () => {};\n";

test("the starter is back, the genome until now is kept, and the trail says so", async () => {
  project.write("genome/clean_data.ts", edited);
  project.write(".output/finance_master.csv", "date\n");
  const { exit, json } = await reset();
  const savedAs = `.output/genomes/${sha256(edited)}.ts`;
  expect({ exit, json }).toEqual({
    exit: 0,
    json: {
      dryRun: false,
      changed: true,
      restored: ["genome/clean_data.ts"],
      to: {
        sha: sha256(project.read("genome/clean_data_starter.ts")),
        origin: "starter",
        round: null,
        path: "genome/clean_data_starter.ts",
      },
      savedAs,
      preserved: [".output/finance_master.csv"],
    },
  });
  expect(project.read("genome/clean_data.ts")).toBe(project.read("genome/clean_data_starter.ts"));
  expect(project.read(savedAs)).toBe(edited);
  expect(JSON.parse(project.read(".output/trail.jsonl"))).toMatchObject({
    type: "reset",
    from: sha256(edited),
    to: sha256(project.read("genome/clean_data_starter.ts")),
  });
});

test("--dry-run says what would happen and changes nothing at all", async () => {
  project.write("genome/clean_data.ts", edited);
  const before = project.snapshot();
  const { exit, json } = await reset("--dry-run");
  expect(exit).toBe(0);
  expect(json).toMatchObject({ dryRun: true, changed: true, restored: ["genome/clean_data.ts"] });
  expect(project.snapshot()).toEqual(before);
});

test("a missing genome is restored", async () => {
  project.delete("genome/clean_data.ts");
  const { exit, json } = await reset();
  expect({ exit, savedAs: json.savedAs }).toEqual({ exit: 0, savedAs: null });
  expect(project.read("genome/clean_data.ts")).toBe(project.read("genome/clean_data_starter.ts"));
});

test("a genome that is no text is kept to the byte", async () => {
  const bytes = Buffer.from([0xff, 0x00, 0x0a, 0x80]);
  project.write("genome/clean_data.ts", bytes);
  const { json } = await reset();
  expect(project.snapshot(".output")[json.savedAs]).toBe(bytes.toString("base64"));
});

test("without a starter nothing is touched", async () => {
  project.write("genome/clean_data.ts", edited);
  project.delete("genome/clean_data_starter.ts");
  const before = project.snapshot();
  const { exit, stderr } = await reset();
  expect(exit).toBe(2);
  expect(stderr).toContain("clean_data_starter.ts");
  expect(project.snapshot()).toEqual(before);
});

test("two resets in a row leave every event and the same genome", async () => {
  await reset();
  await reset();
  const lines = project.read(".output/trail.jsonl").trimEnd().split("\n");
  expect(lines.length).toBe(2);
  expect(project.read("genome/clean_data.ts")).toBe(project.read("genome/clean_data_starter.ts"));
});

test("while another process holds the project, reset says who and changes nothing", async () => {
  project.write("genome/clean_data.ts", edited);
  const { takeLock } = await import("../../src/adapters/lock.ts");
  const lock = await takeLock(project.path(".output/lock"), {
    command: "loop",
    now: () => new Date(),
    waitMs: 0,
  });
  const { exit, stderr } = await reset();
  lock.release();
  expect(exit).toBe(2);
  expect(stderr).toMatch(new RegExp(`held by process ${process.pid} .*\\(loop\\)`));
  expect(project.read("genome/clean_data.ts")).toBe(edited);
});

test("a lock left by a dead process is taken over, and the trail says so", async () => {
  const { spawnSync } = await import("node:child_process");
  const { pid } = spawnSync("true");
  const { takeLock } = await import("../../src/adapters/lock.ts");
  await takeLock(project.path(".output/lock"), {
    command: "loop",
    now: () => new Date(),
    waitMs: 0,
  });
  const left = JSON.parse(project.read(".output/lock"));
  project.write(".output/lock", JSON.stringify({ ...left, pid }));
  const { exit } = await reset();
  expect(exit).toBe(0);
  const [first = ""] = project.read(".output/trail.jsonl").split("\n");
  expect(JSON.parse(first)).toMatchObject({ type: "recovered", what: "lock", holder: { pid } });
});
