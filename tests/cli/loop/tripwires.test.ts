import { afterEach, beforeEach, expect, test } from "vitest";
import {
  hanging,
  importing,
  noBetter,
  rung,
  settlingUpTo,
  throwing,
  worthless,
} from "../../support/loop/candidates.ts";
import { Lab } from "../../support/loop/lab.ts";
import { inSoak, inThorough } from "../../support/soak.ts";

let lab: Lab;
beforeEach(() => {
  lab = new Lab().arena();
});
afterEach(() => lab.dispose());

/** Every other tripwire out of reach. */
const others = {
  scoreFloor: 0,
  badStreak: 1000,
  timeoutRate: 1,
  fileGrowth: 1000,
  overfitGap: 1,
  repeatedFailure: 10,
  drift: 1000,
  noImprovement: 1000,
};

interface Case {
  readonly name: string;
  /** Only this one differs from what is out of reach. */
  readonly limit: object;
  readonly play: readonly string[];
  readonly keeps: number;
  readonly settings?: object;
}

const long = (words: string, step: number): string =>
  `${rung(step, words)}/* ${"long ".repeat(4000)} */\n`;

const cases: readonly Case[] = [
  {
    name: "score-floor",
    limit: { scoreFloor: 0.99 },
    play: [rung(1), rung(2), rung(3), rung(4)],
    keeps: 3,
  },
  {
    name: "bad-streak",
    limit: { badStreak: 2 },
    play: [throwing("throws"), importing("imports"), rung(1)],
    keeps: 0,
  },
  {
    name: "timeout-rate",
    limit: { timeoutRate: 0.2 },
    play: [rung(1), rung(2), hanging("1"), hanging("2"), noBetter("none"), rung(3)],
    keeps: 2,
    settings: { limits: { timeoutSeconds: 4 } },
  },
  {
    name: "file-growth",
    limit: { fileGrowth: 2 },
    play: [rung(4), long("grows", 5), rung(6)],
    keeps: 2,
    settings: { trust: { goodGain: 0.9 } },
  },
  {
    name: "overfit-gap",
    limit: { overfitGap: 0.05 },
    play: [rung(1), settlingUpTo(9), settlingUpTo(10), rung(4)],
    keeps: 1,
  },
  {
    name: "repeated-failure",
    limit: { repeatedFailure: 2 },
    play: [throwing("one"), rung(1), throwing("two"), rung(2)],
    keeps: 1,
  },
  {
    name: "drift",
    limit: { drift: 2 },
    play: [rung(6), rung(4, "4"), rung(3, "3"), rung(2, "2"), rung(1, "1"), rung(8)],
    keeps: 1,
  },
  {
    name: "no-improvement",
    limit: { noImprovement: 2 },
    play: [rung(1), noBetter("none"), throwing("throws"), rung(2)],
    keeps: 1,
  },
];

/** Those whose numbers only a whole loop brings about; policies are told of the others as well. */
const telling = ["score-floor", "no-improvement", ...inThorough(["bad-streak", "overfit-gap"])];

test.each(cases.filter(({ name }) => telling.includes(name) || inSoak([name]).length > 0))(
  "$name: the loop ends there, says why and what to do, and can go on",
  async (one) => {
    const { name, limit, play, keeps, settings } = one;
    lab.settings({ tripwires: { ...others, ...limit }, ...settings });
    lab.script.play(1, ...play);
    const { exit, summary } = await lab.loop("--max-iterations", "20");
    expect({ exit, summary }).toMatchObject({
      exit: 3,
      summary: { stopReason: "tripwire", tripwire: name, kept: keeps, rounds: play.length - 1 },
    });
    const tripped = lab.last("tripwire");
    expect(tripped).toMatchObject({
      name,
      round: play.length - 1,
      detail: expect.stringMatching(/\d/),
    });
    expect(lab.last("run.finished")).toMatchObject({ stopReason: "tripwire", tripwire: name });
    lab.settings({ tripwires: others });
    expect((await lab.loop("--max-iterations", "1")).summary.tripwire).toBeNull();
  },
);

test.each([
  ["score-floor", [rung(1), rung(2), rung(3)], { scoreFloor: 0.99 }, 0],
  ["no-improvement", [rung(1), rung(2), noBetter("none")], { noImprovement: 1 }, 1],
])(
  "%s: the trust that was earned before ends as the tripwire says",
  async (_name, play, limit, level) => {
    const trust = { window: 2, promotion: [0, 0, 0] };
    lab.settings({ trust, tripwires: { ...others, ...limit } });
    lab.script.play(1, ...play);
    expect(await lab.loop()).toMatchObject({ exit: 3, summary: { trust: { level } } });
    expect(lab.events("trust.changed")[0]).toMatchObject({ from: 0, to: 1, cause: "promoted" });
  },
);

test("nondeterminism of the genome in force is found before the first round", async () => {
  lab.arena({ vetoes: ["deterministic"] }).settings({ tripwires: others });
  const wavering = rung(1).replace("entity: trim(row.customer)", "entity: String(Math.random())");
  lab.project.write("genome/clean_data.ts", wavering);
  lab.script.play(1, rung(2));
  expect(await lab.loop()).toMatchObject({
    exit: 3,
    summary: { tripwire: "nondeterminism", rounds: 0, trust: { level: 0 } },
  });
  expect(lab.last("tripwire")).toMatchObject({ detail: expect.stringContaining("other tables") });
  expect(lab.genome).toBe(wavering);
});

test.each(inSoak([0.4]))(
  "budget-time ends a round in its middle, after %f minutes",
  async (all) => {
    lab.settings({ tripwires: others });
    lab.script.play(1, rung(1)).holdAt(1);
    const answer = await lab.loop("--budget-minutes", String(all));
    expect(answer).toMatchObject({ exit: 3, summary: { tripwire: "budget-time", kept: 0 } });
    expect(lab.last("round")).toMatchObject({ decision: "void", reason: { code: "budget" } });
    expect(lab.last("tripwire")).toMatchObject({ name: "budget-time" });
  },
);

test("budget-time that is over before the first round is on record, too", async () => {
  lab.settings({ tripwires: others });
  const answer = await lab.loop("--budget-minutes", "0.0001");
  expect(answer).toMatchObject({ exit: 3, summary: { tripwire: "budget-time", rounds: 0 } });
  expect(lab.last("tripwire")).toMatchObject({ name: "budget-time" });
});

test("a contained candidate whose output is worth nothing ends at SUPERVISED", async () => {
  lab.settings({ tripwires: others, trust: { window: 2, promotion: [0, 0, 0] } });
  lab.script.play(1, rung(1), rung(2), worthless("worthless"));
  const { summary } = await lab.loop("--max-iterations", "3");
  expect(summary.trust.level).toBe(0);
  expect(lab.last("trust.changed")).toMatchObject({ from: 1, to: 0, cause: "critical" });
});
