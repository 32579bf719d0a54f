import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { openTrail } from "../../src/adapters/trail/append.ts";
import type { EventDraft } from "../../src/domain/events.ts";
import { live } from "../policy/trust/live.ts";
import { cleanloopHere } from "../support/cli.ts";
import { TestProject } from "../support/project.ts";

import {
  blockedFor,
  contained,
  failed,
  kept,
  notKept,
  started,
  turnedAway,
  voided,
} from "../support/rounds.ts";

let project: TestProject;
beforeEach(() => {
  project = new TestProject();
});
afterEach(() => project.dispose());

const record = async (events: readonly EventDraft[]): Promise<void> => {
  const trail = await openTrail({
    folder: project.path(".output"),
    run: "run-1",
    now: () => new Date("2030-01-02T03:04:05.678Z"),
  });
  for (const event of events) await trail.append(event);
};

const ask = (...args: string[]) => cleanloopHere(["autonomy", ...args], { cwd: project.root });
const askJson = async (...args: string[]) => {
  const answer = await ask("--json", ...args);
  return { ...answer, json: JSON.parse(answer.stdout) };
};

/** Five good rounds, one of each other kind, and what a loop records between them. */
const history = live(
  started(),
  ...[81, 82, 83, 84, 85].map((percent, at) =>
    kept(at + 1, { fitness: percent / 100, before: 0.5 }),
  ),
  voided(6, "no-candidate"),
  blockedFor(7, "no-better", { fitness: 0.85, detail: "fitness 0.850 is not above 0.850" }),
  notKept(8, failed("timeout")),
  notKept(9, turnedAway()),
).trail;

describe("with a history", () => {
  it("shows the last judged rounds and the trust that they have earned", async () => {
    await record(history);
    const { exit, json, stderr } = await askJson("--from-history");
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    const monitored = { level: 1, action: "hold", mode: "NOTIFY" };
    expect(json).toEqual({
      source: "history",
      rounds: [
        {
          round: 4,
          rate: 0.84,
          outcome: "good",
          level: 0,
          action: "hold",
          mode: "REVIEW",
          reason: "kept, fitness 0.500 to 0.840",
        },
        {
          round: 5,
          rate: 0.85,
          outcome: "good",
          level: 1,
          action: "promote",
          mode: "NOTIFY",
          reason: "mean 0.830 of the last 5 judged rounds ≥ 0.700, none of them bad",
        },
        {
          ...monitored,
          round: 7,
          rate: 0.85,
          outcome: "neutral",
          reason: "no-better: fitness 0.850 is not above 0.850",
        },
        { ...monitored, round: 8, rate: 0, outcome: "bad", reason: "timeout: ended after 30 s" },
        {
          ...monitored,
          round: 9,
          rate: null,
          outcome: "bad",
          reason: "rejected, syntax: line 3: ; expected",
        },
      ],
      final: {
        level: 1,
        name: "MONITORED",
        mode: "NOTIFY",
        rollingScore: 0,
        reason:
          "promoted from SUPERVISED after round 5: mean 0.830 of the last 5 judged rounds ≥ 0.700, none of them bad",
        next: "AUTONOMOUS needs 5 good rounds with no bad one between and a mean rate of at least 0.850: none so far",
      },
    });
  });

  it("shows them as a table, with the names of the field beside ours", async () => {
    await record(history);
    const { stdout } = await ask("--rounds", "2");
    const lines = stdout.trimEnd().split("\n");
    expect(lines[1]?.trim().split(/\s+/)).toEqual([
      "round",
      "rate",
      "outcome",
      "level",
      "action",
      "mode",
      "reason",
    ]);
    expect(lines.slice(2, 4).map((line) => line.trim().split(/ {2,}/))).toEqual([
      ["8", "0.000", "bad", "MONITORED (assisted)", "hold", "NOTIFY", "timeout: ended after 30 s"],
      [
        "9",
        "-",
        "bad",
        "MONITORED (assisted)",
        "hold",
        "NOTIFY",
        "rejected, syntax: line 3: ; expected",
      ],
    ]);
    expect(stdout).toContain("MONITORED (in the field: assisted), mode NOTIFY");
    expect(stdout).toContain("promoted from SUPERVISED after round 5");
    expect(stdout).toContain("AUTONOMOUS needs 5 good rounds");
    expect(stdout).not.toContain("SIMULATED");
  });

  it("counts a transition that a killed loop had earned and not recorded", async () => {
    await record([...history, notKept(10, failed("crash"))]);
    const { json } = await askJson();
    expect(json.rounds.at(-1)).toMatchObject({ round: 10, level: 0, action: "demote" });
    expect(json.final).toMatchObject({
      level: 0,
      reason: "demoted from MONITORED after round 10: 3 bad rounds in a row, limit 3",
    });
  });

  it("gives nothing for a promotion that nobody earned", async () => {
    const promotion = history.find(({ type }) => type === "trust.changed");
    if (!promotion) throw new Error("five good rounds should promote");
    await record([...history, promotion, promotion]);
    expect((await askJson()).json.final.level).toBe(1);
  });

  it("shows the words of a hostile candidate with its control characters made visible", async () => {
    const words = "\u001b[2J\u202egone";
    await record([blockedFor(1, "worse", { detail: words }), kept(2)]);
    const { stdout } = await ask();
    expect(stdout).toContain("worse: \\u{1b}[2J\\u{202e}gone");
    expect((await askJson()).stdout).not.toContain("\u202e");
  });

  it("refuses a trail that was tampered with", async () => {
    await record(history);
    const trail = project.read(".output/trail.jsonl");
    project.write(".output/trail.jsonl", trail.replace('"fitness":0.81', '"fitness":0.91'));
    const { exit, stderr } = await ask();
    expect(exit).toBe(2);
    expect(stderr).toContain("line 2 was edited");
  });
});

describe("without a history", () => {
  it("simulates, and says so in every line and every form", async () => {
    const { exit, stdout, stderr } = await ask();
    expect(exit).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect(lines.length).toBeGreaterThan(8);
    for (const line of lines) expect(line).toMatch(/^SIMULATED/);
    expect(stderr).toContain("SIMULATED: the trail holds no judged round yet");
    expect((await askJson()).json).toMatchObject({ source: "simulation", simulated: true });
  });

  it("takes void rounds for none, since nothing was judged in them", async () => {
    await record([started(), voided(1, "stopped", contained())]);
    expect((await askJson()).json.source).toBe("simulation");
  });

  it("refuses --from-history in one clear line", async () => {
    const { exit, stdout, stderr } = await ask("--from-history");
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    expect(stderr).toMatch(/^error: the trail holds no judged round yet/);
    expect(stderr).toContain("hint: run cleanloop loop first");
  });
});

describe("a simulation", () => {
  it("is the same for the same seed, and another for another", async () => {
    const [one, again, other] = await Promise.all(
      ["7", "7", "8"].map((seed) => ask("--simulate", "--rounds", "20", "--seed", seed)),
    );
    expect(one?.stdout).toBe(again?.stdout);
    expect(one?.stdout).not.toBe(other?.stdout);
  });

  it("goes by the same rules as real rounds: up by one level, and by the project's settings", async () => {
    const levels = async () => {
      const { json } = await askJson("--simulate", "--rounds", "200", "--seed", "3");
      return json.rounds.map(({ level }: { level: number }) => level);
    };
    const usual = await levels();
    expect(usual).toContain(2);
    for (const [at, level] of usual.entries()) expect(level - (usual[at - 1] ?? 0)).toBeLessThan(2);
    project.write("cleanloop.json", JSON.stringify({ trust: { promotion: [1, 1, 1] } }));
    expect(new Set(await levels())).toEqual(new Set([0]));
  });

  it("stands apart from a history that is there", async () => {
    await record(history);
    const { json, stderr } = await askJson("--simulate");
    expect(json).toMatchObject({ source: "simulation", simulated: true });
    expect(stderr).toBe("");
  });
});

test("autonomy writes nothing, whatever it shows", async () => {
  await record(history);
  const before = project.snapshot();
  await Promise.all([ask(), ask("--from-history"), ask("--simulate", "--rounds", "50")]);
  expect(project.snapshot()).toEqual(before);
});

test.each([
  ["--rounds 0", ["--rounds", "0"], "a whole number from 1 to 1000"],
  ["--rounds many", ["--rounds", "many"], "a whole number from 1 to 1000"],
  ["--seed -1", ["--seed", "-1"], "a whole number from 0 to 2147483647"],
  ["both sources", ["--from-history", "--simulate"], "give one"],
])("%s is a mistake that is explained", async (_title, args, says) => {
  const { exit, stderr } = await ask(...args);
  expect(exit).toBe(2);
  expect(stderr).toContain(says);
});
