import { afterEach, beforeEach, expect, test } from "vitest";
import type { TrailStep } from "../../../src/adapters/trail/trail-files.ts";
import { importing, noBetter, rung, watched } from "../../support/loop/candidates.ts";
import { standingOf } from "../../support/loop/evidence.ts";
import { Lab } from "../../support/loop/lab.ts";
import { stagedRuns } from "../../support/loop/staged.ts";

import { inSoak, inThorough } from "../../support/soak.ts";

const run = stagedRuns();

let lab: Lab;
beforeEach(() => {
  lab = new Lab().arena().settings({
    trust: { window: 2, promotion: [0, 0, 0] },
    tripwires: { scoreFloor: 0, badStreak: 1000 },
  });
});
afterEach(() => lab.dispose());

/** Starts something that ends itself at that moment, and says whether it got there. */
const dies = async (wish: Parameters<typeof run>[1]): Promise<boolean> =>
  (await run(lab, wish)) === "SIGKILL";

const steps: readonly TrailStep[] = [
  "locked",
  "head-prepared",
  "line-written",
  "line-synced",
  "head-published",
];

const lastRound = (): number => lab.events("round").at(-1)?.round ?? 0;

/** Whatever was killed: the disk is whole, and the next loop brings it in order and carries on. */
const survives = async (): Promise<void> => {
  const before = lab.events();
  const atOnce = await standingOf(lab);
  expect(atOnce.faults).toEqual([]);
  expect(["as recorded", "as before"]).toContain(atOnce.genome);

  lab.script.play(lastRound() + 1, noBetter("says nothing new"));
  let next = await lab.loop("--max-iterations", "1");
  if (next.summary.stopReason === "awaiting-review") {
    const review = next.summary.pending[0].review;
    expect((await lab.run("review", "approve", review)).exit).toBe(0);
    next = await lab.loop("--max-iterations", "1");
  }
  expect(next).toMatchObject({ exit: 0, summary: { stopReason: "max-iterations", rounds: 1 } });
  const after = lab.events();
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after.slice(before.length).map(({ type }) => type)).toContain("recovered");
  const standing = await standingOf(lab);
  expect(standing).toMatchObject({ faults: [], genome: "as recorded" });
  expect(standing.tables).not.toBe("others");
  expect(standing.rounds).toEqual(standing.rounds.map((_, at) => at + 1));
};

const story = [rung(1), rung(2), noBetter("no better"), importing("imports"), watched(3, "parks")];

const moments = [
  ...["after genome replaced", "round pending: line-written"],
  ...inThorough(["round kept: line-written", "after master published"]),
];

const moreMoments = [
  ...["run.started", "round kept", "trust.changed", "round reverted", "round rejected"],
  ...["round pending", "review.requested"],
]
  .flatMap((event) => steps.map((step) => `${event}: ${step}`))
  .concat([
    ...["before text kept", "after text kept", "before genome replaced"],
    ...["after failures published", "before checkpoint", "after checkpoint"],
    "run.finished: line-written",
  ])
  .filter((moment) => !moments.includes(moment));

test.each([...moments, ...inSoak(moreMoments)])(
  "a loop killed at “%s” loses nothing, and the next one carries on",
  async (dieAt) => {
    lab.script.play(1, ...story);
    expect(await dies({ dieAt, rounds: story.length })).toBe(true);
    await survives();
  },
);

const twice = [["before genome replaced", "recovered run: line-written"]] as const;

const moreTwice = [
  ["round kept: line-written", "after genome replaced"],
  ["after genome replaced", "before master published"],
  ["round kept: line-written", "before genome replaced"],
  ["before genome replaced", "recovered genome: line-written"],
  ["before genome replaced", "run.started: line-written"],
  ["after genome replaced", "after repaired published"],
  ["after genome replaced", "recovered tables: head-prepared"],
] as const;

test.each([...twice, ...inSoak(moreTwice)])(
  "a loop killed at “%s” may be killed again at “%s”, in its recovery",
  async (first, second) => {
    lab.script.play(1, rung(1), rung(2));
    expect(await dies({ dieAt: first })).toBe(true);
    expect(await dies({ dieAt: second })).toBe(true);
    await survives();
    expect(lab.genome).toBe(rung(1));
  },
);

test.each([
  "after genome replaced",
  ...inSoak([
    "review.decided approved: head-prepared",
    "review.decided approved: line-written",
    "before genome replaced",
    "after master published",
    "after failures published",
  ]),
])("an approval killed at “%s” is carried out, or can be given again", async (dieAt) => {
  lab.script.play(1, watched(1, "parks"));
  expect((await lab.loop()).exit).toBe(4);
  expect(await dies({ act: "approve", dieAt })).toBe(true);
  await survives();
  expect(lab.genome).toBe(watched(1, "parks"));
});

test.each([
  "before genome replaced",
  ...inSoak(["after genome replaced", "reset: head-prepared", "reset: line-written"]),
])("a reset killed at “%s” leaves the genome whole: the old one or the starter", async (dieAt) => {
  const starter = lab.genome;
  lab.script.play(1, rung(1));
  await lab.loop("--max-iterations", "1");
  expect(await dies({ act: "reset", dieAt })).toBe(true);
  expect([rung(1), starter]).toContain(lab.genome);
  await survives();
  expect(lab.genome).toBe(dieAt.endsWith("head-prepared") ? rung(1) : starter);
});

test("what a person put back by hand after a kill is not taken for a commit that was cut short", async () => {
  const starter = lab.genome;
  lab.script.play(1, rung(1), noBetter("no better"));
  expect(await dies({ dieAt: "round reverted: head-prepared" })).toBe(true);
  lab.project.write("genome/clean_data.ts", starter);
  lab.script.play(2, noBetter("no better than before"));
  await lab.loop("--max-iterations", "1");
  expect(lab.events("adopted")).toHaveLength(1);
  expect(lab.genome).toBe(starter);
});
