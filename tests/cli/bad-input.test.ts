import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Answer, cleanloopHere } from "../support/cli.ts";
import { TestProject } from "../support/project.ts";
import { everyOther } from "../support/soak.ts";

let project: TestProject;
beforeEach(() => {
  project = new TestProject();
});
afterEach(() => project.dispose());

const run = (...args: string[]): Promise<Answer> => cleanloopHere(args, { cwd: project.root });

/** One line that says it, one that helps, the exit code; no stack, nothing on stdout. */
const expectMistake = ({ exit, stdout, stderr }: Answer, says: string | RegExp): void => {
  const [error = "", hint = "", ...more] = stderr.trimEnd().split("\n");
  expect(error).toMatch(/^error: /);
  if (typeof says === "string") expect(error).toContain(says);
  else expect(error).toMatch(says);
  expect(hint).toMatch(/^ {2}hint: ./);
  expect({ exit, stdout, more }).toEqual({ exit: 2, stdout: "", more: [] });
};

const arenaWith = (change: (arena: Record<string, unknown>) => void): string => {
  const arena = JSON.parse(project.read("data/arena.json"));
  change(arena);
  return JSON.stringify(arena);
};

describe("a project", () => {
  test("that is not there is told with the folder looked in", async () => {
    const empty = mkdtempSync(join(tmpdir(), "cleanloop-empty-"));
    expectMistake(
      await cleanloopHere(["evaluate"], { cwd: empty }),
      `no CleanLoop project in ${empty}`,
    );
    rmSync(empty, { recursive: true });
  });

  test("named by --root that is none is told with what it lacks", async () => {
    expectMistake(await run("status", "--root", "data"), "it has no genome");
  });

  test("named by CLEANLOOP_ROOT that does not exist is told as such", async () => {
    const answer = await cleanloopHere(["status"], { env: { CLEANLOOP_ROOT: "/nowhere/at/all" } });
    expectMistake(answer, "/nowhere/at/all (from CLEANLOOP_ROOT)");
  });
});

const columnWith = (column: object): string =>
  arenaWith((arena) =>
    Object.assign(arena, { tables: { master: { file: "m.csv", columns: { a: column } } } }),
  );

describe("arena.json", () => {
  test.each<[string, () => string, string | RegExp]>(
    everyOther([
      ["that is not JSON", () => "{ name: 1", /arena\.json is not JSON/],
      ["that is empty", () => "", /arena\.json is not JSON/],
      [
        "with an unknown key gets the nearest known one",
        () => arenaWith((arena) => Object.assign(arena, { holdOut: 0.3 })),
        'unknown key "holdOut"; did you mean "holdout"?',
      ],
      [
        "with an unknown key deep down gets the nearest known one",
        () => arenaWith((arena) => Object.assign(arena, { limits: { timoutSeconds: 3 } })),
        'unknown key "limits.timoutSeconds"; did you mean "timeoutSeconds"?',
      ],
      [
        "with a value of the wrong type",
        () => arenaWith((arena) => Object.assign(arena, { holdout: "a fifth" })),
        /holdout: .*expected number.* \(it is "a fifth"\)/i,
      ],
      [
        "with an unknown column type",
        () =>
          arenaWith((arena) =>
            Object.assign(arena, {
              tables: { master: { file: "m.csv", columns: { a: "money" } } },
            }),
          ),
        /tables\.master\.columns\.a/,
      ],
      [
        "whose required column is not declared",
        () =>
          arenaWith((arena) =>
            Object.assign(arena, {
              tables: { master: { file: "m.csv", columns: { a: "text" }, required: ["b"] } },
            }),
          ),
        'tables.master.required names "b"',
      ],
      [
        "with partial gold but no key",
        () => arenaWith((arena) => Object.assign(arena, { gold: { partial: true } })),
        "gold.key must name the columns",
      ],
      [
        "with an unknown rule of a column gets the nearest known one",
        () => columnWith({ type: "number", tolerence: 0.01 }),
        'unknown key "tables.master.columns.a.tolerence"; did you mean "tolerance"?',
      ],
      [
        "with a rule's value of the wrong type",
        () => columnWith({ type: "number", tolerance: "0.01" }),
        /tables\.master\.columns\.a\.tolerance: .*expected number.* \(it is "0\.01"\)/i,
      ],
      [
        "with a rule that is not for such a column",
        () => columnWith({ type: "text", tolerance: 0.01 }),
        "tables.master.columns.a.tolerance is for a number column (it is a text)",
      ],
      [
        "with a pattern that is none",
        () => columnWith({ type: "text", pattern: "([" }),
        'tables.master.columns.a.pattern "([" is not a regular expression',
      ],
      [
        "with a pattern that looks ahead",
        () => columnWith({ type: "text", pattern: "(?=a)b" }),
        "looks ahead or behind, which is not supported",
      ],
      [
        "with bounds that leave nothing",
        () => columnWith({ type: "date", min: "2026-02-01", max: "2026-01-01" }),
        "tables.master.columns.a.min is 2026-02-01, which is more than its max 2026-01-01",
      ],
      [
        "with a day that is none among the allowed ones",
        () => columnWith({ type: "date", oneOf: ["January"] }),
        'tables.master.columns.a.oneOf: "January" is not a day in quotes, as 2026-01-31',
      ],
      [
        "with a key that is not one of the columns",
        () => arenaWith((arena) => Object.assign(arena, { gold: { key: ["order"] } })),
        'gold.key names "order", which tables.master.columns does not declare',
      ],
      [
        "whose table is written outside the output folder",
        () =>
          arenaWith((arena) =>
            Object.assign(arena, {
              tables: { master: { file: "../m.csv", columns: { a: "text" } } },
            }),
          ),
        "plain file name",
      ],
    ]),
  )("%s", async (_title, text, says) => {
    project.write("data/arena.json", text());
    expectMistake(await run("evaluate"), says);
  });

  test("that is missing is told with its path", async () => {
    project.delete("data/arena.json");
    expectMistake(await run("sandbox"), project.path("data/arena.json"));
  });

  test("that is a folder cannot be read", async () => {
    project.delete("data/arena.json");
    project.write("data/arena.json/x", "");
    expectMistake(await run("evaluate"), "it is a folder");
  });
});

describe("gold", () => {
  const arena = {
    name: "orders",
    tables: { master: { file: "m.csv", columns: { id: "text", placed: "date", total: "number" } } },
    gold: { key: ["id"] },
  };
  const bare = "id,placed,total\n";

  beforeEach(() => {
    for (const name of ["data/input", "data/gold"]) project.delete(name);
    project.write("data/arena.json", JSON.stringify(arena));
    project.write("data/input/orders.csv", `${bare}1,2026-01-02,7\n2,2026-01-03,8\n`);
  });

  test.each<[string, string, string]>(
    everyOther([
      [
        "with a number that is none is told with line, column and cell",
        `${bare}1,2026-01-02,7\n2,2026-01-03,"1,200"\n`,
        'expected.csv line 3: "total" is "1,200", not a plain number like 1234.5',
      ],
      [
        "with a day that is not an ISO day",
        `${bare}1,02/01/2026,7\n`,
        'expected.csv line 2: "placed" is "02/01/2026", not a day like 2026-01-31',
      ],
      [
        "with a key that it has twice",
        `${bare}1,2026-01-02,7\n2,2026-01-03,8\n1,2026-01-04,9\n`,
        'expected.csv line 4: "id" is "1", as in line 2 already, and may be there only once',
      ],
    ]),
  )("%s", async (_title, gold, says) => {
    project.write("data/gold/expected.csv", gold);
    expectMistake(await run("evaluate"), says);
    expectMistake(await run("loop", "--reviewer", "judge"), says);
  });

  test("that breaks a rule of its own column", async () => {
    const ruled = structuredClone(arena);
    Object.assign(ruled.tables.master.columns, { id: { type: "text", pattern: "[A-Z]+-\\d+" } });
    project.write("data/arena.json", JSON.stringify(ruled));
    project.write("data/gold/expected.csv", `${bare}1,2026-01-02,7\n`);
    expectMistake(
      await run("evaluate"),
      'line 2: "id" is "1", which does not match the pattern [A-Z]+-\\d+',
    );
  });

  test("that knows few of the feeds' keys asks whether it is partial", async () => {
    const rows = Array.from({ length: 30 }, (_, id) => `${id},2026-01-02,7\n`);
    project.write("data/input/orders.csv", bare + rows.join(""));
    project.write("data/gold/expected.csv", bare + rows.slice(0, 9).join(""));
    expectMistake(
      await run("loop", "--reviewer", "judge"),
      "the gold knows 9 values of its key id, and the feeds have 30 in their column id",
    );
    project.write(
      "data/arena.json",
      JSON.stringify({ ...arena, gold: { ...arena.gold, partial: true } }),
    );
    expect((await run("evaluate")).exit).toBeLessThan(2);
  });
});

test("a named pipe in a file's place is told, and holds nobody", async () => {
  for (const name of ["genome/clean_data.ts", "data/arena.json", "cleanloop.json"]) {
    const fresh = new TestProject();
    rmSync(fresh.path(name), { force: true });
    execFileSync("mkfifo", [fresh.path(name)]);
    const answer = await cleanloopHere(["sandbox"], { cwd: fresh.root });
    expectMistake(answer, `${fresh.path(name)}: it is not a plain file`);
    fresh.dispose();
  }
});

test("a stdout that is full is told in one line", async () => {
  const through = ["sh", "-c", 'exec "$@" > /dev/full', "sh"];
  const { exit, stderr } = await cleanloopHere(["evaluate", "--json"], {
    cwd: project.root,
    through,
  });
  expect({ exit, stderr: stderr.split("\n")[0] }).toEqual({
    exit: 2,
    stderr: "error: cannot write the answer to stdout: ENOSPC",
  });
});

test("a column may be called constructor, and none __proto__", async () => {
  const tables = (column: string) =>
    `{"name":"odd","tables":{"master":{"file":"m.csv","columns":{"id":"text","${column}":"text"}}}}`;
  project.write("data/arena.json", tables("constructor"));
  project.write("data/gold/expected.csv", "id,constructor\nX,\n");
  project.write(
    "genome/clean_data.ts",
    'export const clean = ({ emit }: any) => emit("master", { id: "X" });\n',
  );
  const { exit, stdout } = await run("evaluate", "--json");
  expect({ exit, fitness: JSON.parse(stdout).fitness }).toEqual({ exit: 0, fitness: 1 });
  project.write("data/arena.json", tables("__proto__"));
  expectMistake(await run("evaluate"), 'nothing can be called "__proto__"');
});

test("an unknown key in cleanloop.json gets the nearest known one", async () => {
  project.write("cleanloop.json", '{ "isolaton": "strict" }');
  expectMistake(await run("evaluate"), 'unknown key "isolaton"; did you mean "isolation"?');
});

describe("the gold", () => {
  test.each<[string, string | Uint8Array, string]>([
    ["that is empty", "", "is empty"],
    ["that has a header only", "date,entity,currency,value,category\n", "no row"],
    [
      "that lacks a declared column",
      "date,entity,currency,value\n2024-01-01,A,EUR,1\n",
      '"category"',
    ],
    ["with a ragged row", "date,entity,currency,value,category\n2024-01-01,A\n", "2 cells"],
    [
      "with a quote that never closes",
      'date,entity,currency,value,category\n"2024,A,E,1,c\n',
      "quote",
    ],
    [
      "that is not UTF-8",
      Buffer.from("date,entity,currency,value,category\n1,Z\xfcrich,E,1,c\n", "latin1"),
      "is not UTF-8",
    ],
  ])("%s", async (_title, content, says) => {
    project.write("data/gold/expected.csv", content);
    expectMistake(await run("evaluate"), says);
  });

  test("that is missing is told with its path", async () => {
    project.delete("data/gold/expected.csv");
    expectMistake(await run("evaluate"), project.path("data/gold/expected.csv"));
  });
});

describe("inputs", () => {
  test.each<[string, string | Uint8Array, string]>([
    ["with NUL bytes", "a,b\n1,\u00002\n", "holds NUL bytes"],
    ["with a field of 100 MB", `a,b\n1,${"x".repeat(100_000_000)}\n`, "(line 2)"],
  ])("%s stop before anything runs", async (_title, content, says) => {
    project.write("data/input/zzz.csv", content);
    const before = project.snapshot(".output");
    const answer = await run("evaluate");
    expectMistake(answer, says);
    expect(answer.stderr).toContain(project.path("data/input/zzz.csv"));
    expect(project.snapshot(".output")).toEqual(before);
  });

  test.each([
    ["notes.txt", "its name tells no format"],
    ["orders.xls", "its name tells no format"],
  ])(
    "%s among the feeds is not passed over in silence, unless it is ignored",
    async (name, says) => {
      project.write(`data/input/${name}`, "what is this\n");
      expectMistake(await run("evaluate"), says);
      const arena = JSON.parse(project.read("data/arena.json"));
      project.write("data/arena.json", JSON.stringify({ ...arena, ignore: ["*.txt", "*.xls"] }));
      expect((await run("evaluate", "--quiet")).exit).toBe(0);
    },
  );

  test("that can be read in two ways stop with both named, until the arena says which", async () => {
    project.write("data/input/zzz.csv", "invoice_id;a,b;c\n1;2,3;4\n5;6,7;8\n");
    const answer = await run("evaluate");
    expectMistake(answer, /two ways: delimiter ";" \(3 columns.*\) or "," \(2 columns/);
    expect(answer.stderr).toContain('"feeds": { "zzz.csv": { "delimiter": ";" } }');
    const arena = JSON.parse(project.read("data/arena.json"));
    const feeds = { "zzz.csv": { delimiter: ";" } };
    project.write("data/arena.json", JSON.stringify({ ...arena, feeds }));
    expect((await run("evaluate", "--quiet")).exit).toBe(0);
  });

  test("that are not there at all", async () => {
    project.delete("data/input");
    expectMistake(await run("sandbox"), "holds no feed");
  });

  test("are read leniently: empty, a header only, BOM and CRLF, ragged and blank rows, an open quote", async () => {
    for (const [at, content] of [
      "",
      "invoice_id,customer,amount\n",
      "\ufeffinvoice_id,customer\r\nX-1,Nobody\r\n",
      "invoice_id,customer,amount\nX-1\n\nX-2,a,b,c,d\n",
      'invoice_id,customer\nX-1,"Nobody\nX-2,Anybody\n',
    ].entries())
      project.write(`data/input/zzz-${at}.csv`, content);
    const { exit, stderr, stdout } = await run("evaluate", "--json");
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ outcome: "ok", score: 13 });
  });
});

describe("a genome", () => {
  test("that is missing is a mistake, and the hint says how to get one", async () => {
    project.delete("genome/clean_data.ts");
    const answer = await run("evaluate");
    expectMistake(answer, project.path("genome/clean_data.ts"));
    expect(answer.stderr).toContain("cleanloop reset");
  });

  test("given with --genome that is missing is told with its path", async () => {
    expectMistake(await run("sandbox", "--genome", "nowhere.ts"), project.path("nowhere.ts"));
  });

  test.each<[string, string, string]>(
    everyOther([
      ["empty", "", "does not export clean"],
      ["no program", "export const clean = {", "syntax error"],
      [
        "an importer of files",
        'import "node:fs";\nexport const clean = () => {};',
        '"node:fs" cannot be imported',
      ],
      ["without clean", "export const tidy = () => {};", "does not export clean"],
    ]),
  )("that is %s never runs, scores 0 and exits 1", async (_title, text, says) => {
    project.write("genome/clean_data.ts", text);
    const shown = await run("sandbox");
    expect(shown.exit).toBe(1);
    expect(shown.stdout).toContain(says);
    const { exit, stdout } = await run("evaluate", "--json");
    const { score, fitness, outcome, checks } = JSON.parse(stdout);
    expect({ exit, score, fitness, outcome }).toEqual({
      exit: 1,
      score: 0,
      fitness: 0,
      outcome: "rejected",
    });
    expect(checks[0]).toMatchObject({ passed: false, detail: "not run: rejected" });
  });

  test("with a syntax error is shown with the line and a mark below the place", async () => {
    project.write("genome/clean_data.ts", "export const clean = () => {\n  let x = ;\n};\n");
    const { stdout } = await run("sandbox");
    expect(stdout).toContain("line 2, column 11");
    expect(stdout).toMatch(/2 \| {3}let x = ;\n {16}\^/);
  });
});

describe("flags", () => {
  test.each<[string[], string]>(
    everyOther([
      [["sandbox", "--timeout", "soon"], '--timeout "soon"'],
      [["sandbox", "--timeout", "0"], '--timeout "0"'],
      [["sandbox", "--timeout", "-3"], '--timeout "-3"'],
      [["sandbox", "--memory", "1.5"], '--memory "1.5"'],
      [["sandbox", "--isolation", "maybe"], "auto, strict, process"],
      [["evaluate", "--fail-under", "2"], '--fail-under "2"'],
      [["evaluate", "--audit", "--fail-under", "1"], "--audit"],
    ]),
  )("%j is a mistake that names the value", async (args, says) => {
    expectMistake(await run(...args), says);
  });

  test.each([
    [["sandbx"], "unknown command 'sandbx'"],
    [["sandbox", "--tiemout", "3"], "unknown option '--tiemout'"],
    [["status", "extra"], "too many arguments"],
    [["sandbox", "--timeout"], "argument missing"],
  ])("%j is a usage error with exit 2", async (args, says) => {
    const { exit, stdout, stderr } = await run(...args);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    expect(stderr).toContain(says);
  });

  test("with --json a mistake is one JSON document on stdout", async () => {
    project.delete("data/input");
    const { exit, stdout } = await run("evaluate", "--json");
    expect(exit).toBe(2);
    expect(JSON.parse(stdout).error).toMatchObject({ code: "no-inputs" });
  });
});
