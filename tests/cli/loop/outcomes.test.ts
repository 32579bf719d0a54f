import { afterEach, beforeEach, expect, test } from "vitest";
import { after, hanging, importing, rung, throwing } from "../../support/loop/candidates.ts";
import { Lab } from "../../support/loop/lab.ts";
import { inThorough } from "../../support/soak.ts";

let lab: Lab;
beforeEach(() => {
  lab = new Lab().arena();
});
afterEach(() => lab.dispose());

const limits = { timeoutSeconds: 600, memoryMb: 128, outputMb: 1 };
const patient = { scoreFloor: 0, badStreak: 1000, timeoutRate: 1, repeatedFailure: 10 };

const flooding = `const long = "x".repeat(100_000);
  for (let row = 0; row < 100; row++)
    emit("master", { date: long, entity: long, currency: long, value: row, category: long });`;

const hoarding = `const held: unknown[] = [];
  for (;;) held.push(new Array(100_000).fill(held.length));`;

const cases = [
  ["no program", "export const clean = ;", "rejected", "syntax", "rejected"],
  ["an import", importing("imports"), "rejected", "import", "rejected"],
  ["a text of a megabyte", `//${"x".repeat(1_200_000)}\n`, "rejected", "size", "rejected"],
  ["an exception", throwing("throws"), "reverted", "not-contained", "crash"],
  ["more memory", after("hoards", hoarding), "reverted", "not-contained", "out_of_memory"],
  ["more output", after("floods", flooding), "reverted", "not-contained", "output_flood"],
] as const;

test("each way to fail is a bad round with its own reason, and the genome stays", async () => {
  lab.settings({ limits, tripwires: patient });
  const starter = lab.genome;
  lab.script.play(1, ...cases.map(([, text]) => text));
  const { exit, summary } = await lab.loop("--max-iterations", String(cases.length));
  expect({ exit, kept: summary.kept }).toEqual({ exit: 0, kept: 0 });
  const rounds = lab.events("round").map((round) => ({
    decision: round.decision,
    code: round.decision === "pending" ? null : round.reason.code,
    outcome: round.candidates[0]?.outcome,
  }));
  expect(rounds).toEqual(
    cases.map(([, , decision, code, outcome]) => ({ decision, code, outcome })),
  );
  expect(lab.genome).toBe(starter);
});

test("a loop without end is a bad round with the time that it had", async () => {
  lab.settings({ limits: { ...limits, timeoutSeconds: 4 }, tripwires: patient });
  lab.script.play(1, hanging("hangs"));
  await lab.loop("--max-iterations", "1");
  expect(lab.last("round")).toMatchObject({
    decision: "reverted",
    reason: { code: "not-contained", detail: expect.stringContaining("4 s") },
    candidates: [{ outcome: "timeout" }],
  });
});

test("three failures in a row end the loop at SUPERVISED", async () => {
  lab.settings({ trust: { window: 2, promotion: [0, 0, 0] }, tripwires: { scoreFloor: 0 } });
  lab.script.play(1, rung(1), rung(2), throwing("1"), importing("2"), throwing("3"), rung(3));
  const { exit, summary } = await lab.loop("--max-iterations", "9");
  expect({ exit, summary }).toMatchObject({
    exit: 3,
    summary: {
      stopReason: "tripwire",
      tripwire: "bad-streak",
      rounds: 5,
      trust: { level: 0, name: "SUPERVISED" },
    },
  });
  expect(lab.events("trust.changed")).toMatchObject([
    { from: 0, to: 1, cause: "promoted" },
    { from: 1, to: 0, cause: "bad-streak" },
  ]);
  expect(lab.genome).toBe(rung(2));
});

test.each<[string, string]>([
  ["no JSON", "I think you should"],
  ...inThorough<[string, string]>([
    ["nothing", ""],
    ["another document", '{"program":"x"}'],
    ["no candidate at all", '{"candidates":[]}'],
    ["an empty text", '{"text":"","hypothesis":"x"}'],
  ]),
])("a proposer that answers with %s: the round is void and says so", async (_title, stdout) => {
  lab.script.answer(1, stdout).play(2, rung(1));
  expect(await lab.loop("--max-iterations", "2")).toMatchObject({ exit: 0, summary: { kept: 1 } });
  expect(lab.events("round")[0]).toMatchObject({
    decision: "void",
    reason: { code: "proposer-failed" },
    unanswered: [{ detail: expect.stringContaining("of no use") }],
  });
});

test("of several candidates the best is kept, whatever the others do", async () => {
  lab.settings({ limits, tripwires: { scoreFloor: 0 } });
  lab.script.play(1, [throwing("throws"), rung(2), importing("imports"), rung(1), rung(2)]);
  const answer = await lab.loop("--max-iterations", "1", "--rerank", "--candidates", "5");
  expect(answer).toMatchObject({ exit: 0, summary: { kept: 1 } });
  expect(lab.last("round")?.candidates.map(({ outcome }) => outcome)).toEqual([
    "crash",
    "ok",
    "rejected",
    "ok",
    "rejected",
  ]);
  expect(lab.genome).toBe(rung(2));
});

test("with the veto splittable only a repair is kept that does the same with a part of the rows", async () => {
  lab.arena({ vetoes: ["splittable"] });
  lab.settings({ limits, tripwires: patient });
  const counting = after("counts rows", "let tries = 0;", 8).replace(
    "(mark % 40 < 40 ?",
    "(++tries > 3 ?",
  );
  lab.script.play(1, counting, rung(8));
  await lab.loop("--max-iterations", "2");
  expect(counting).toContain("++tries > 3");
  const detail = expect.stringContaining("8 parts of the rows");
  const refused = { name: "splittable", passed: false, detail };
  expect(lab.events("round")).toMatchObject([
    { decision: "reverted", candidates: [{ vetoes: [refused] }] },
    { decision: "kept", candidates: [{ vetoes: [{ name: "splittable", passed: true }] }] },
  ]);
  expect(lab.genome).toBe(rung(8));
});
