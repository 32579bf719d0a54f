import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cleanloopHere } from "../support/cli.ts";
import { TestProject } from "../support/project.ts";

const perfectGenome = readFileSync(
  resolve(import.meta.dirname, "../fixtures/genomes/perfect-finance.ts"),
);

let project: TestProject;
beforeEach(() => {
  project = new TestProject();
});
afterEach(() => project.dispose());

const evaluate = async (...args: string[]) => {
  const answer = await cleanloopHere(["evaluate", "--json", ...args], { cwd: project.root });
  return { ...answer, json: JSON.parse(answer.stdout) };
};

test("the starter passes 13 of 14 checks, with work left to do, and the same twice", async () => {
  const { exit, json, stderr } = await evaluate();
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
  expect(json).toMatchObject({ score: 13, total: 14, outcome: "ok" });
  expect(json.fitness).toBeGreaterThan(0.3);
  expect(json.fitness).toBeLessThan(0.7);
  const failed = json.checks.filter(({ passed }: { passed: boolean }) => !passed);
  expect(failed).toEqual([
    {
      name: "matches_reference_output",
      passed: false,
      detail: "30 of 76 reference rows matched, 46 missing, 0 unexpected",
    },
  ]);
  expect(json.metrics.recall).toBeLessThan(0.45);
  expect((await evaluate()).json).toEqual(json);
});

test("the starter's gold explains itself", async () => {
  expect((await evaluate()).json.contradictions).toEqual({ checked: true, findings: [] });
});

test("a perfect genome scores 14 of 14 with fitness 1, held-out rows included", async () => {
  project.write("genome/clean_data.ts", perfectGenome);
  const { exit, json } = await evaluate("--fail-under", "1");
  expect(exit).toBe(0);
  expect(json).toMatchObject({ score: 14, total: 14, fitness: 1, holdoutFitness: 1 });
  expect(json.metrics).toMatchObject({ missingRows: 0, unexpectedRows: 0, rowF1: 1 });
});

test("--fail-under is held against the lower of fitness and held-out fitness", async () => {
  const { json } = await evaluate();
  const lower = Math.min(json.fitness, json.holdoutFitness);
  expect((await evaluate("--fail-under", lower.toFixed(2))).exit).toBe(
    lower >= Number(lower.toFixed(2)) ? 0 : 1,
  );
  expect((await evaluate("--fail-under", String(lower + 0.01).slice(0, 6))).exit).toBe(1);
  expect(json.holdoutFitness).toBeLessThan(json.fitness);
});

test("an existing master table is judged by the master's checks alone", async () => {
  await evaluate();
  const { exit, json } = await evaluate(".output/finance_master.csv");
  expect(exit).toBe(0);
  expect(json).toMatchObject({ score: 7, total: 8, outcome: null });
  expect(json.metrics.matchedRows).toBe(30);
});

test("the gold itself is a perfect master table", async () => {
  const { json } = await evaluate("data/gold/expected.csv");
  expect(json).toMatchObject({ score: 8, total: 8, fitness: 1, holdoutFitness: 1 });
});

test.each(["nowhere.csv", "data"])("judging %s, which is no file, is a mistake", async (file) => {
  const { exit, json } = await evaluate(file);
  expect({ exit, code: json.error.code }).toEqual({ exit: 2, code: "file-missing" });
  expect(json.error.message).toContain(project.path(file));
});

test("--audit shows that the judge notices every damage and nothing else", async () => {
  const { exit, json } = await evaluate("--audit");
  expect(exit).toBe(0);
  const noticed = json.findings.filter(
    ({ expected }: { expected: string }) => expected === "noticed",
  );
  expect(noticed.length).toBeGreaterThanOrEqual(12);
  expect(json.findings.every(({ ok }: { ok: boolean }) => ok)).toBe(true);
});

test("--rows shows visible rows side by side, those that differ least first", async () => {
  const starter = project.read("genome/clean_data_starter.ts");
  const upper = starter.replace("entity: trim(", "entity: upperCase(");
  project.write("genome/clean_data.ts", upper);
  const { json } = await evaluate("--rows", "--limit", "3");
  expect(json.rows.pairs).toHaveLength(3);
  const [pair] = json.rows.pairs;
  expect(pair.differs).toEqual(["entity"]);
  expect(pair.got.entity).toBe(pair.wanted.entity.toUpperCase());
  const { stdout } = await cleanloopHere(["evaluate", "--rows", "--limit", "1"], {
    cwd: project.root,
  });
  expect(stdout).toContain("1 of 5 cells differs");
  expect(stdout).toMatch(new RegExp(`≠ +entity +"${pair.wanted.entity}" +"${pair.got.entity}"`));
});

test("gold that no output can match is told, with the way out", async () => {
  const lines = project.read("data/gold/expected.csv").split("\n");
  const at = lines.findIndex((line, number) => number > 0 && !line.includes('"'));
  lines[at] = lines[at]?.replace(/^([^,]*),[^,]*,/, "$1,Nan,") ?? "";
  project.write("data/gold/expected.csv", lines.join("\n"));
  const { json } = await evaluate();
  expect(json.goldFaults).toMatchObject([{ check: "no_nan_entity", cell: "Nan", rows: 1 }]);
  const { stderr } = await cleanloopHere(["loop", "--proposer", "command:true"], {
    cwd: project.root,
  });
  expect(stderr).toContain('entity is "Nan"');
});

test("evaluate writes no line into the trail", async () => {
  await evaluate();
  expect(Object.keys(project.snapshot(".output")).sort()).toEqual([
    ".output/finance_master.csv",
    ".output/finance_mutation_failures.csv",
    ".output/finance_mutation_success.csv",
  ]);
});
