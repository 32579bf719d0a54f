import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { after, rung } from "../../support/loop/candidates.ts";
import { Lab } from "../../support/loop/lab.ts";
import { stagedRuns } from "../../support/loop/staged.ts";

/* A genome cannot leave its realm, as far as anyone knows. These candidates have left it: the
   program around them does for them what no genome may, inside the same containment. */

const sandbox = resolve(import.meta.dirname, "../../../dist/sandbox");

const runner = `
const { linkSync, readFileSync, readSync, writeFileSync } = require("node:fs");
// A sandbox may stand ready before its job: its standard input ends when that is there.
while (readSync(0, Buffer.alloc(1)) > 0);
const { program, output, tables } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const text = readFileSync(program, "utf8");
const table = output + "/" + tables[0].file;
if (text.includes("escaped: links")) {
  writeFileSync(output + "/other", "");
  linkSync(output + "/other", table);
} else if (text.includes("escaped: tears")) writeFileSync(table, 'date,"ent');
else if (!text.includes("escaped: leaves")) require("./inner.cjs");
`;

const run = stagedRuns();
let lab: Lab;
let runtime: string;
beforeAll(() => {
  runtime = mkdtempSync(join(tmpdir(), "cleanloop-escaped-"));
  for (const name of ["realm.js", "kit.js"]) copyFileSync(join(sandbox, name), join(runtime, name));
  writeFileSync(join(runtime, "inner.cjs"), readFileSync(join(sandbox, "runner.cjs")));
  writeFileSync(join(runtime, "runner.cjs"), runner);
});
afterAll(() => rmSync(runtime, { recursive: true, force: true }));
beforeEach(() => {
  lab = new Lab().arena();
});
afterEach(() => lab.dispose());

const escaped = (how: string): string => after(how, `void "escaped: ${how}";`);

test.each([
  ["no table at all", "leaves"],
  ["a torn table", "tears"],
])("%s is a bad round by the name of bad_output", async (_title, how) => {
  lab.settings({ tripwires: { scoreFloor: 0 } });
  lab.script.play(1, escaped(how), rung(1));
  await run(lab, { runtime, rounds: 2 });
  const [bad, next] = lab.events("round");
  expect(bad).toMatchObject({
    decision: "reverted",
    reason: { code: "not-contained", detail: expect.stringMatching(/^bad_output: /) },
    candidates: [{ outcome: "bad_output", violation: false }],
  });
  expect(next).toMatchObject({ decision: "kept" });
});

test("a violation stops the loop at once, at SUPERVISED, whoever else was in the round", async () => {
  lab.settings({ trust: { window: 2, promotion: [0, 0, 0] }, tripwires: { scoreFloor: 0 } });
  lab.script.play(1, rung(1), rung(2), [rung(3), escaped("links")], rung(4));
  await run(lab, { runtime, rounds: 9 });
  expect(lab.events("trust.changed")).toMatchObject([
    { from: 0, to: 1 },
    { from: 1, to: 0, cause: "critical" },
  ]);
  expect(lab.last("round")).toMatchObject({ round: 3, decision: "reverted" });
  expect(lab.last("round")?.candidates[1]).toMatchObject({ violation: true });
  expect(lab.last("tripwire")).toMatchObject({ name: "violation", round: 3 });
  expect(lab.last("run.finished")).toMatchObject({ tripwire: "violation", kept: 2 });
  expect(lab.genome).toBe(rung(2));
});
