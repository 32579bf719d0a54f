import { describe, expect, it, test } from "vitest";
import { demotingTripwires, tripwireNames } from "../../src/domain/event-parts.ts";
import type { EventDraft } from "../../src/domain/events.ts";
import { tripwireRules } from "../../src/domain/setting-rules.ts";
import type { TripwireRules } from "../../src/domain/settings.ts";
import {
  adviceFor,
  budgetSpent,
  evolveTripwires,
  firstTripped,
  initialTripwires,
  integrityBroken,
  nondeterministic,
  type TripwireDistance,
  type TripwireState,
  tripwireDistances,
  tripwireStateSchema,
} from "../../src/policy/tripwires/index.ts";
import {
  adopted,
  approved,
  blockedFor,
  contained,
  failed,
  kept,
  notKept,
  notStarted,
  otherSeals,
  parked,
  recorded,
  refused,
  seals,
  started,
  trippedBy,
  turnedAway,
  voided,
  wasReset,
} from "../support/rounds.ts";

const rules: TripwireRules = {
  scoreFloor: tripwireRules.scoreFloor.default,
  badStreak: tripwireRules.badStreak.default,
  timeoutRate: tripwireRules.timeoutRate.default,
  fileGrowth: tripwireRules.fileGrowth.default,
  overfitGap: tripwireRules.overfitGap.default,
  repeatedFailure: tripwireRules.repeatedFailure.default,
  drift: tripwireRules.drift.default,
  noImprovement: tripwireRules.noImprovement.default,
};
const floor = 0.2;

type Make = (round: number) => EventDraft;
/** Rounds numbered from 1 in the order given. */
const after = (...rounds: readonly Make[]): TripwireState =>
  recorded(rounds.map((make, at) => make(at + 1))).reduce(evolveTripwires, initialTripwires);
const times = (amount: number, make: Make): Make[] => Array.from({ length: amount }, () => make);

const good: Make = (round) => kept(round, { fitness: 0.8 });
const neutral: Make = (round) => blockedFor(round, "no-better", { fitness: 0.8 });
const crash: Make = (round) =>
  notKept(round, failed("crash", { detail: `reason ${"x".repeat(round)}` }));
const timeout: Make = (round) => notKept(round, failed("timeout"));
const waits = (round: number) => parked(round, { text: "waits" });
const rated =
  (fitness: number): Make =>
  (round) =>
    blockedFor(round, "no-better", { fitness });

const reading = (name: TripwireDistance["name"], state: TripwireState): TripwireDistance => {
  const found = tripwireDistances(state, rules, floor).find((one) => one.name === name);
  if (!found) throw new Error(`no reading of ${name}`);
  return found;
};
const trips = (name: TripwireDistance["name"], ...rounds: readonly Make[]): boolean =>
  reading(name, after(...rounds)).tripped;

interface Case {
  readonly name: TripwireDistance["name"];
  readonly trips: readonly (readonly [when: string, rounds: readonly Make[]])[];
  readonly holds: readonly (readonly [when: string, rounds: readonly Make[]])[];
}

const shownTooWell =
  (matched: number, rows = 10): Make =>
  (round) =>
    kept(round, { fitness: 0.9, heldOut: { rows, matched } });
const sized =
  (bytes: number, before = 0.795): Make =>
  (round) =>
    kept(round, { bytes, before });

const cases: readonly Case[] = [
  {
    name: "violation",
    trips: [
      [
        "a candidate tried something forbidden",
        [(r) => notKept(r, contained({ violation: true }))],
      ],
      [
        "it was another than the chosen one",
        [(r) => kept(r, { beside: [failed("crash", { violation: true })] })],
      ],
      ["the round was void", [(r) => voided(r, "stopped", failed("crash", { violation: true }))]],
      ["the round was parked", [(r) => parked(r, { violation: true })]],
    ],
    holds: [["candidates merely fail", [crash, timeout]]],
  },
  {
    name: "bad-streak",
    trips: [
      ["three bad rounds follow each other", [crash, timeout, crash]],
      ["only neutral rounds lie between them", [crash, neutral, crash, neutral, crash]],
      ["a person refuses the third", [crash, crash, waits, (r) => refused(waits(r - 1))]],
    ],
    holds: [
      ["there are two", [crash, crash]],
      ["a good round lies between", [crash, crash, good, crash]],
    ],
  },
  {
    name: "timeout-rate",
    trips: [
      ["three of five judged rounds time out", [timeout, good, timeout, good, timeout]],
      ["five of ten do", times(5, timeout).flatMap((make) => [make, good])],
    ],
    holds: [
      ["two of five do", [timeout, good, timeout, good, good]],
      ["there are fewer than five rounds", [timeout, timeout, good, timeout]],
      ["it was long ago", [...times(5, timeout), ...times(10, good)]],
      ["the runs were not judged", times(5, (r) => voided(r, "not-started", notStarted()))],
    ],
  },
  {
    name: "repeated-failure",
    trips: [
      [
        "one failure comes four times in ten rounds, whatever the numbers in it",
        times(4, (r) => notKept(r, failed("timeout", { detail: `ended after ${r}.5 s` }))).flatMap(
          (make) => [make, good],
        ),
      ],
      [
        "the gate turns four away for one reason",
        times(4, (r) => notKept(r, turnedAway("syntax"))),
      ],
    ],
    holds: [
      ["it comes three times", times(3, timeout)],
      ["the failures differ", [...times(3, timeout), ...times(3, crash)]],
      ["candidates are merely no better", times(8, neutral)],
      [
        "the same text is turned away as a duplicate",
        times(8, (r) => notKept(r, turnedAway("duplicate"))),
      ],
      ["the earlier ones were long ago", [...times(3, timeout), ...times(10, good), timeout]],
    ],
  },
  {
    name: "score-floor",
    trips: [
      ["the mean of the last three rates is below it", [rated(0.3), rated(0.1), rated(0.19)]],
      ["runs that were not contained bring it down", [rated(0.5), crash, crash]],
    ],
    holds: [
      ["the mean is at the floor", times(3, rated(0.2))],
      ["there are two rates", times(2, rated(0.1))],
      [
        "rounds without a rate lie between",
        [rated(0.1), (r) => notKept(r, turnedAway()), rated(0.1)],
      ],
    ],
  },
  {
    name: "overfit-gap",
    trips: [["visible recall is far above held-out recall, on average", times(3, shownTooWell(5))]],
    holds: [
      ["the mean gap is at the limit", [...times(2, shownTooWell(5)), shownTooWell(7)]],
      ["there are two such candidates", times(2, shownTooWell(0))],
      ["fewer than five rows are held out", times(3, shownTooWell(0, 4))],
    ],
  },
  {
    name: "file-growth",
    trips: [
      [
        "the genome grows to more than three times its bytes without a gain",
        [sized(1000), sized(2000), sized(3001)],
      ],
      ["fitness rose before that", [sized(1000, 0.5), sized(3500)]],
    ],
    holds: [
      ["it grows to three times its bytes", [sized(1000), sized(3000)]],
      ["fitness rises with it", [sized(1000, 0.5), sized(4000, 0.5)]],
      ["the long text is not kept", [sized(1000), (r) => blockedFor(r, "worse", { bytes: 9000 })]],
    ],
  },
  {
    name: "drift",
    trips: [
      [
        "the mean of the last three rates falls in four rounds",
        [0.8, 0.8, 0.8, 0.77, 0.74, 0.7, 0.6].map(rated),
      ],
    ],
    holds: [
      ["it falls in three", [0.8, 0.8, 0.8, 0.7, 0.6, 0.5].map(rated)],
      ["it falls by less than 0.05 in all", [0.8, 0.8, 0.8, 0.79, 0.79, 0.78, 0.77].map(rated)],
      ["it rises in between", [0.8, 0.8, 0.8, 0.7, 0.6, 0.9, 0.5, 0.4].map(rated)],
      ["it stays", times(9, rated(0.8))],
    ],
  },
  {
    name: "no-improvement",
    trips: [
      ["ten rounds bring nothing that is kept", times(10, neutral)],
      [
        "some of them bring no candidate at all",
        [...times(5, neutral), ...times(5, (r) => voided(r, "no-candidate"))],
      ],
      ["the proposer fails in all", times(10, (r) => voided(r, "proposer-failed"))],
    ],
    holds: [
      ["there are nine", times(9, neutral)],
      [
        "one is kept, however small its gain",
        [...times(9, neutral), (r) => kept(r, { before: 0.799 }), neutral],
      ],
      [
        "a parked one is approved",
        [...times(9, neutral), waits, (r) => approved(waits(r - 1), 0.5, 0.8), neutral],
      ],
      ["rounds end before a proposer was asked", times(20, (r) => voided(r, "budget"))],
    ],
  },
];

for (const { name, ...when } of cases)
  describe(`the tripwire ${name}`, () => {
    it.each(when.trips)("trips when %s", (_when, rounds) => {
      expect(trips(name, ...rounds)).toBe(true);
    });
    it.each(when.holds)("does not trip when %s", (_when, rounds) => {
      expect(trips(name, ...rounds)).toBe(false);
    });
  });

describe("of the tripwires that have tripped", () => {
  const first = (...rounds: readonly Make[]) => firstTripped(after(...rounds), rules, floor);

  it("the gravest is raised, with its round, reason and numbers", () => {
    expect(first(...times(10, crash))).toEqual({
      type: "tripwire",
      name: "bad-streak",
      round: 10,
      detail: "10 bad rounds in a row, limit 3",
      numbers: { rounds: 10, limit: 3 },
    });
    const violating: Make = (round) => notKept(round, failed("timeout", { violation: true }));
    expect(first(...times(10, timeout), violating)?.name).toBe("violation");
  });

  it("none is raised while all is well", () => {
    expect(first(good, neutral, good)).toBeNull();
    expect(firstTripped(initialTripwires, rules, null)).toBeNull();
  });

  it("the score floor is not, while nobody knows a floor", () => {
    const state = after(...times(3, rated(0)));
    expect(
      tripwireDistances(state, rules, null).find(({ name }) => name === "score-floor"),
    ).toMatchObject({
      value: 0,
      limit: null,
      tripped: false,
    });
  });
});

describe("what the tripwires watch", () => {
  const worn = after(...times(2, crash), sized(1000), sized(2000), neutral, waits);
  const clean = { ...initialTripwires, reader: worn.reader };

  it.each<[string, EventDraft]>([
    ["a reset", wasReset()],
    ["a genome that a person brought", adopted],
    ["a tripwire, since a person looks then", trippedBy("drift")],
    ["changes that an operator accepted", started({}, otherSeals)],
  ])("begins afresh after %s", (_title, event) => {
    expect(evolveTripwires(worn, event)).toEqual(clean);
  });

  it("goes on over runs and spent budgets", () => {
    expect([started(), trippedBy("budget-time")].reduce(evolveTripwires, worn)).toEqual(worn);
  });

  it("is told with each distance also while nothing has tripped", () => {
    const { value, limit, detail } = reading("no-improvement", after(...times(3, neutral)));
    expect({ value, limit, detail }).toEqual({
      value: 3,
      limit: 10,
      detail: "3 rounds in a row without anything kept, limit 10",
    });
    expect(reading("timeout-rate", after(timeout)).value).toBeNull();
  });

  it("stays small, and comes back from a checkpoint as it was", () => {
    const long = after(
      ...Array.from({ length: 500 }, (_, at) => [crash, good, neutral, waits][at % 4] ?? good),
    );
    const text = JSON.stringify(long);
    expect(text.length).toBeLessThan(15_000);
    expect(tripwireStateSchema.parse(JSON.parse(text))).toEqual(long);
  });

  it("shows control characters of a failure's words instead of obeying them", () => {
    const hostile: Make = (round) => notKept(round, failed("crash", { detail: "\u001b[2Jgone" }));
    expect(reading("repeated-failure", after(...times(4, hostile))).detail).toContain(
      "crash: \\u{1b}[#Jgone",
    );
  });
});

test("what a loop sees by itself is an event of the trail too, with its reason", () => {
  const events = recorded([
    nondeterministic(4, 0.9, 0.85),
    integrityBroken(4, [{ what: "gold", recorded: seals.gold, found: null }]),
    budgetSpent(null, "budget-tokens", 9000, 10_000),
    budgetSpent(4, "budget-cost", 0.1 + 0.2, 0.5),
  ]);
  expect(events.map((event) => "detail" in event && event.detail)).toEqual([
    "the genome in force gave other tables for the same inputs: fitness 0.900 before, 0.850 now",
    `changed while the loop was running: gold (${seals.gold.slice(0, 12)} before, nothing now)`,
    "9000 of 10000 tokens are spent, and what is left is not enough to go on",
    "0.3 of 0.5 US dollars are spent, and what is left is not enough to go on",
  ]);
});

test.each(tripwireNames)("%s tells what to look at and which command continues", (name) => {
  const { lookAt, command } = adviceFor(name);
  expect(lookAt.length).toBeGreaterThan(20);
  expect(command).toMatch(/^cleanloop (loop|reset|calibrate)/);
});

test("every reading is of a tripwire that the trail knows", () => {
  const names = tripwireDistances(initialTripwires, rules, floor).map(({ name }) => name);
  const raised = ["nondeterminism", "integrity", "budget-tokens", "budget-cost", "budget-time"];
  expect([...names, ...raised].sort()).toEqual([...tripwireNames].sort());
  expect(demotingTripwires.filter((name) => !names.some((known) => known === name))).toEqual([
    "nondeterminism",
    "integrity",
  ]);
});
