import { spawn } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ArenaData } from "../../src/policy/challenge/arena-facts.ts";
import { arenaWith, bills, dataOf, parcels } from "../policy/challenge/arenas.ts";
import { cleanloopHere } from "../support/cli.ts";
import { asNobody, needs } from "../support/machine.ts";
import { TestProject } from "../support/project.ts";
import { everyOther, inThorough } from "../support/soak.ts";

let project: TestProject;
beforeEach(() => {
  project = new TestProject();
});
afterEach(() => project.dispose());

const fixture = (name: string): Buffer =>
  readFileSync(resolve(import.meta.dirname, "../fixtures/genomes", `${name}.ts`));
const run = (...args: string[]) => cleanloopHere(args, { cwd: project.root });
const asked = async (...args: string[]) => {
  const answer = await run(...args, "--json");
  return { ...answer, json: answer.stdout === "" ? null : JSON.parse(answer.stdout) };
};
const challenge = (...args: string[]) => asked("challenge", ...args);
const judged = async () => (await asked("evaluate")).json;
const trail = () =>
  project
    .read(".output/trail.jsonl")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
const seals = async () => (await asked("status")).json.seals;
const challengeFiles = () =>
  ["data/input", "data/gold"].flatMap((folder) =>
    readdirSync(project.path(folder)).filter((name) => name.includes("challenge")),
  );

const csv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")}\n`).join("");

/** Puts an arena in the place of the finance project's. */
const install = ({ arena, gold, inputs }: ArenaData): void => {
  project.delete("data");
  const { master } = arena;
  const columns = Object.fromEntries(master.columns.map(({ name, type }) => [name, type]));
  const { key, partial } = arena.gold;
  project.write(
    "data/arena.json",
    JSON.stringify({
      name: arena.name,
      tables: { master: { file: master.file, columns, required: master.required } },
      gold: { key, partial },
    }),
  );
  project.write(
    "data/gold/expected.csv",
    csv([Object.keys(columns), ...gold.map((row) => row.cells)]),
  );
  for (const { name, header, rows } of inputs)
    project.write(`data/input/${name}`, csv([header, ...rows]));
};

describe("the finance project", () => {
  test.each([[["1", "2", "3"]], [["4", "5"]]])(
    "stays solvable to the last row with levels %j",
    async (levels) => {
      project.write("genome/clean_data.ts", fixture("perfect-finance"));
      const { exit, json } = await challenge("--levels", ...levels, "--count", "20");
      expect(exit).toBe(0);
      expect(json).toMatchObject({ action: "added", rows: 20 * levels.length });
      const evaluation = await judged();
      expect(evaluation).toMatchObject({ score: 14, total: 14, fitness: 1, holdoutFitness: 1 });
      expect(evaluation.contradictions.findings).toEqual([]);
      expect(evaluation.challenges).toHaveLength(json.files.length);
    },
  );

  test("is harder for the starter", async () => {
    const before = await judged();
    await challenge("--levels", "1", "2", "3", "4", "5");
    const after = await judged();
    expect(after.score).toBeLessThanOrEqual(before.score);
    expect(after.fitness).toBeLessThan(before.fitness);
  });

  test("gets one file for each header, its gold, a manifest, and an event with the new seals", async () => {
    const { json } = await challenge("--levels", "2", "1", "--count", "5", "--seed", "9");
    const paths: string[] = json.files.map(({ path }: { path: string }) => path);
    expect(paths).toContain("data/gold/challenge-1-2.csv");
    const manifest = JSON.parse(project.read(".output/challenges.json"));
    expect(manifest).toMatchObject({ state: "active", levels: [1, 2], seed: 9, files: json.files });
    expect(manifest.rows).toHaveLength(10);
    for (const { file, source } of manifest.rows)
      expect(project.read(file).split(/\r?\n/)[0]).toBe(
        project.read(`data/input/${source.file}`).replace("\ufeff", "").split(/\r?\n/)[0],
      );
    const [event] = trail();
    expect(event).toMatchObject({
      type: "challenge",
      action: "added",
      levels: [1, 2],
      seed: 9,
      rows: 10,
      skipped: json.skipped,
      files: json.files,
      seals: await seals(),
    });
  });

  test("gets the same bytes for the same seed, and its old seals back on --remove", async () => {
    const before = await seals();
    const bytes = async (seed: string) => {
      await challenge("--levels", "1", "3", "5", "--seed", seed);
      const snapshot = project.snapshot("data");
      await challenge("--remove");
      return snapshot;
    };
    const first = await bytes("5");
    expect(await bytes("5")).toEqual(first);
    expect(await bytes("6")).not.toEqual(first);
    expect(challengeFiles()).toEqual([]);
    expect(await seals()).toEqual(before);
    expect(trail().at(-1)).toMatchObject({ type: "challenge", action: "removed", seals: before });
  });

  test("is told on a terminal what was made, what was left out and how to go back", async () => {
    const { stdout } = await run("challenge", "--levels", "1", "--count", "500");
    expect(stdout).toMatch(/^added {2}\d+ harder rows, seed 1\n/);
    expect(stdout).toMatch(/1 {2}\d+ rows of 500: nothing in the data allows more/);
    expect(stdout).toMatch(/Left out: \d+ of 106 input rows/);
    expect(stdout).toContain("cleanloop challenge --remove");
    expect((await run("status")).stdout).toContain("Challenge files are active");
  });
});

describe("other arenas", () => {
  test.each<[string, string, ArenaData]>([
    ["prices that others agree to", "perfect-bills", bills(90)],
    ...inThorough<[string, string, ArenaData]>([
      ["a key, units, dates month first", "perfect-parcels", parcels(40)],
    ]),
    [
      "a gold that knows only some rows",
      "perfect-parcels",
      (() => {
        const data = parcels(60);
        const gold = data.gold.filter((_, at) => at % 3 !== 2);
        return {
          ...data,
          gold,
          arena: { ...data.arena, gold: { ...data.arena.gold, partial: true } },
        };
      })(),
    ],
  ])("with %s stay solvable to the last row at every level", async (_title, genome, data) => {
    install(data);
    project.write("genome/clean_data.ts", fixture(genome));
    expect((await judged()).fitness).toBe(1);
    const { json } = await challenge("--levels", "1", "2", "3", "4", "5");
    expect(json.rows).toBeGreaterThan(30);
    const evaluation = await judged();
    expect(evaluation).toMatchObject({ fitness: 1, holdoutFitness: 1 });
    expect(evaluation.metrics).toMatchObject({ missingRows: 0, unexpectedRows: 0 });
    expect(evaluation.metrics.referenceRows).toBeGreaterThan(data.gold.length);
  });
});

describe("what cannot be done is told in one line, and changes nothing", () => {
  const refused = async (args: readonly string[], says: string | RegExp) => {
    const before = project.snapshot("data");
    const { exit, stdout, stderr } = await run("challenge", ...args);
    expect({ exit, stdout, lines: stderr.trimEnd().split("\n").length }).toEqual({
      exit: 2,
      stdout: "",
      lines: 2,
    });
    expect(stderr).toMatch(says);
    expect(project.snapshot("data")).toEqual(before);
  };

  test.each<[string[], string]>(
    everyOther([
      [["--levels", "6"], '--levels "6" is not a level from 1 to 5'],
      [["--levels", "1", "hard"], '--levels "hard"'],
      [["--levels", "1", "--count", "0"], '--count "0"'],
      [["--levels", "1", "--seed", "-1"], '--seed "-1"'],
      [["--levels", "1", "--remove"], "so --levels says nothing there"],
      [["--remove", "--seed", "3"], "so --seed says nothing there"],
      [[], "say which levels"],
    ]),
  )("%j", async (args, says) => {
    await refused(args, says);
  });

  test("challenge files that are there already", async () => {
    await challenge("--levels", "1");
    await refused(["--levels", "2"], /already there: .*\n.*challenge --remove/);
  });

  test("challenge files that are somebody else's", async () => {
    project.write("data/input/challenge-cup.csv", "team,points\nRed,3\n");
    await refused(["--remove"], /challenges\.json does not name data\/input\/challenge-cup\.csv/);
  });

  test("a gold that belongs to other inputs", async () => {
    project.write(
      "data/gold/expected.csv",
      "date,entity,currency,value,category\n2024-01-01,X,USD,1,y\n",
    );
    await refused(["--levels", "1"], "no input row lines up with exactly one gold row");
  });

  test("an arena in which a copy could be taken for a duplicate", async () => {
    const rows = Array.from({ length: 20 }, (_, at) => [
      `town ${at % 7}`,
      `${at * 3}`,
      `2031-01-${10 + at}`,
    ]);
    const columns = { town: "text", rain: "number", day: "date" } as const;
    install(dataOf(arenaWith(columns), rows, { "rain.csv": [Object.keys(columns), ...rows] }));
    await refused(["--levels", "1"], "no input column tells rows apart");
  });

  test("a data folder that this user may not write leaves no event behind", async (test) => {
    needs("an ordinary user")(test);
    chmodSync(project.root, 0o777);
    chmodSync(project.path(".output"), 0o777);
    chmodSync(project.path("data/gold"), 0o555);
    const call = { cwd: project.root, through: asNobody };
    const answer = await cleanloopHere(["challenge", "--levels", "1"], call);
    chmodSync(project.path("data/gold"), 0o755);
    expect(answer).toMatchObject({ exit: 2, stdout: "" });
    expect(answer.stderr).toMatch(/^error: cannot write .*data\/gold.*: permission denied\n/);
    expect(challengeFiles()).toEqual([]);
    expect(readdirSync(project.path(".output"))).not.toContain("trail.jsonl");
  });

  test("while another process holds the project", async () => {
    const { takeLock } = await import("../../src/adapters/lock.ts");
    const lock = await takeLock(project.path(".output/lock"), {
      command: "loop",
      now: () => new Date(),
      waitMs: 0,
    });
    await refused(["--levels", "1"], /held by process/);
    lock.release();
  });
});

describe("--remove", () => {
  test("with nothing there says so and exits 0", async () => {
    const { exit, stdout } = await run("challenge", "--remove");
    expect({ exit, stdout }).toEqual({
      exit: 0,
      stdout: "nothing to remove: no challenge files are there\n",
    });
  });

  test("takes a file away that was edited since, and says so", async () => {
    await challenge("--levels", "1");
    const edited = "data/gold/challenge-1.csv";
    project.write(edited, project.read(edited).replace(/\n$/, "\n\n"));
    const { stdout } = await run("challenge", "--remove");
    expect(stdout).toContain(`${edited}  (it had been edited since it was written)`);
    expect(challengeFiles()).toEqual([]);
  });

  test("never removes a file outside data/, whatever the manifest says", async () => {
    await challenge("--levels", "1");
    const manifest = project.read(".output/challenges.json");
    project.write(
      ".output/challenges.json",
      manifest.replace("data/gold/challenge-1.csv", "data/../genome/challenge-1.csv"),
    );
    const { exit, stderr } = await run("challenge", "--remove");
    expect(exit).toBe(2);
    expect(stderr).toContain("must be a challenge file in data/");
  });
});

describe("a process that died half-way", () => {
  test("at any moment of it leaves all of the files in force, or none", async () => {
    project.write("genome/clean_data.ts", fixture("perfect-finance"));
    for (const until of ["challenges.json", "head.json"]) {
      const cli = resolve(import.meta.dirname, "../../dist/cli.cjs");
      const child = spawn(process.execPath, [cli, "challenge", "--levels", "1", "2"], {
        cwd: project.root,
        stdio: "ignore",
      });
      const ended = new Promise((done) => child.on("close", done));
      while (child.exitCode === null && !existsSync(project.path(`.output/${until}`)))
        await setImmediate();
      child.kill("SIGKILL");
      await ended;
      const { score, fitness, challenges } = await judged();
      expect({ score, fitness }).toEqual({ score: 14, fitness: 1 });
      expect([0, 6]).toContain(challenges.length);
      expect((await run("challenge", "--remove")).exit).toBe(0);
      expect(challengeFiles()).toEqual([]);
    }
  });

  const unfinished = async (state: "adding" | "removing", lost: string) => {
    await challenge("--levels", "1", "--count", "40");
    const manifest = project.read(".output/challenges.json");
    project.write(".output/challenges.json", manifest.replace('"active"', `"${state}"`));
    if (lost !== "") project.delete(lost);
  };

  type Unfinished = ["adding" | "removing", string];
  test.each<Unfinished>([
    ["adding", "data/gold/challenge-1.csv"],
    ...inThorough<Unfinished>([
      ["adding", "data/input/challenge-1-finance_invoices_flags.csv"],
      ["removing", ""],
    ]),
  ])("while %s, with %j missing, leaves nothing that counts", async (state, lost) => {
    project.write("genome/clean_data.ts", fixture("perfect-finance"));
    const before = await seals();
    await unfinished(state, lost);
    expect(await judged()).toMatchObject({ score: 14, fitness: 1, challenges: [] });
    expect(await seals()).toEqual(before);
  });

  test("is cleared up by the next challenge, and the trail is told which seals hold", async () => {
    const before = await seals();
    await unfinished("adding", "data/gold/challenge-1.csv");
    const { exit } = await challenge("--levels", "2");
    expect(exit).toBe(0);
    expect(trail().map(({ action }) => action)).toEqual(["added", "removed", "added"]);
    expect(trail()[1].seals).toEqual(before);
    expect(challengeFiles().filter((name) => name.startsWith("challenge-1"))).toEqual([]);
  });
});
