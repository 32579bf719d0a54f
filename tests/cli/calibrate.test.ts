import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Answer, cleanloop, cleanloopHere } from "../support/cli.ts";
import { TestProject } from "../support/project.ts";
import { thoroughTest } from "../support/soak.ts";
import { until } from "../support/until.ts";

let project: TestProject;
beforeEach(() => {
  project = new TestProject();
});
afterEach(() => project.dispose());

const calibrate = (...args: string[]): Promise<Answer> =>
  cleanloopHere(["calibrate", ...args], { cwd: project.root });
const asked = async (...args: string[]) => {
  const answer = await calibrate("--json", ...args);
  return { ...answer, json: JSON.parse(answer.stdout) };
};
const trail = () =>
  project
    .read(".output/trail.jsonl")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

interface Proposed {
  readonly setting: string;
  readonly from: number | null;
  readonly to: number;
  readonly reason: string;
}
const bySetting = (proposals: readonly Proposed[]): Record<string, Proposed> =>
  Object.fromEntries(proposals.map((one) => [one.setting, one]));

const needs = (...statements: string[]): string =>
  [
    'import type { Genome } from "cleanloop/kit";',
    "export const clean: Genome = async () => {",
    ...statements,
    "};",
    "",
  ].join("\n");

test("starter, noise and run times are measured, and settings proposed with reasons", async () => {
  const { exit, stderr, json } = await asked();
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
  expect(json.measured.starterFitness).toBeCloseTo(0.591, 3);
  expect(json.measured.noiseFitness).toBeLessThan(json.measured.starterFitness);
  const proposals = bySetting(json.proposals);
  expect(Object.keys(proposals)).toEqual([
    "tripwires.scoreFloor",
    "limits.timeoutSeconds",
    "limits.memoryMb",
    "limits.outputMb",
  ]);
  const floor = proposals["tripwires.scoreFloor"];
  expect(floor?.from).toBeNull();
  expect(floor?.to).toBeGreaterThan(json.measured.noiseFitness);
  expect(floor?.to).toBeLessThan(json.measured.starterFitness);
  for (const { reason } of json.proposals) expect(reason).toMatch(/\d/);
});

test("without --write nothing is written, not even an event", async () => {
  const before = project.snapshot();
  // Its run's folders are gone when its process is, and not before.
  const { exit, stdout } = await cleanloop(["calibrate"], { cwd: project.root });
  expect(exit).toBe(0);
  expect(stdout).toContain("tripwires.scoreFloor   not set → 0.");
  expect(stdout).toContain("Nothing was written; cleanloop calibrate --write stores this");
  expect(project.snapshot()).toEqual(before);
});

test("--write stores what was proposed, on record before it is in the file", async () => {
  const { exit, json } = await asked("--write");
  expect({ exit, written: json.written }).toEqual({
    exit: 0,
    written: project.path("cleanloop.json"),
  });
  const [event, ...more] = trail();
  expect(more).toEqual([]);
  expect(event).toMatchObject({
    type: "calibrated",
    measured: {
      starterFitness: json.measured.starterFitness,
      noiseFitness: json.measured.noiseFitness,
    },
    written: json.proposals,
  });
  const settings = JSON.parse(project.read("cleanloop.json"));
  const proposals = bySetting(json.proposals);
  expect(settings).toEqual({
    tripwires: { scoreFloor: proposals["tripwires.scoreFloor"]?.to },
    limits: {
      timeoutSeconds: proposals["limits.timeoutSeconds"]?.to,
      memoryMb: proposals["limits.memoryMb"]?.to,
      outputMb: proposals["limits.outputMb"]?.to,
    },
  });
  const status = JSON.parse(
    (await cleanloopHere(["status", "--json"], { cwd: project.root })).stdout,
  );
  expect(status.settings["tripwires.scoreFloor"]).toEqual({
    value: settings.tripwires.scoreFloor,
    source: "cleanloop.json",
  });
  expect((await cleanloopHere(["evaluate"], { cwd: project.root })).exit).toBe(0);
});

test("everything else in the file stays as its author wrote it", async () => {
  project.write(
    "cleanloop.json",
    '{\n\t"notify":  { "command": "tee  log" },\n\t"limits": { "timeoutSeconds": 40.0, "memorised": 2 }\n}\n',
  );
  const { json } = await asked("--write");
  const to = (setting: string) => bySetting(json.proposals)[setting]?.to;
  expect(project.read("cleanloop.json")).toBe(
    [
      "{",
      '\t"notify":  { "command": "tee  log" },',
      `\t"limits": { "timeoutSeconds": ${to("limits.timeoutSeconds")}, "memorised": 2, "memoryMb": ${to("limits.memoryMb")}, "outputMb": ${to("limits.outputMb")} },`,
      '\t"tripwires": {',
      `\t\t"scoreFloor": ${to("tripwires.scoreFloor")}`,
      "\t}",
      "}",
      "",
    ].join("\n"),
  );
});

thoroughTest("a second --write stores only what is not so already", async () => {
  await asked("--write");
  const { exit, json } = await asked("--write");
  expect(exit).toBe(0);
  const { "tripwires.scoreFloor": floor } = bySetting(json.proposals);
  expect(floor?.from).toBe(floor?.to);
  expect(trail().at(-1)).toMatchObject({
    type: "calibrated",
    written: json.proposals.filter(({ from, to }: Proposed) => from !== to),
  });
});

test.each([
  ["does not parse", '{ "limits": ', /cleanloop\.json is not JSON/],
  ["says what no setting is", '{ "limit": {} }', /unknown key "limit"; did you mean "limits"\?/],
])("a settings file that %s is told in one line and not touched", async (_title, text, says) => {
  project.write("cleanloop.json", text);
  const before = project.snapshot();
  const { exit, stdout, stderr } = await calibrate("--write");
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
  expect(stderr).toMatch(says);
  expect(stderr.trimEnd().split("\n")).toHaveLength(2);
  expect(project.snapshot()).toEqual(before);
});

test("the genome in force counts: a slow one gets a longer timeout", async () => {
  project.write(
    "genome/clean_data.ts",
    needs("const end = Date.now() + 1500;", "while (Date.now() < end);"),
  );
  const { json } = await asked();
  const { to, reason } = bySetting(json.proposals)["limits.timeoutSeconds"] ?? {};
  expect(to).toBeGreaterThanOrEqual(15);
  expect(reason).toMatch(/^10 × the most that a run took \(\d+\.\d\d s, genome in force\)/);
});

thoroughTest("a limit that the genome in force hits is raised, and none is lowered", async () => {
  project.write("cleanloop.json", '{ "limits": { "timeoutSeconds": 1 } }');
  project.write("genome/clean_data.ts", needs("for (;;);"));
  const { exit, json } = await asked();
  expect(exit).toBe(0);
  expect(bySetting(json.proposals)).toMatchObject({
    "limits.timeoutSeconds": {
      from: 1,
      reason: expect.stringContaining("ended with timeout"),
    },
    "limits.memoryMb": { from: 512, to: 512 },
    "limits.outputMb": { from: 64, to: 64 },
  });
});

thoroughTest(
  "a starter that cannot run leaves the floor alone, and says how it ended",
  async () => {
    project.write("genome/clean_data_starter.ts", needs('throw new Error("no");'));
    const { exit, stdout } = await calibrate();
    expect(exit).toBe(0);
    expect(stdout).toMatch(/starter +crash/);
    expect(stdout).not.toContain("scoreFloor");
  },
);

test("on a ground that changed since the last run nothing is stored", async () => {
  await cleanloopHere(["loop", "--proposer", "command:true", "--max-iterations", "1"], {
    cwd: project.root,
  });
  project.write(
    "data/gold/expected.csv",
    `${project.read("data/gold/expected.csv")}2031-01-01,A,USD,1,paid\n`,
  );
  const events = trail().length;
  const { exit, stderr } = await calibrate("--write");
  expect({ exit, stderr }).toEqual({
    exit: 2,
    stderr: expect.stringContaining("changed since the last recorded run: gold"),
  });
  expect(trail()).toHaveLength(events);
});

test("while another command changes the project, --write says who does", async () => {
  project.write("patient.sh", "exec sleep 3600\n");
  const looping = spawn(
    process.execPath,
    [
      "dist/cli.cjs",
      "loop",
      "--root",
      project.root,
      "--proposer",
      `command:sh ${project.path("patient.sh")}`,
    ],
    { stdio: "ignore" },
  );
  const ended = new Promise((settle) => looping.on("close", settle));
  try {
    await until(() => existsSync(project.path(".output/trail.jsonl")), "the loop to begin");
    const { exit, stderr } = await calibrate("--write");
    expect({ exit, stderr }).toEqual({
      exit: 2,
      stderr: expect.stringMatching(/is held by process \d+ .*\(loop\) since/),
    });
    expect((await calibrate()).exit).toBe(0);
  } finally {
    looping.kill("SIGTERM");
    await ended;
  }
});
