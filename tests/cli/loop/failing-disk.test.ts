import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, renameSync, rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { noBetter, rung } from "../../support/loop/candidates.ts";
import { standingOf } from "../../support/loop/evidence.ts";
import { Lab, type Looped, looped } from "../../support/loop/lab.ts";
import { asNobody, isRoot, needs, nobody, withOwnMounts } from "../../support/machine.ts";
import { inThorough } from "../../support/soak.ts";

let lab: Lab;
beforeEach(() => {
  lab = new Lab().arena().settings({ tripwires: { scoreFloor: 0 } });
});
afterEach(() => lab.dispose());

/** A loop whose `.output` is a small disk; what is on it afterwards is brought back. */
const onSmallDisk = async (kilobytes: number): Promise<Looped> => {
  const arena = ["loop", "--json", "--proposer", lab.script.proposer, "--reviewer", "judge"];
  const script = `mount -t tmpfs -o size=${kilobytes}k none .output || exit 99
    "$@"; code=$?; cp -a .output kept; exit $code`;
  const call = { cwd: lab.root, through: withOwnMounts(script) };
  const running = lab.launch([...arena, "--max-iterations", "4"], call);
  const answer = looped(await running.answer);
  rmSync(lab.project.path(".output"), { recursive: true });
  renameSync(lab.project.path("kept"), lab.project.path(".output"));
  return answer;
};

describe("a disk that fills up while the loop runs", () => {
  beforeEach(needs("namespaces"));
  test.each([48, ...inThorough([36, 76])])(
    "of %i KB: nothing is kept that is not recorded",
    async (kilobytes) => {
      lab.script.play(1, rung(1), rung(2), noBetter("none"), rung(3));
      const { exit, stderr } = await onSmallDisk(kilobytes);
      expect(exit).toBe(2);
      expect(stderr).toMatch(
        /^error: cannot write .*: the disk is full\n {2}hint: free some space/,
      );
      const standing = await standingOf(lab);
      expect(standing.faults).toEqual([]);
      expect(["as recorded", "as before"]).toContain(standing.genome);
      lab.script.play(lab.events("round").length + 1, noBetter("and on"));
      expect((await lab.loop("--max-iterations", "1")).exit).toBe(0);
      expect(await standingOf(lab)).toMatchObject({ faults: [], genome: "as recorded" });
      expect((await standingOf(lab)).tables).not.toBe("others");
    },
  );
});

/** A loop in its second round, while somebody does this to its project. */
const inSecondRound = async (harm: () => void, through?: readonly string[]): Promise<Looped> => {
  lab.script.play(1, rung(1), rung(2)).holdAt(2);
  const running = lab.launch(
    [
      "loop",
      "--json",
      "--proposer",
      lab.script.proposer,
      "--reviewer",
      "judge",
      "--max-iterations",
      "2",
    ],
    { cwd: lab.root, ...(through ? { through } : {}) },
  );
  await lab.script.asked(2);
  harm();
  lab.script.letGo(2);
  return looped(await running.answer);
};

test("the output folder, gone while the loop runs: it ends, and keeps nothing", async () => {
  const answer = await inSecondRound(() => lab.project.delete(".output"));
  expect(answer.exit).toBe(3);
  expect(answer.summary).toMatchObject({
    tripwire: "integrity",
    unrecorded: expect.stringContaining("trail"),
  });
  expect(lab.genome).toBe(rung(1));
});

test("the whole project, gone while the loop runs: one clear line", async () => {
  const away = `${lab.root}-away`;
  const answer = await inSecondRound(() => renameSync(lab.root, away));
  cpSync(away, lab.root, { recursive: true });
  rmSync(away, { recursive: true });
  expect([2, 3]).toContain(answer.exit);
  expect(answer.stderr).not.toContain("bug");
  expect(lab.genome).toBe(rung(1));
});

test("a trail that may not be written any more: one clear line, and nothing is kept", async (test) => {
  needs("an ordinary user")(test);
  const everybody = ["-R", `${nobody}:${nobody}`, lab.root, lab.script.folder];
  if (isRoot) execFileSync("chown", everybody);
  const locked = () => chmodSync(lab.project.path(".output/trail.jsonl"), 0o444);
  const answer = await inSecondRound(locked, asNobody);
  expect(answer).toMatchObject({ exit: 2, summary: { error: { code: "cannot-write" } } });
  expect(answer.stderr).toMatch(
    /^error: cannot write .*trail\.jsonl: permission denied\n {2}hint:/,
  );
  expect(lab.events("round")).toHaveLength(1);
  expect(lab.genome).toBe(rung(1));
});
