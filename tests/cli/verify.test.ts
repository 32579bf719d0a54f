import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { sha256 } from "../../src/domain/digest.ts";
import { evaluateGenome, openProject } from "../../src/index.ts";
import { cleanloopHere } from "../support/cli.ts";
import { type Figures, History } from "../support/history.ts";
import { TestProject } from "../support/project.ts";
import { everyOther, inThorough, thoroughTest } from "../support/soak.ts";

let project: TestProject;
let starter: string;
beforeEach(() => {
  project = new TestProject();
  starter = project.read("genome/clean_data_starter.ts");
});
afterEach(() => project.dispose());

const perfect = readFileSync(
  resolve(import.meta.dirname, "../fixtures/genomes/perfect-finance.ts"),
  "utf8",
);

interface Found {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

const verify = async (...args: string[]) => {
  const answer = await cleanloopHere(["verify", "--json", ...args], { cwd: project.root });
  const json = JSON.parse(answer.stdout);
  const faults = (json.checks ?? []).filter(({ ok }: Found) => !ok);
  const check = (name: string): Found => json.checks.find((one: Found) => one.name === name);
  return { ...answer, json, faults, check };
};
const soundCheck = (name: string, detail: string | RegExp) => ({
  name,
  ok: true,
  detail: expect.stringMatching(detail),
});

/** What two rounds leave behind: the first kept a genome, the second turned one down. */
const twoRounds = async (): Promise<History> => {
  const history = new History(project);
  await history.start();
  await history.round("kept", { text: perfect, parent: starter });
  project.write("genome/clean_data.ts", perfect);
  await history.round("reverted", { text: `${perfect}\n`, parent: perfect });
  return history;
};
const trail = ".output/trail.jsonl";
const linesOfTrail = () => project.read(trail).split(/(?<=\n)/);
const writeLines = (lines: readonly string[]) => project.write(trail, lines.join(""));

describe("a project in order", () => {
  test("where nothing was recorded yet: every check holds", async () => {
    const { exit, json, stderr } = await verify();
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(json).toEqual({
      ok: true,
      checks: [
        soundCheck("environment", /^Node \d+.*needed; \.output can be written$/),
        soundCheck("isolation", /^(bwrap|unshare|process): .*ended as ok; on: .*wall clock/),
        soundCheck("endpoint", /none is set up/),
        soundCheck("seals", "nothing recorded yet"),
        soundCheck("genome", "nothing recorded yet"),
        soundCheck("kept genomes", "nothing kept yet"),
        soundCheck("trail", "nothing recorded yet"),
        soundCheck("head", "nothing recorded yet"),
      ],
    });
  });

  test("after real runs and rounds: every check holds, and not one file changes", async () => {
    await twoRounds();
    await cleanloopHere(["sandbox"], { cwd: project.root });
    const before = project.snapshot();
    const { exit, json, check } = await verify();
    expect({ exit, ok: json.ok }).toEqual({ exit: 0, ok: true });
    expect(check("seals").detail).toMatch(/as recorded$/);
    expect(check("genome").detail).toMatch(/as the trail put it in force/);
    expect(check("trail").detail).toBe("an unbroken chain up to line 4");
    expect(project.snapshot()).toEqual(before);
  });

  test("also while another command holds the project", async () => {
    await twoRounds();
    const { takeLock } = await import("../../src/adapters/lock.ts");
    const lock = await takeLock(project.path(".output/lock"), {
      command: "loop",
      now: () => new Date(),
      waitMs: 0,
    });
    const { exit } = await verify();
    lock.release();
    expect(exit).toBe(0);
  });

  test("a genome that a person edited is no fault, and is told", async () => {
    await twoRounds();
    project.write("genome/clean_data.ts", `${perfect}// by hand\n`);
    const { exit, check } = await verify();
    expect(exit).toBe(0);
    expect(check("genome")).toMatchObject({
      ok: true,
      detail: expect.stringMatching(/edited by a person since .*the next loop adopts it/),
    });
  });

  test("a genome that a killed command did not get to replace is told apart from an edited one", async () => {
    await twoRounds();
    project.write("genome/clean_data.ts", starter);
    expect((await verify()).check("genome").detail).toMatch(/a command was ended before/);
  });

  test("a torn last line is told as what the next start repairs", async () => {
    await twoRounds();
    project.write(trail, `${project.read(trail)}{"v":1,"seq":`);
    const { exit, check } = await verify();
    expect(exit).toBe(0);
    expect(check("trail").detail).toMatch(/line 4 is torn: .*the next start repairs that/);
  });
});

describe("tampering with the trail is found, and the first bad line is named", () => {
  type Tamper = [string, (lines: string[]) => string[], RegExp];
  const tampers: Tamper[] = [
    [
      "a byte flipped",
      (lines) => lines.with(1, (lines[1] ?? "").replace('"fitness":0.6', '"fitness":0.7')),
      /^line 2 was edited/,
    ],
    ["the last line cut off", (lines) => lines.slice(0, -1), /^line 3 is gone: 3 lines were/],
    ["a foreign line", (lines) => lines.with(2, "{}\n"), /^line 3 is not an event/],
  ];
  const more: Tamper[] = [
    ["a line dropped", (lines) => lines.toSpliced(1, 1), /^line 2 holds event 3/],
    [
      "two lines swapped",
      (lines) => lines.with(0, lines[1] ?? "").with(1, lines[0] ?? ""),
      /^line 1 holds event 2/,
    ],
    ["a line doubled", (lines) => lines.toSpliced(1, 0, lines[0] ?? ""), /^line 2 holds event 1/],
    ["every line cut off", () => [], /^line 1 is gone/],
  ];
  test.each([...tampers, ...inThorough(more)])("%s", async (_title, tamper, says) => {
    await twoRounds();
    writeLines(tamper(linesOfTrail().filter(Boolean)));
    const before = project.snapshot();
    const { exit, json, check } = await verify();
    expect({ exit, ok: json.ok }).toEqual({ exit: 1, ok: false });
    expect(check("trail")).toMatchObject({ ok: false, detail: expect.stringMatching(says) });
    expect(project.snapshot()).toEqual(before);
  });

  test("what the bad lines hide is said to be not compared", async () => {
    await twoRounds();
    writeLines(linesOfTrail().with(0, "{}\n"));
    const { check } = await verify();
    expect(check("seals").detail).toBe("not compared: the trail cannot be read that far");
  });

  test("a trail that is no file", async () => {
    project.write(`${trail}/inside`, "");
    expect((await verify()).check("trail")).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/cannot read .*trail\.jsonl/),
    });
  });
});

test("a named pipe in the trail's place is a fault, with a head beside it or without", async () => {
  for (const withHead of [true, false]) {
    const trail = project.path(".output/trail.jsonl");
    if (withHead) await new History(project).start();
    else rmSync(project.path(".output"), { recursive: true, force: true });
    mkdirSync(project.path(".output"), { recursive: true });
    rmSync(trail, { force: true });
    execFileSync("mkfifo", [trail]);
    const { exit, check } = await verify();
    expect({ exit, trail: check("trail").ok }).toEqual({ exit: 1, trail: false });
    expect(check("trail").detail).toContain("it is not a plain file");
  }
});

describe("tampering with head.json is found", () => {
  const head = ".output/head.json";
  const tampers: [string, () => void, RegExp][] = [
    ["gone", () => project.delete(head), /^head\.json is missing/],
    ["no JSON", () => project.write(head, "{"), /^head\.json does not read/],
    [
      "another hash",
      () => project.write(head, project.read(head).replace(/"hash":"./, '"hash":"x')),
      /head\.json does not read/,
    ],
    [
      "ahead of the trail",
      () => project.write(head, project.read(head).replace('"seq":3', '"seq":9')),
      /^line 4 is gone: 9 lines were recorded/,
    ],
  ];
  test.each(everyOther(tampers))("%s", async (_title, tamper, says) => {
    await twoRounds();
    tamper();
    const { exit, check } = await verify();
    expect(exit).toBe(1);
    expect(check("trail")).toMatchObject({ ok: false, detail: expect.stringMatching(says) });
  });
});

describe("what is sealed", () => {
  test.each([
    ["the gold", "data/gold/expected.csv", /^the gold changed: [0-9a-f]{12} was recorded/],
    ["the arena", "data/arena.json", /^data\/arena\.json changed/],
    ["the starter", "genome/clean_data_starter.ts", /^genome\/clean_data_starter\.ts changed/],
  ])("%s edited: found and named", async (_title, path, says) => {
    await twoRounds();
    const text = project.read(path);
    project.write(path, path.endsWith(".csv") ? text.replace(/\n$/, "\n\n") : `${text} \n`);
    const { exit, faults } = await verify();
    expect(exit).toBe(1);
    expect(faults).toEqual([{ name: "seals", ok: false, detail: expect.stringMatching(says) }]);
    expect(faults[0].detail).toContain("--accept-changes");
  });

  test("a gold that cannot be read is a finding, and all else is still looked at", async () => {
    await twoRounds();
    project.delete("data/gold/expected.csv");
    const { exit, json, faults } = await verify();
    expect(exit).toBe(1);
    expect(faults).toMatchObject([
      { name: "seals", detail: expect.stringMatching(/expected\.csv/) },
    ]);
    expect(json.checks).toHaveLength(8);
  });
});

describe("kept genomes", () => {
  const kept = `.output/genomes/${sha256(perfect)}.ts`;
  test.each([
    ["gone", () => project.delete(kept), /^\.output\/genomes\/[0-9a-f]{64}\.ts is gone/],
    [
      "edited",
      () => project.write(kept, `${perfect} `),
      /does not hold the text it is named after/,
    ],
  ])("one that is %s is found and named", async (_title, tamper, says) => {
    await twoRounds();
    tamper();
    const { exit, faults } = await verify();
    expect(exit).toBe(1);
    expect(faults).toEqual([
      { name: "kept genomes", ok: false, detail: expect.stringMatching(says) },
    ]);
    expect(faults[0].detail).toContain(sha256(perfect));
  });

  test("a genome in force that is gone is a fault, with the way out", async () => {
    project.delete("genome/clean_data.ts");
    expect((await verify()).check("genome")).toMatchObject({
      ok: false,
      detail: expect.stringContaining("cleanloop reset"),
    });
  });
});

describe("--head, against a digest that was kept elsewhere", () => {
  const digest = () => JSON.parse(project.read(".output/head.json")).hash;

  test("it holds for the last line, and still does when the trail has grown", async () => {
    const history = await twoRounds();
    const kept = digest();
    await history.round("kept", { text: perfect, parent: starter });
    const { exit, check } = await verify("--head", kept.toUpperCase());
    expect(exit).toBe(0);
    expect(check("head").detail).toBe("the digest given is that of line 3 of 4");
  });

  test("a trail that was rewritten, head and all, is found out", async () => {
    await twoRounds();
    const kept = digest();
    project.delete(".output");
    project.write(".output/README.md", "");
    await new History(project).start();
    expect((await verify()).exit).toBe(0);
    const { exit, faults } = await verify("--head", kept);
    expect(exit).toBe(1);
    expect(faults).toMatchObject([{ name: "head", detail: expect.stringContaining(kept) }]);
  });

  test("what is no digest is the user's mistake", async () => {
    const { exit, stderr } = await verify("--head", "abc");
    expect({ exit, stderr }).toEqual({
      exit: 2,
      stderr: expect.stringContaining("not a digest of 64 hexadecimal digits"),
    });
  });
});

describe("--rescore", () => {
  const figuresOf = async (text: string): Promise<Figures> => {
    project.write("genome/clean_data.ts", text);
    const { evaluation } = await evaluateGenome(openProject(project.root));
    const { score, total, fitness, holdoutFitness } = evaluation;
    return { score, total, fitness, holdoutFitness };
  };
  const rescored = async () => {
    const { exit, json } = await verify("--rescore");
    return { exit, ok: json.ok, rescored: json.rescored };
  };
  let figures: Figures;
  beforeEach(async () => {
    figures ??= await figuresOf(perfect);
    project.write("genome/clean_data.ts", perfect);
  });

  test("every kept genome gives what was recorded, in the order of the trail", async () => {
    const history = new History(project);
    await history.start();
    const told = { text: starter, parent: perfect, figures: await figuresOf(starter) };
    await history.round("kept", { text: perfect, parent: starter, figures });
    await history.approve(await history.round("pending", told), told);
    expect(await rescored()).toEqual({
      exit: 0,
      ok: true,
      rescored: [
        {
          round: 1,
          sha: sha256(perfect),
          ok: true,
          detail: "as recorded",
          recorded: figures,
          found: figures,
        },
        {
          round: 2,
          sha: sha256(starter),
          ok: true,
          detail: "as recorded",
          recorded: told.figures,
          found: told.figures,
        },
      ],
    });
  });

  thoroughTest("after a real loop it gives what the loop recorded", async () => {
    const folder = mkdtempSync(join(tmpdir(), "cleanloop-proposer-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const answer = JSON.stringify({ text: perfect, hypothesis: "all of it" });
    writeFileSync(join(folder, "answer.json"), answer);
    project.write("genome/clean_data.ts", starter);
    const proposer = `command:cat ${join(folder, "answer.json")}`;
    const args = ["loop", "--reviewer", "judge", "--proposer", proposer];
    const { exit } = await cleanloopHere(args, { cwd: project.root });
    expect(exit).toBe(0);
    expect(await rescored()).toMatchObject({
      exit: 0,
      rescored: [{ round: 1, ok: true, detail: "as recorded", found: { fitness: 1 } }],
    });
  });

  test("a fitness that the genome does not have is found", async () => {
    const history = new History(project);
    await history.start();
    await history.round("kept", {
      text: perfect,
      parent: starter,
      figures: { ...figures, fitness: 0.99 },
    });
    expect(await rescored()).toMatchObject({
      exit: 1,
      rescored: [{ ok: false, detail: "fitness 0.99 recorded, 1 now", found: figures }],
    });
  });

  test("a kept genome that was edited is not run, and is a fault", async () => {
    await twoRounds();
    project.write(`.output/genomes/${sha256(perfect)}.ts`, starter);
    expect(await rescored()).toMatchObject({
      exit: 1,
      rescored: [{ ok: false, detail: expect.stringMatching(/does not hold/), found: null }],
    });
  });

  test("what was judged on other inputs is told, and not compared", async () => {
    const history = new History(project);
    await history.start({ inputs: sha256("other inputs") });
    await history.round("kept", { text: perfect, parent: starter });
    expect(await rescored()).toMatchObject({
      exit: 0,
      rescored: [{ ok: true, detail: "judged on other inputs: not compared", found: null }],
    });
  });

  test("what was judged under other seals is told, and not compared", async () => {
    await twoRounds();
    project.write("data/gold/expected.csv", `${project.read("data/gold/expected.csv")}\n`);
    await new History(project, "20300102t040000-abcdef").start();
    expect(await rescored()).toMatchObject({
      exit: 0,
      rescored: [{ ok: true, detail: "judged under other seals: not compared", found: null }],
    });
  });
});

test("for people: a line or more for each check, and a last word", async () => {
  await twoRounds();
  project.write(`.output/genomes/${sha256(perfect)}.ts`, "");
  const { exit, stdout } = await cleanloopHere(["verify"], { cwd: project.root });
  expect(exit).toBe(1);
  expect(stdout).toMatch(/^✓ {2}environment {3}Node/);
  expect(stdout).toMatch(/^✗ {2}kept genomes/m);
  expect(stdout).toMatch(/^1 fault: see what is marked ✗\.$/m);
});
