import { afterEach, beforeEach, expect, test } from "vitest";
import { sha256 } from "../../src/domain/digest.ts";
import { cleanloopHere } from "../support/cli.ts";
import { needs, withoutNamespaces } from "../support/machine.ts";
import { TestProject } from "../support/project.ts";

let project: TestProject;
beforeEach(() => {
  project = new TestProject();
});
afterEach(() => project.dispose());

const sandbox = async (...args: string[]) => {
  const answer = await cleanloopHere(["sandbox", "--json", ...args], { cwd: project.root });
  return { ...answer, json: JSON.parse(answer.stdout) };
};

const events = (): Record<string, unknown>[] =>
  project
    .read(".output/trail.jsonl")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

const genome = (body: string, imports = ""): string =>
  `${imports}export const clean = async ({ inputs, emit }: any) => {\n${body}\n};\n`;

test("the genome in force is run, judged, published and recorded", async () => {
  const { exit, json } = await sandbox();
  expect(exit).toBe(0);
  expect(json).toMatchObject({
    outcome: "ok",
    exitCode: 0,
    signal: null,
    violation: false,
    truncated: false,
    evaluation: { score: 13, total: 14 },
    tables: [
      ".output/finance_master.csv",
      ".output/finance_mutation_success.csv",
      ".output/finance_mutation_failures.csv",
    ],
  });
  expect(project.read(".output/finance_master.csv").split("\n").length).toBe(32);
  expect(project.read(".output/finance_mutation_success.csv")).toBe(
    "date,entity,currency,value,category\n",
  );
  expect(events()).toMatchObject([
    { type: "sandbox", outcome: "ok", score: 13, origin: "starter" },
  ]);
});

test("a genome from elsewhere leaves its tables in its own run folder and counts as a model's", async () => {
  project.write(
    "other.ts",
    genome('emit("master", { date: "2024-01-01", entity: "A", value: 1 });'),
  );
  const { exit, json } = await sandbox("--genome", "other.ts");
  expect({ exit, origin: json.genome.origin }).toEqual({ exit: 0, origin: "model" });
  expect(json.tables[0]).toMatch(/^\.output\/runs\/[^/]+\/finance_master\.csv$/);
  expect(project.read(json.tables[0])).toContain("2024-01-01,A,,1,");
  expect(Object.keys(project.snapshot(".output"))).not.toContain(".output/finance_master.csv");
});

test("every text that was tried is kept under its digest", async () => {
  const text = genome("throw new Error('no');");
  project.write("genome/clean_data.ts", text);
  await sandbox();
  expect(project.read(`.output/genomes/${sha256(text)}.ts`)).toBe(text);
});

test("a text that the trail knows as a model's stays one when it is put in force", async () => {
  const text = genome("");
  project.write("other.ts", text);
  await sandbox("--genome", "other.ts");
  project.write("genome/clean_data.ts", text);
  expect((await sandbox()).json.genome.origin).toBe("model");
});

test("an endless genome is ended at the timeout, and says so", async () => {
  project.write("genome/clean_data.ts", genome("for (;;);"));
  const { exit, json } = await sandbox("--timeout", "1");
  expect(exit).toBe(1);
  expect(json).toMatchObject({ outcome: "timeout", evaluation: null, tables: [] });
  expect(events()).toMatchObject([{ type: "sandbox", outcome: "timeout" }]);
});

test("an error of the genome is shown with its place in the genome's own text", async () => {
  project.write(
    "genome/clean_data.ts",
    "interface Row {\n  a: string;\n}\nexport const clean = async () => {\n  const row: Row | null = null;\n  (row as unknown as Row).a.trim();\n};\n",
  );
  const { exit, json } = await sandbox();
  expect({ exit, outcome: json.outcome }).toEqual({ exit: 1, outcome: "crash" });
  expect(json.stderr).toMatch(/TypeError: .*\n.*clean_data\.ts:6:/);
});

test.each([
  [
    "a table that the arena lacks",
    'emit("mastr", {});',
    'emit("mastr"): no such table; this arena has master, repaired, failures',
  ],
  [
    "a column that the table lacks",
    'emit("master", { amount: 1 });',
    'emit("master"): no column "amount"; the table has date, entity, currency, value, category',
  ],
  ["a cell that is no value", 'emit("master", { value: {} });', 'column "value" is object'],
])("emitting to %s is a clear error", async (_title, body, says) => {
  project.write("genome/clean_data.ts", genome(body));
  const { json } = await sandbox();
  expect(json.outcome).toBe("crash");
  expect(json.stderr).toContain(says);
});

test("a genome has no process, no require, no fetch and no Buffer of the outer realm", async () => {
  const found = '["process", "require", "fetch", "Buffer"].filter((name) => name in globalThis)';
  project.write(
    "genome/clean_data.ts",
    genome(`emit("master", { entity: "found " + ${found}.length });`),
  );
  await sandbox();
  expect(project.read(".output/finance_master.csv")).toContain(",found 0,");
});

test("a genome cannot make code from strings, in its realm or through what it is handed", async () => {
  project.write(
    "genome/clean_data.ts",
    genome(`
      const tried = [];
      const ways = {
        eval: () => (0, eval)("1"),
        Function: () => new Function("return 1")(),
        emit: () => emit.constructor("return process")(),
        input: () => inputs[0].records.constructor("yield process")(),
        rows: () => inputs[0].rows().constructor.constructor("return process")(),
        text: () => inputs[0].text().constructor.constructor("return process")(),
      };
      for (const way of Object.values(ways)) {
        try { tried.push(String(way())); } catch (error) { tried.push(error.constructor === EvalError); }
      }
      emit("master", { entity: tried.join(" ") });`),
  );
  await sandbox();
  expect(project.read(".output/finance_master.csv")).toContain("true true true true true true");
});

test("a program's control characters never reach the terminal", async () => {
  project.write(
    "genome/clean_data.ts",
    genome('console.log("\\u001b[31mred\\u202egnp\\u0007"); throw "\\u001b]0;title\\u0007";'),
  );
  const answer = await cleanloopHere(["sandbox"], { cwd: project.root });
  expect(answer.stdout).toContain("\\u{1b}]0;title\\u{7}");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the very characters that must not come through
  expect(answer.stdout).not.toMatch(/[\u001b\u0007\u202e]/);
});

test("a genome that waits for what cannot happen is told as such", async () => {
  project.write("genome/clean_data.ts", genome("await new Promise(() => {});"));
  const { json } = await sandbox();
  expect(json.outcome).toBe("crash");
  expect(json.stderr).toContain("never finished");
});

/** Runs where not one more user namespace is to be had. */
const unprotected = (...args: string[]) =>
  cleanloopHere(["sandbox", "--json", ...args], {
    cwd: project.root,
    through: withoutNamespaces("user"),
  });

test("without namespaces a trusted genome runs on process, with one loud line", async (test) => {
  needs("namespaces")(test);
  const { exit, stdout, stderr } = await unprotected();
  expect({ exit, backend: JSON.parse(stdout).isolation.backend }).toEqual({
    exit: 0,
    backend: "process",
  });
  expect(stderr).toMatch(/^WARNING: no namespaces here, so the genome ran on process alone .*\n$/);
  expect(stderr).toContain("max_user_namespaces");
});

test("without namespaces --isolation strict refuses, says why and how to get them", async (test) => {
  needs("namespaces")(test);
  const { exit, stdout, stderr } = await unprotected("--isolation", "strict");
  expect({ exit, code: JSON.parse(stdout).error.code }).toEqual({
    exit: 5,
    code: "isolation-unavailable",
  });
  expect(stderr).toContain("hint: ");
});

test("without namespaces a model's text is refused unless the operator says otherwise", async (test) => {
  needs("namespaces")(test);
  project.write("other.ts", genome(""));
  expect((await unprotected("--genome", "other.ts")).exit).toBe(5);
  expect((await unprotected("--genome", "other.ts", "--isolation", "process")).exit).toBe(0);
});

test("a text from elsewhere that is the starter counts as the starter", async () => {
  const { json } = await sandbox("--genome", "genome/clean_data_starter.ts");
  expect(json.genome.origin).toBe("starter");
});

test("a clean that is a generator is told that its body never ran", async () => {
  project.write("genome/clean_data.ts", "export const clean = async function* () {};\n");
  const { json } = await sandbox();
  expect(json.outcome).toBe("crash");
  expect(json.stderr).toContain("clean is a generator");
});

test("the kit may be imported dynamically, also twice", async () => {
  project.write(
    "genome/clean_data.ts",
    genome(`
      const [first, again] = [await import("cleanloop/kit"), await import("cleanloop/kit")];
      emit("master", { entity: first.trim(" a "), value: again.parseAmount("USD 2"), category: String(first === again) });`),
  );
  await sandbox();
  expect(project.read(".output/finance_master.csv")).toContain(",a,,2,true");
});
