import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../../src/domain/digest.ts";
import { cleanloopHere } from "../support/cli.ts";
import { layOutHistory } from "../support/histories.ts";
import { History } from "../support/history.ts";
import { TestProject } from "../support/project.ts";
import { thoroughTest } from "../support/soak.ts";

let project: TestProject;
let starter: string;
beforeEach(() => {
  project = new TestProject();
  starter = project.read("genome/clean_data_starter.ts");
});
afterEach(() => project.dispose());

const observe = async (...args: string[]) => {
  const answer = await cleanloopHere(["observe", "--json", ...args], { cwd: project.root });
  return { ...answer, json: JSON.parse(answer.stdout) };
};
const text = async (...args: string[]) =>
  (await cleanloopHere(["observe", ...args], { cwd: project.root })).stdout;

const better = "export const clean = () => {};\n// better\n";
const best = "export const clean = () => {};\n// best\n";

/** Round 1 was kept, round 2 turned down, round 3 waits for a review. */
const threeRounds = async (): Promise<History> => {
  const history = new History(project);
  await history.start({ name: "nightly" });
  await history.round("kept", { text: better, parent: starter, figures: { fitness: 0.7 } });
  await history.round("reverted", {
    text: `${better}//\n`,
    parent: better,
    fitnessBefore: 0.7,
    figures: { fitness: 0.65 },
  });
  await history.round("pending", {
    text: best,
    parent: better,
    fitnessBefore: 0.7,
    figures: { fitness: 0.9 },
  });
  return history;
};

describe("where nothing has happened yet", () => {
  test("everything is there to see, and says so", async () => {
    const before = project.snapshot();
    const { exit, json, stderr } = await observe();
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(json).toMatchObject({
      rounds: [],
      latest: null,
      best: null,
      trust: { level: 0, name: "SUPERVISED", elsewhere: "manual", mode: "REVIEW", window: [] },
      pending: [],
      totals: { rounds: 0, kept: 0 },
      series: [],
      lastRun: null,
      head: null,
    });
    expect(json.tripwires.every(({ tripped }: { tripped: boolean }) => !tripped)).toBe(true);
    expect(json.artifacts).toContainEqual({
      path: ".output/trail.jsonl",
      state: "missing",
      command: "cleanloop loop",
    });
    expect(project.snapshot()).toEqual(before);
  });

  test("for people it names the command that begins", async () => {
    expect(await text()).toMatch(/Rounds\n {2}none yet: cleanloop loop begins them/);
  });
});

describe("after some rounds", () => {
  test("JSON has rounds, latest, best, trust, tripwires and artifacts", async () => {
    await threeRounds();
    const { exit, json } = await observe();
    expect(exit).toBe(0);
    expect(json.rounds).toMatchObject([
      { round: 1, decision: "kept", chosen: sha256(better), score: 13, total: 14, fitness: 0.7 },
      { round: 2, decision: "reverted", reason: "no-better: no gain", fitnessBefore: 0.7 },
      { round: 3, decision: "pending", reviewed: null, hypothesis: expect.any(String) },
    ]);
    expect(json.latest).toEqual(json.rounds[2]);
    expect(json.best).toEqual({
      round: 1,
      sha: sha256(better),
      fitness: 0.7,
      holdoutFitness: 0.5,
    });
    expect(json.totals).toMatchObject({ rounds: 3, kept: 1, reverted: 1, pending: 1 });
    expect(json.series.map(({ fitness }: { fitness: number }) => fitness)).toEqual([0.7, 0.7, 0.7]);
    expect(json.trust).toMatchObject({
      level: 0,
      windowSize: 5,
      window: [{ round: 1, good: true }],
    });
    expect(json.tripwires).toContainEqual(
      expect.objectContaining({ name: "no-improvement", value: 1, limit: 10, tripped: false }),
    );
    expect(json.pending).toMatchObject([{ review: "r3", round: 3, sha: sha256(best) }]);
    expect(json.lastRun).toMatchObject({ name: "nightly", stopReason: null });
    expect(json.head).toBe(JSON.parse(project.read(".output/head.json")).hash);
  });

  test("for people: charts, a table, trust, tripwires, what waits, and artifacts", async () => {
    await threeRounds();
    const shown = await text();
    expect(shown).toMatch(
      /^Project {2}finance {2}3 rounds, 1 kept; last run nightly: not finished/,
    );
    expect(shown).toMatch(/^Trust {4}SUPERVISED \(manual\) {2}mode REVIEW {2}window 1 of 5 ✓/m);
    expect(shown).toMatch(/^Fitness {2}0\.700 in force, best 0\.700 in round 1\n 1\.0 │/m);
    expect(shown).toMatch(/[▁▂▃▄▅▆▇█]{9}/);
    expect(shown).toMatch(/^Held-out fitness/m);
    expect(shown).toMatch(/^ {2}1 +kept +[0-9a-f]{12} +13\/14 +0\.700 +0\.500 +value: read/m);
    expect(shown).toMatch(/^ {2}✓ {2}bad-streak +0 +3 +░{10} +0 bad rounds in a row/m);
    expect(shown).toMatch(/^ {2}r3 {2}round 3 .* cleanloop review show r3$/m);
    expect(shown).toMatch(
      /^ {2}✗ {2}\.output\/finance_master\.csv +missing {2}cleanloop evaluate$/m,
    );
    expect(shown).toMatch(/^ {2}✓ {2}genome\/clean_data\.ts +present$/m);
  });

  test("colours add nothing but colours", async () => {
    await threeRounds();
    const call = { cwd: project.root, env: { FORCE_COLOR: "1" } };
    for (const args of [[], ["--round", "2"]]) {
      const { stdout } = await cleanloopHere(["observe", ...args], call);
      expect(stdout).toContain("\u001b[");
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the colours
      expect(stdout.replace(/\u001b\[\d+m/g, "")).toBe(await text(...args));
    }
  });

  test("what a review made of a round is shown with it", async () => {
    const history = await threeRounds();
    await history.approve(3, { text: best, parent: better, figures: { fitness: 0.9 } });
    const { json } = await observe();
    expect(json.latest).toMatchObject({ decision: "pending", reviewed: "approved" });
    expect(json).toMatchObject({ pending: [], best: { round: 3, fitness: 0.9 } });
    expect(json.series.at(-1).fitness).toBe(0.9);
    expect(await text()).toMatch(/^ {2}3 +pending, approved /m);
  });

  test("--limit keeps the last rounds, and the totals stay", async () => {
    await threeRounds();
    const { json } = await observe("--limit", "1");
    expect(json.rounds.map(({ round }: { round: number }) => round)).toEqual([3]);
    expect(json).toMatchObject({ totals: { rounds: 3 }, best: { round: 1 } });
  });

  test("a torn last line is not there yet, and is no damage", async () => {
    await threeRounds();
    const trail = project.read(".output/trail.jsonl");
    project.write(".output/trail.jsonl", `${trail}{"v":1,`);
    expect((await observe()).json.totals.rounds).toBe(3);
  });
});

thoroughTest("on a long trail it stays short, and shows all of it in the chart", async () => {
  const history = new History(project);
  await history.start();
  for (let round = 1; round <= 600; round++)
    await history.round("reverted", { text: better, parent: starter, fitnessBefore: round / 600 });
  const { json } = await observe();
  expect(json.rounds).toHaveLength(20);
  expect(json.totals.rounds).toBe(600);
  expect(json.series.length).toBeLessThanOrEqual(512);
  expect(json.series.at(-1)).toMatchObject({ round: 600, fitness: 1 });
  expect(await text()).toContain("over 600 rounds");
});

test("workers are shown on a lane each, with what befell them", async () => {
  expect(await text()).not.toContain("Workers");
  layOutHistory(project.root, { rounds: 6, queued: true });
  const shown = await text();
  expect(shown).toMatch(/^ {2}✓ {2}steady-a1b2c3 +bwrap +58 of 58 +35 +3.15 s +0 +1 +▅▆▇~▄▅$/m);
  expect(shown).toMatch(/^ {2}✓ {2}killed-a1b2c3 +process +57 of 58 +6 +0.54 s +1 +0 +▂▂▂×··$/m);
  expect(shown).toMatch(/^ {2}✗ {2}liar-a1b2c3 +bwrap +58 of 58 +40 +3.60 s +0 +0 +█████!$/m);
  expect(shown).toContain("other-a1b2c3 refused: it runs another build");
  expect(shown).toContain("queue out of reach in round 3 with 7 runs under way");
  expect(shown).toContain("quarantined: killed-a1b2c3 and steady-a1b2c3 brought no answer");
  expect((await observe()).json.workers.lanes).toHaveLength(4);
});

describe("artifacts", () => {
  const stateOf = async (path: string) =>
    (await observe()).json.artifacts.find((one: { path: string }) => one.path === path);

  test("the red team's last result is shown, and how to have one", async () => {
    expect(await text()).toMatch(/^Red team\n {2}not on record: cleanloop sandbox --red-team$/m);
    expect((await observe()).json.redTeam).toBeNull();
    const history = new History(project);
    const probe = { contained: true, outcome: "timeout" as const, evidence: "ended after 1 s" };
    await history.record({
      type: "sandbox",
      outcome: "red-team",
      isolation: { backend: "unshare", layers: [] },
      contained: 1,
      total: 2,
      probes: [
        { ...probe, name: "endless loop" },
        { ...probe, name: "kills\u001b[2J", contained: false, outcome: null },
      ],
    });
    const shown = await text();
    expect(shown).toMatch(/^ {2}✗ {2}1 of 2 hostile programs contained on unshare, 2030-/m);
    expect(shown).toMatch(/^ {2}✗ {2}kills\\u\{1b\}\[2J {2}ended after 1 s$/m);
    expect((await observe()).json.redTeam).toMatchObject({ contained: 1, total: 2 });
  });

  test("tables are present after a run, and stale once genome or inputs are newer", async () => {
    const table = ".output/finance_master.csv";
    await cleanloopHere(["sandbox"], { cwd: project.root });
    expect(await stateOf(table)).toMatchObject({ state: "present" });
    project.write("genome/clean_data.ts", better);
    expect(await stateOf(table)).toMatchObject({ state: "stale", command: "cleanloop evaluate" });
    project.write("genome/clean_data.ts", starter);
    await cleanloopHere(["evaluate"], { cwd: project.root });
    expect(await stateOf(table)).toMatchObject({ state: "present" });
    const feed = "data/input/finance_invoices.csv";
    project.write(feed, project.read(feed));
    expect(await stateOf(table)).toMatchObject({ state: "stale" });
  });

  test("a genome that is gone is missing, with the command that brings one back", async () => {
    project.delete("genome/clean_data.ts");
    expect(await stateOf("genome/clean_data.ts")).toMatchObject({
      state: "missing",
      command: "cleanloop reset",
    });
  });
});

describe("hostile words", () => {
  const hypothesis = "\u001b[2J\u001b]0;owned\u0007\u202eevil\u009b31m\n\r";

  test.each([[[]], [["--round", "1"]], [["--json"]], [["--json", "--round", "1"]]])(
    "of a proposer are made visible in observe %j",
    async (args) => {
      const history = new History(project);
      await history.start({ name: hypothesis });
      await history.round("kept", {
        text: `${better}// ${hypothesis}\n`,
        parent: starter,
        hypothesis,
      });
      const shown = await text(...args);
      expect(shown).toContain("u{1b}[2J");
      expect(shown.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    },
  );
});

describe("--round", () => {
  test("shows the candidate, its figures and the change as a unified diff", async () => {
    await threeRounds();
    const shown = await text("--round", "3");
    expect(shown).toMatch(/^Round 3 {2}pending/);
    expect(shown).toMatch(/^ {2}reason +supervised {2}level 0 commits nothing unseen$/m);
    expect(shown).toMatch(/^ {2}hypothesis +value: read amounts with a currency code$/m);
    expect(shown).toMatch(/^ {2}checks failed +matches_reference_output$/m);
    expect(shown).toMatch(/^ {2}rows +40 of 76 matched, 36 missing, 0 unexpected$/m);
    expect(shown).toContain(
      "@@ -1,2 +1,2 @@\n export const clean = () => {};\n-// better\n+// best\n",
    );
  });

  test("in JSON it is the recorded event, what a review made of it, and the diff", async () => {
    const history = await threeRounds();
    await history.approve(3, { text: best, parent: better });
    const { json } = await observe("--round", "3");
    expect(json).toMatchObject({
      type: "round",
      round: 3,
      chosen: sha256(best),
      candidates: [{ sha: sha256(best), outcome: "ok", metrics: { matchedRows: 40 } }],
      reviewed: { decision: "approved", by: "human" },
      diff: [
        {
          before: 1,
          after: 1,
          lines: [
            { kind: "same", text: "export const clean = () => {};" },
            { kind: "removed", text: "// better" },
            { kind: "added", text: "// best" },
          ],
        },
      ],
    });
  });

  test("a text that is gone or was edited is said, and the rest is shown", async () => {
    await threeRounds();
    project.delete(`.output/genomes/${sha256(best)}.ts`);
    expect(await text("--round", "3")).toMatch(/not shown: cannot read .*it does not exist/);
    project.write(`.output/genomes/${sha256(better)}.ts`, "other");
    const { exit, json } = await observe("--round", "1");
    expect({ exit, diff: json.diff }).toEqual({ exit: 0, diff: null });
    expect(json.diffMissing).toMatch(/does not hold the text/);
  });

  test("a round that never was is the user's mistake", async () => {
    await threeRounds();
    const { exit, stderr } = await observe("--round", "4");
    expect({ exit, stderr }).toEqual({
      exit: 2,
      stderr: expect.stringMatching(/the trail has no round 4: its last is 3/),
    });
  });

  test.each([
    [["--round", "0"], /--round "0" is not a whole number/],
    [["--limit", "1.5"], /--limit "1.5" is not a whole number/],
    [["--round", "1", "--watch"], /--watch/],
    [["--round", "1", "--limit", "2"], /--limit says nothing/],
    [["--watch"], /goes without --json/],
  ])("%j is refused", async (args, says) => {
    const { exit, stderr } = await observe(...args);
    expect({ exit, stderr }).toEqual({ exit: 2, stderr: expect.stringMatching(says) });
  });
});

describe("a damaged trail is not shown as if it were whole", () => {
  const trail = ".output/trail.jsonl";
  const lines = () => project.read(trail).split(/(?<=\n)/);
  const damages: [string, () => void, RegExp][] = [
    [
      "edited",
      () => project.write(trail, project.read(trail).replace("no gain", "a gain")),
      /line 3/,
    ],
    ["cut off", () => project.write(trail, lines().slice(0, 2).join("")), /lines after 2 are gone/],
    ["gone", () => project.delete(trail), /lines after 0 are gone/],
    ["without its head", () => project.delete(".output/head.json"), /head\.json is missing/],
    [
      "beside another head",
      () => {
        const head = ".output/head.json";
        const changed = project.read(head).replace(/"hash":"\w+"/, `"hash":"${sha256("other")}"`);
        project.write(head, changed.replace(/"seq":\d+/, '"seq":2'));
      },
      /line 2 is not the one that head\.json recorded/,
    ],
  ];
  test.each(damages)("%s: one clear line, and the way to verify", async (_title, damage, says) => {
    await threeRounds();
    damage();
    for (const args of [[], ["--round", "1"]]) {
      const { exit, stderr, json } = await observe(...args);
      expect(exit).toBe(1);
      expect(stderr).toMatch(says);
      expect(stderr).toMatch(/\n {2}hint: run cleanloop verify/);
      expect(stderr.trim().split("\n")).toHaveLength(2);
      expect(json.error.code).toBe("unsound-trail");
    }
  });
});

describe("--watch", () => {
  const cli = resolve(import.meta.dirname, "../../dist/cli.cjs");
  let watcher: ChildProcess | undefined;
  afterEach(() => watcher?.kill("SIGKILL"));

  const watching = () => {
    const child = spawn(process.execPath, [cli, "observe", "--watch"], { cwd: project.root });
    watcher = child;
    let shown = "";
    child.stdout.on("data", (data) => {
      shown += data;
    });
    const until = async (pattern: RegExp): Promise<string> => {
      while (!pattern.test(shown)) await new Promise((done) => child.stdout.once("data", done));
      return shown;
    };
    const ended = new Promise<number | null>((done) => child.on("exit", done));
    return { child, until, ended };
  };

  test("adds a line for each new round, and ends on Ctrl-C", async () => {
    const history = await threeRounds();
    const { child, until, ended } = watching();
    await until(/Artifacts[\s\S]*genomes/);
    await history.round("kept", { text: best, parent: better, figures: { fitness: 0.91 } });
    await history.round("reverted", { text: starter, parent: best });
    const shown = await until(/^5 {2}reverted/m);
    expect(shown).toMatch(/^4 {2}kept {2}[0-9a-f]{12} {2}13\/14 {2}0\.910/m);
    expect(shown.match(/^Project/gm)).toHaveLength(1);
    child.kill("SIGINT");
    expect(await ended).toBe(130);
  });

  test("says so when the trail is damaged meanwhile", async () => {
    await threeRounds();
    const { until, ended } = watching();
    await until(/Artifacts[\s\S]*genomes/);
    project.write(".output/trail.jsonl", `${project.read(".output/trail.jsonl")}{}\n`);
    const head = project.read(".output/head.json");
    project.write(".output/head.json", head.replace(/"seq":\d+/, '"seq":9'));
    expect(await ended).toBe(1);
  });
});
