import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Answer, cleanloopHere, launch } from "../support/cli.ts";
import { financeStarter } from "../support/finance.ts";
import { TestProject } from "../support/project.ts";
import { times } from "../support/soak.ts";

let project: TestProject;
beforeEach(() => {
  project = new TestProject();
});
afterEach(() => project.dispose());

const run = (...args: string[]): Promise<Answer> =>
  cleanloopHere(["run", ...args], { cwd: project.root });

const header = "invoice_id,customer,amount,currency,issued,due,status";
const rows = (from: number, to: number): string =>
  Array.from(
    { length: to - from },
    (_, at) =>
      `INV-${from + at},Buyer ${from + at},${from + at}.50,EUR,2026-03-04,2026-04-04,paid\n`,
  ).join("");
const feed = (name: string, from: number, to: number): string => {
  project.write(`new/${name}`, `${header}\n${rows(from, to)}`);
  return `new/${name}`;
};

/** Feeds of the finance project differ in their columns; these tests are about something else. */
const publish = (...args: string[]): Promise<Answer> =>
  run(...args, "--out", "clean", "--columns", "warn");

const manifest = (folder = "clean") => JSON.parse(project.read(`${folder}/run.json`));
const master = (folder = "clean"): string => project.read(`${folder}/finance_master.csv`);

/** What every reader counts on: the tables are those that the manifest tells of. */
const expectWhole = (folder = "clean"): void => {
  for (const { file, sha } of manifest(folder).tables)
    expect(
      createHash("sha256")
        .update(project.read(`${folder}/${file}`))
        .digest("hex"),
    ).toBe(sha);
};

describe("cleanloop run", () => {
  test("publishes the tables of new files, and says what they were made of", async () => {
    const { exit, stdout } = await publish("--input", feed("april.csv", 1, 31));
    expect(exit).toBe(0);
    expect(stdout).toContain("30 rows in: 30 in master, 0 in failures, none unaccounted for");
    expect(master().split("\n")[1]).toBe("2026-03-04,Buyer 1,EUR,1.5,paid");
    const { genome, inputs, tables, checks } = manifest();
    expect(genome.sha).toBe(createHash("sha256").update(financeStarter()).digest("hex"));
    expect(inputs).toMatchObject([{ name: "april.csv", rows: 30, refused: 0 }]);
    expect(tables).toMatchObject([{ file: "finance_master.csv", rows: 30 }, {}, {}]);
    expect(checks.map(({ name }: { name: string }) => name)).not.toContain(
      "matches_reference_output",
    );
    expectWhole();
  });

  test("lets the last good version stand when a check fails, and keeps the rows that fail it", async () => {
    await publish("--input", feed("april.csv", 1, 3));
    const before = master();
    project.write(
      "genome/clean_data.ts",
      `export const clean = async ({ emit }) => { for (let i = 0; i < 300; i++) emit("master", { date: "soon", entity: "=x", value: 1 }); };`,
    );
    const { exit, stdout } = await publish("--input", feed("may.csv", 3, 5));
    expect(exit).toBe(1);
    expect(stdout).toContain("Not published: date_is_parseable");
    expect(master()).toBe(before);
    expect(project.read("clean.failed/date_is_parseable.csv").split("\n").length).toBe(102);
    expect(JSON.parse((await publish("--input", "new/may.csv", "--json")).stdout)).toMatchObject({
      status: "refused",
      stands: true,
      rows: { in: 2, master: 300, unaccounted: -298 },
    });
  });

  test("tells a workflow's page and a build server why nothing was published", async () => {
    project.write(
      "genome/clean_data.ts",
      `export const clean = async ({ emit }) => emit("master", { date: "soon", entity: "a|b", value: 1 });`,
    );
    const { exit } = await cleanloopHere(
      [
        ...["run", "--input", feed("april.csv", 1, 3), "--out", "clean"],
        ...["--columns", "warn", "--junit", "junit.xml"],
      ],
      { cwd: project.root, env: { GITHUB_STEP_SUMMARY: project.path("summary.md") } },
    );
    expect(exit).toBe(1);
    expect(project.read("summary.md")).toMatch(/^- ✗ date\\_is\\_parseable: .*soon/m);
    expect(project.read("junit.xml")).toMatch(
      /<testcase [^>]*name="date_is_parseable">\s*<failure message="[^"]*soon/,
    );
  });

  test.each([
    ["hangs", 1, "for (;;) {}", "timeout"],
    ["throws", 600, 'throw new Error("no")', "crash"],
    [
      "writes without end",
      600,
      'for (;;) emit("master", { entity: "x".repeat(9999) });',
      "output_flood",
    ],
  ])("publishes nothing of a genome that %s", async (_, timeoutSeconds, code, outcome) => {
    project.write("cleanloop.json", JSON.stringify({ limits: { timeoutSeconds, outputMb: 1 } }));
    project.write("genome/clean_data.ts", `export const clean = async ({ emit }) => { ${code} };`);
    const { exit, stdout } = await publish("--input", feed("april.csv", 1, 3));
    expect(exit).toBe(1);
    expect(stdout).toMatch(new RegExp(`genome_ran +${outcome}`));
    expect(readdirSync(project.root)).not.toContain("clean");
  });

  test("stops at more failures than allowed", async () => {
    project.write("new/april.csv", `${header}\n${rows(1, 10)}INV-11,,1,EUR,soon,,paid\n`);
    expect((await publish("--input", "new/april.csv", "--max-failed", "9%")).exit).toBe(1);
    const { exit, stdout } = await publish("--input", "new/april.csv", "--max-failed", "10%");
    expect(exit).toBe(0);
    expect(stdout).toContain("1 rows in failures; at most 10 % of 10 rows (1)");
  });

  test("tells of columns that the arena does not know", async () => {
    project.write("new/april.csv", `${header.replace("status", "state")}\n${rows(1, 4)}`);
    const strict = await run("--input", "new/april.csv", "--out", "clean");
    expect(strict.exit).toBe(1);
    expect(strict.stdout).toContain('lacks "status"');
    expect(strict.stdout).toContain('has new "state"');
    const { stderr } = await publish("--input", "new/april.csv");
    expect(stderr).toContain("WARNING: april.csv, held against");
  });

  test("with --since-last adds new files only, and the same bytes come out as of all at once", async () => {
    const [april, may] = [feed("april.csv", 1, 9), feed("may.csv", 9, 20)];
    await publish("--input", april);
    const added = await publish("--input", april, may, "--since-last");
    expect(added.stdout).toContain("19 rows in");
    expect((await publish("--input", april, may, "--since-last")).stdout).toContain("Nothing new");
    await run("--input", april, may, "--out", "all", "--columns", "warn");
    expect(master()).toBe(master("all"));
    expectWhole();
    feed("april.csv", 50, 52);
    const other = await publish("--input", "new/april.csv", "--since-last");
    expect(other.exit).toBe(2);
    expect(other.stderr).toContain("a file that was cleaned before has changed, and may.csv");
    expect((await publish("--input", april, may, "--since-last")).stdout).toContain("13 rows in");
  });

  test("runs an earlier genome by its digest", async () => {
    await cleanloopHere(["sandbox"], { cwd: project.root });
    const sha = createHash("sha256").update(financeStarter()).digest("hex");
    project.write("genome/clean_data.ts", "export const clean = async () => {};");
    await publish("--input", feed("april.csv", 1, 3), "--genome", sha.slice(0, 10));
    expect(manifest()).toMatchObject({ genome: { sha, origin: "starter" }, rows: { master: 2 } });
  });

  test("reads a table from stdin and writes one to stdout", async () => {
    feed("april.csv", 1, 4);
    const { stdout, exit } = await cleanloopHere(["run", "--input", "-", "--columns", "warn"], {
      cwd: project.root,
      through: ["sh", "-c", 'exec "$0" "$@" < new/april.csv'],
    });
    expect({ exit, lines: stdout.split("\n").length }).toEqual({ exit: 0, lines: 5 });
    expect(stdout).toMatch(/^date,entity,currency,value,category\n2026-03-04,Buyer 1,/);
  });

  test.each([
    [["--out", "clean"], "run needs --input"],
    [["--input", "new/april.csv"], "run needs --out"],
    [["--input", "-", "--json"], "cannot both go to stdout"],
    [["--input", "new", "--out", "clean"], "new: it is a folder; name the files in it"],
    [["--input", "nowhere.csv", "--out", "clean"], "the input is missing"],
    [
      ["--input", "new/april.csv", "data/../new/april.csv", "--out", "clean"],
      "two inputs are called",
    ],
    [["--input", "new/april.csv", "--out", "data"], "cleanloop run did not make it"],
    [["--input", "new/april.csv", "--out", "clean", "--max-failed", "101%"], "--max-failed"],
  ])("%j is a mistake", async (args, says) => {
    feed("april.csv", 1, 3);
    const { exit, stderr } = await run(...args);
    expect(exit).toBe(2);
    expect(stderr).toContain(says);
  });
});

describe("the published folder", () => {
  test("is one whole version, whenever the run is killed", async () => {
    const feeds = [feed("april.csv", 1, 3000), feed("may.csv", 1, 2000)];
    const begun = performance.now();
    await publish("--input", feeds[0] ?? "");
    const took = performance.now() - begun;
    for (let round = 0; round < times(2, 6); round++) {
      const { child, answer } = launch(
        ["run", "--input", feeds[round % 2] ?? "", "--out", "clean", "--columns", "warn"],
        { cwd: project.root },
      );
      await sleep(Math.random() * took);
      child.kill("SIGKILL");
      await answer;
      expectWhole();
      expect([2999, 1999]).toContain(manifest().rows.master);
    }
    expect((await publish("--input", feeds[1] ?? "")).exit).toBe(0);
    expect(manifest().rows.master).toBe(1999);
    expect(readdirSync(project.path(".clean.versions")).length).toBeLessThanOrEqual(2);
  });

  test("is changed by one run at a time; another is told who is at work", async () => {
    const april = feed("april.csv", 1, 400);
    const answers = await Promise.all([1, 2, 3].map(() => publish("--input", april)));
    for (const { exit, stderr } of answers)
      if (exit !== 0) expect(stderr).toMatch(/is held by process \d+ on .* \(run\) since/);
    expect(answers.map(({ exit }) => exit)).toContain(0);
    expectWhole();
    const holder = {
      pid: process.pid,
      started: null,
      host: hostname(),
      command: "run",
      since: new Date().toISOString(),
      token: "6f1c0a52-1fa7-4d6a-9a53-0c2b6f1c2d11",
    };
    project.write(".clean.versions/lock", JSON.stringify(holder));
    const { exit, stderr } = await publish("--input", april);
    expect(exit).toBe(2);
    expect(stderr).toContain(`is held by process ${process.pid}`);
  });

  test("takes the place of an empty folder, and of nothing else", async () => {
    mkdirSync(project.path("clean"));
    expect((await publish("--input", feed("april.csv", 1, 3))).exit).toBe(0);
    symlinkSync(project.path("data"), project.path("other"));
    writeFileSync(project.path("file"), "");
    for (const out of ["other", "file"])
      expect((await run("--input", "new/april.csv", "--out", out)).exit).toBe(2);
    expect(readFileSync(project.path("file"), "utf8")).toBe("");
  });
});
