import { afterEach, beforeEach, expect, test } from "vitest";
import { standingOf } from "../../support/loop/evidence.ts";
import { Lab } from "../../support/loop/lab.ts";

let lab: Lab;
beforeEach(() => {
  lab = new Lab();
});
afterEach(() => lab.dispose());

test("a whole session without anybody at the keyboard ends where it began, with all its evidence", async () => {
  const starter = lab.genome;
  let artifacts: string[] = [];
  for (const [line, exit] of [
    ["reset", 0],
    ["loop --max-iterations 1 --seed 1", 4],
    ["observe", 0],
    ["review approve r1", 0],
    ["sandbox --timeout 10", 0],
    ["autonomy --rounds 5", 0],
    ["autonomy --from-history", 0],
    ["reset", 0],
  ] as const) {
    const trail = lab.events();
    const answer = await lab.run(...line.split(" "));
    expect({ line, exit: answer.exit }).toEqual({ line, exit });
    expect(answer.stdout).not.toBe("");
    expect(lab.events().slice(0, trail.length)).toEqual(trail);
    const files = Object.keys(lab.project.snapshot(".output"));
    expect(files).toEqual(expect.arrayContaining(artifacts));
    artifacts = files.filter((name) => !name.endsWith("/lock"));
  }
  expect(lab.genome).toBe(starter);
  expect(lab.events().map(({ type }) => type)).toEqual(
    expect.arrayContaining(["reset", "run.started", "round", "review.decided", "sandbox"]),
  );
  expect(await standingOf(lab)).toMatchObject({ faults: [], genome: "as recorded" });
});
