import { describe, expect, it } from "vitest";
import type { EventDraft } from "../../../src/domain/events.ts";
import {
  decide,
  effectiveMode,
  evolveTrust,
  initialTrust,
  ladder,
  modeOf,
  nextPromotion,
  trustRulesIn,
} from "../../../src/policy/trust/index.ts";
import {
  adopted,
  approved,
  type Blocked,
  blockedFor,
  contained,
  failed,
  type Keeping,
  kept,
  notKept,
  notStarted,
  otherSeals,
  parked,
  recorded,
  refused,
  stale,
  started,
  trippedBy,
  turnedAway,
  voided,
  wasReset,
} from "../../support/rounds.ts";
import { levelAfter, live } from "./live.ts";

/** That many good rounds, numbered from `first`. */
const good = (amount: number, first = 1, told: Keeping = {}): EventDraft[] =>
  Array.from({ length: amount }, (_, at) => kept(first + at, told));
const monitored = good(5);
const autonomous = [...monitored, ...good(5, 6, { fitness: 0.9 })];
const fullAuto = [...autonomous, ...good(5, 11, { fitness: 0.96 })];
const bad = (round: number) => notKept(round, failed("crash"));

const windowAfter = (...events: EventDraft[]) => live(...events).state.window;
const countsAs = (event: EventDraft): string => {
  const [entry] = windowAfter(event);
  return entry ? (entry.good ? "good" : "bad") : "not at all";
};

describe("levels", () => {
  it("begin at SUPERVISED, where nothing is committed unseen", () => {
    expect(initialTrust.level).toBe(0);
    expect(modeOf(0)).toBe("REVIEW");
  });

  it("have the names and modes of the contract, and those of the field beside", () => {
    expect(Object.values(ladder)).toEqual([
      { name: "SUPERVISED", elsewhere: "manual", mode: "REVIEW" },
      { name: "MONITORED", elsewhere: "assisted", mode: "NOTIFY" },
      { name: "AUTONOMOUS", elsewhere: "supervised", mode: "AUTO" },
      { name: "FULL_AUTO", elsewhere: "autonomous", mode: "AUTO" },
    ]);
  });

  it.each([
    [3, [], "AUTO"],
    [3, ["force-review"], "REVIEW"],
    [2, ["weak-isolation"], "NOTIFY"],
    [3, ["few-held-out"], "NOTIFY"],
    [3, ["proposer-not-hidden"], "NOTIFY"],
    [1, ["weak-isolation"], "NOTIFY"],
    [0, ["weak-isolation"], "REVIEW"],
    [3, ["weak-isolation", "force-review"], "REVIEW"],
  ] as const)("%i with the caps %j work in mode %s", (level, caps, mode) => {
    expect(effectiveMode(level, caps)).toBe(mode);
  });
});

describe("a round counts", () => {
  it.each<[string, EventDraft, string]>([
    ["kept with a gain of 0.01", kept(1, { before: 0.28, fitness: 0.29 }), "good"],
    ["kept with less of a gain", kept(1, { before: 0.281, fitness: 0.29 }), "not at all"],
    ["turned away at the gate", notKept(1, turnedAway("syntax")), "bad"],
    ["turned away for an import", notKept(1, turnedAway("import")), "bad"],
    ["turned away as a duplicate", notKept(1, turnedAway("duplicate")), "not at all"],
    ["timed out", notKept(1, failed("timeout")), "bad"],
    ["crashed", notKept(1, failed("crash")), "bad"],
    ["out of memory", notKept(1, failed("out_of_memory")), "bad"],
    ["flooded its output", notKept(1, failed("output_flood")), "bad"],
    ["left bad output", notKept(1, failed("bad_output")), "bad"],
    ["not started, which is our fault", notKept(1, notStarted()), "not at all"],
    ["contained and no better", blockedFor(1, "no-better"), "not at all"],
    ["void", voided(1, "no-candidate"), "not at all"],
    ["void with a candidate", voided(1, "integrity", contained()), "not at all"],
    ["parked for review", parked(1), "not at all"],
  ])("%s: %s", (_title, event, expected) => {
    expect(countsAs(event)).toBe(expected);
  });

  it.each<Blocked>(["vetoed", "overfit", "worse", "rows-lost", "holdout-lower", "check-lost"])(
    "as bad when it was %s, at its visible fitness",
    (blocked) => {
      expect(windowAfter(blockedFor(1, blocked, { fitness: 0.6 }))).toEqual([
        { round: 1, good: false, rate: 0.6, capped: false },
      ]);
    },
  );

  it("at its visible fitness when good, at 0 when not contained, at nothing when it never ran", () => {
    const rates = windowAfter(
      kept(1, { fitness: 0.7 }),
      notKept(2, failed("timeout")),
      notKept(3, turnedAway()),
    ).map(({ rate }) => rate);
    expect(rates).toEqual([0.7, 0, null]);
  });

  it("as good once for each text in a project, whatever lies between", () => {
    const state = live(
      kept(1, { text: "same" }),
      wasReset(),
      started(),
      kept(2, { text: "same" }),
      kept(3, { text: "other" }),
    ).state;
    expect(state.window.map(({ round }) => round)).toEqual([3]);
  });

  it("as that of the chosen candidate when there are several", () => {
    const round = kept(1, { fitness: 0.9, beside: [failed("timeout"), turnedAway()] });
    expect(windowAfter(round)).toEqual([{ round: 1, good: true, rate: 0.9, capped: false }]);
  });

  it("as bad only when every candidate is bad", () => {
    const worse = contained({ blocked: "worse", fitness: 0.3 });
    expect(countsAs(notKept(1, worse, failed("crash"), turnedAway()))).toBe("bad");
    expect(countsAs(notKept(1, worse, contained({ blocked: "no-better" })))).toBe("not at all");
    expect(countsAs(notKept(1, worse, turnedAway("duplicate")))).toBe("not at all");
    expect(countsAs(notKept(1, worse, notStarted()))).toBe("not at all");
  });

  it("as that of the chosen candidate also when its text was offered a second time", () => {
    const round = kept(1, { text: "twice", fitness: 0.9 });
    const candidates = [turnedAway("duplicate", "twice"), ...round.candidates];
    expect(countsAs({ ...round, candidates })).toBe("good");
  });
});

describe("a parked round counts when it is decided", () => {
  const waiting = parked(1, { fitness: 0.8 });

  it("as good when approved with a gain, at the fitness it was approved with", () => {
    expect(windowAfter(waiting, approved(waiting, 0.5, 0.82))).toEqual([
      { round: 1, good: true, rate: 0.82, capped: false },
    ]);
  });

  it("as neutral when approved with too small a gain", () => {
    expect(windowAfter(waiting, approved(waiting, 0.8, 0.805))).toEqual([]);
  });

  it("as bad when refused by a person, at its visible fitness", () => {
    expect(windowAfter(waiting, refused(waiting))).toEqual([
      { round: 1, good: false, rate: 0.8, capped: false },
    ]);
  });

  it("as neutral when stale", () => {
    expect(windowAfter(waiting, stale(waiting))).toEqual([]);
  });

  it("once, and never for a review that nobody asked for", () => {
    const twice = [approved(waiting, 0.5, 0.8), approved(waiting, 0.5, 0.8)];
    expect(windowAfter(waiting, ...twice).length).toBe(1);
    expect(windowAfter(approved(waiting, 0.5, 0.8))).toEqual([]);
  });

  it("under the caps it was earned with", () => {
    const capped = parked(1, { caps: ["weak-isolation"] });
    expect(windowAfter(capped, approved(capped, 0.5, 0.8))[0]?.capped).toBe(true);
  });
});

describe("the window", () => {
  it("holds the last five good or bad rounds", () => {
    const rounds = windowAfter(bad(1), ...good(3, 2), bad(5), ...good(3, 6));
    expect(rounds.map(({ round }) => round)).toEqual([4, 5, 6, 7, 8]);
  });

  it("is as long as the run's own settings say", () => {
    const short = started({ "trust.window": 2 });
    expect(levelAfter(short, ...good(2))).toBe(1);
    expect(windowAfter(bad(1), bad(2), ...good(1, 3), short).length).toBe(2);
  });

  it.each<[string, EventDraft]>([
    ["a reset", wasReset("reset")],
    ["a fresh start", wasReset("fresh")],
    ["a genome that a person brought", adopted],
  ])("is emptied by %s, which keeps the level", (_title, event) => {
    const { state } = live(...monitored, ...good(3, 6), event);
    expect({ level: state.level, window: state.window }).toEqual({ level: 1, window: [] });
  });

  it("is emptied by every transition", () => {
    expect(windowAfter(...monitored)).toEqual([]);
  });
});

describe("promotion", () => {
  it("needs a full window, and goes up by one", () => {
    expect(levelAfter(...good(4))).toBe(0);
    expect(levelAfter(...good(5, 1, { fitness: 1 }))).toBe(1);
    expect(levelAfter(...good(9, 1, { fitness: 1 }))).toBe(1);
  });

  it("needs a window without a bad round", () => {
    expect(levelAfter(...good(3), bad(4), ...good(4, 5))).toBe(0);
    expect(levelAfter(...good(3), bad(4), ...good(5, 5))).toBe(1);
  });

  it("is not held up by neutral, void and parked rounds", () => {
    const between = [blockedFor(6, "no-better"), voided(7, "no-candidate"), parked(8)];
    expect(levelAfter(...good(4), ...between, ...good(1, 9))).toBe(1);
  });

  it.each([
    [0, [], 0.7],
    [1, monitored, 0.85],
    [2, autonomous, 0.95],
  ] as const)("from level %i needs its own mean rate", (level, before, needed) => {
    const at = (fitness: number) => levelAfter(...before, ...good(5, 50, { fitness }));
    expect(at(needed - 0.001)).toBe(level);
    expect(at(needed)).toBe(level + 1);
  });

  it("ends at FULL_AUTO", () => {
    expect(levelAfter(...fullAuto, ...good(6, 20, { fitness: 1 }))).toBe(3);
  });

  it.each(["weak-isolation", "few-held-out", "proposer-not-hidden"] as const)(
    "above MONITORED is not earned under the cap %s",
    (cap) => {
      const capped = good(5, 1, { fitness: 0.99, caps: [cap] });
      expect(levelAfter(...capped)).toBe(1);
      expect(levelAfter(...capped, ...good(5, 6, { fitness: 0.99, caps: [cap] }))).toBe(1);
      expect(levelAfter(...capped, ...good(5, 6, { fitness: 0.99 }))).toBe(2);
    },
  );

  it("is not hindered by --force-review, which says nothing of the evidence", () => {
    const forced = { fitness: 0.99, caps: ["force-review"] as const };
    expect(levelAfter(...monitored, ...good(5, 6, forced))).toBe(2);
  });

  it("says so with the numbers", () => {
    expect(live(...autonomous).changes.at(-1)).toMatchObject({
      from: 1,
      to: 2,
      cause: "promoted",
      round: 10,
      window: [6, 7, 8, 9, 10].map((round) => ({ round, good: true, rate: 0.9 })),
      detail: "mean 0.900 of the last 5 judged rounds ≥ 0.850, none of them bad",
    });
  });
});

describe("demotion", () => {
  it("goes to SUPERVISED after three bad rounds in a row", () => {
    const { changes } = live(...fullAuto, bad(20), bad(21), bad(22));
    expect(changes.at(-1)).toMatchObject({
      from: 3,
      to: 0,
      cause: "bad-streak",
      round: 22,
      detail: "3 bad rounds in a row, limit 3",
    });
  });

  it("does not come of bad rounds with a good one between", () => {
    expect(levelAfter(...monitored, bad(6), bad(7), kept(8, { fitness: 1 }), bad(9))).toBe(1);
  });

  it("comes of a streak also when neutral, void or parked rounds lie between", () => {
    const events = [
      bad(6),
      blockedFor(7, "no-better"),
      bad(8),
      voided(9, "no-candidate"),
      parked(10),
      bad(11),
    ];
    expect(levelAfter(...monitored, ...events)).toBe(0);
  });

  it("comes of a streak that began before a transition", () => {
    const settings = started({
      "trust.window": 2,
      "trust.badStreak": 4,
      "trust.demotionMargin": 0,
    });
    const low = (round: number) => blockedFor(round, "worse", { fitness: 0.1 });
    const { changes } = live(
      settings,
      ...good(2),
      ...good(2, 3, { fitness: 0.9 }),
      low(5),
      low(6),
      low(7),
      low(8),
    );
    expect(changes.map(({ to, cause }) => [to, cause])).toEqual([
      [1, "promoted"],
      [2, "promoted"],
      [1, "below-threshold"],
      [0, "bad-streak"],
    ]);
  });

  it("goes down by one when a full window's mean is below what earned the level, less 0.05", () => {
    const mean = (rate: number) => [
      ...good(3, 20, { fitness: rate }),
      blockedFor(23, "worse", { fitness: rate }),
      ...good(1, 24, { fitness: rate }),
    ];
    expect(levelAfter(...autonomous, ...mean(0.8))).toBe(2);
    expect(live(...autonomous, ...mean(0.79)).changes.at(-1)).toMatchObject({
      from: 2,
      to: 1,
      cause: "below-threshold",
      round: 24,
      detail:
        "mean 0.790 of the last 5 judged rounds < 0.800 (the 0.850 that earned AUTONOMOUS, less 0.050)",
    });
  });

  it("shows as many decimals as tell the mean from its limit", () => {
    const { changes } = live(...autonomous, ...good(5, 20, { fitness: 0.79996 }));
    expect(changes.at(-1)?.detail).toContain("mean 0.79996 of");
  });

  it("does not come of a mean while the window is not full", () => {
    expect(levelAfter(...autonomous, ...good(4, 20, { fitness: 0.3 }))).toBe(2);
  });

  it("leaves rounds without a rate out of the mean", () => {
    const events = [
      notKept(20, turnedAway()),
      ...good(2, 21, { fitness: 0.82 }),
      notKept(23, turnedAway()),
      ...good(1, 24, { fitness: 0.82 }),
    ];
    expect(levelAfter(...autonomous, ...events)).toBe(2);
  });
});

describe("a critical event", () => {
  const violating = contained({ violation: true, blocked: "no-better" });

  it.each<[string, EventDraft, string]>([
    ["a violation", notKept(20, violating), "round 20: 1 candidate tried something forbidden"],
    [
      "a violation by a candidate that was not chosen",
      kept(20, { fitness: 1, beside: [failed("crash", { violation: true })] }),
      "round 20: 1 candidate tried",
    ],
    ["a violation in a void round", voided(20, "stopped", violating), "tried something forbidden"],
    [
      "a violation in a parked round",
      parked(20, { beside: [failed("timeout", { violation: true })] }),
      "tried something forbidden",
    ],
    [
      "fitness 0 from a run that was ok",
      notKept(20, contained({ fitness: 0, blocked: "worse" })),
      "fitness 0.000",
    ],
    ["integrity", trippedBy("integrity", 20), "round 20: tripwire integrity: the gold was changed"],
    ["a tripwire that demotes", trippedBy("drift", null), "tripwire drift"],
  ])("such as %s ends at SUPERVISED at once", (_title, event, says) => {
    const { changes } = live(...fullAuto, event);
    expect(changes.at(-1)).toMatchObject({ from: 3, to: 0, cause: "critical" });
    expect(changes.at(-1)?.detail).toContain(says);
  });

  it.each(["no-improvement", "budget-tokens", "budget-cost", "budget-time"] as const)(
    "is not the tripwire %s, which only stops",
    (name) => {
      expect(levelAfter(...fullAuto, trippedBy(name))).toBe(3);
    },
  );

  it("at SUPERVISED changes no level, and takes what was earned towards the next", () => {
    const { changes, state } = live(...good(4), voided(5, "stopped", violating), ...good(4, 6));
    expect(changes).toEqual([]);
    expect(state.window.length).toBe(4);
  });

  it("is not forgotten when the loop ends before it is recorded", () => {
    const { trail } = live(...fullAuto);
    let state = trail.reduce(evolveTrust, initialTrust);
    for (const event of [trippedBy("violation"), ...good(5, 30, { fitness: 1 }), wasReset()])
      state = evolveTrust(state, event);
    expect(decide(state)).toMatchObject({ from: 3, to: 0, cause: "critical" });
  });
});

describe("changes that an operator accepted", () => {
  it("end at SUPERVISED and are named", () => {
    expect(live(...fullAuto, started({}, otherSeals)).changes.at(-1)).toMatchObject({
      from: 3,
      to: 0,
      cause: "changes-accepted",
      round: null,
      detail: expect.stringContaining("changes to gold were accepted"),
    });
  });

  it("change nothing at a start where every seal held", () => {
    expect(levelAfter(...fullAuto, started())).toBe(3);
  });
});

describe("a transition in the trail", () => {
  const { trail } = live(...good(5));
  const rounds = trail.slice(0, 5);
  const real = trail.at(-1);

  it("is what raises the level: five good rounds without it do not", () => {
    expect(rounds.reduce(evolveTrust, initialTrust).level).toBe(0);
    expect([...rounds, ...(real ? [real] : [])].reduce(evolveTrust, initialTrust).level).toBe(1);
  });

  it.each([
    ["another level", { to: 3 }],
    ["another start", { from: 1, to: 2 }],
    ["another cause", { cause: "changes-accepted" }],
  ] as const)("with %s than the evidence gives earns nothing", (_title, forged) => {
    if (real?.type !== "trust.changed") throw new Error("five good rounds should promote");
    const state = [...rounds, { ...real, ...forged }].reduce(evolveTrust, initialTrust);
    expect({ level: state.level, window: state.window.length }).toEqual({ level: 0, window: 5 });
  });

  it("without evidence earns nothing", () => {
    const forged: EventDraft = {
      type: "trust.changed",
      from: 0,
      to: 1,
      cause: "promoted",
      round: 5,
      window: [],
      detail: "trust me",
    };
    expect([forged].reduce(evolveTrust, initialTrust)).toEqual(initialTrust);
  });
});

describe("each run's settings", () => {
  it("are what its rounds are judged by", () => {
    const settings = {
      "trust.window": 3,
      "trust.goodGain": 0.2,
      "trust.promotion": [0.5, 0.6, 0.7],
      "trust.demotionMargin": 0.1,
      "trust.badStreak": 2,
    };
    const [event] = recorded([started(settings)]);
    if (event?.type !== "run.started") throw new Error("no run was started");
    expect(trustRulesIn(event.settings)).toEqual({
      window: 3,
      goodGain: 0.2,
      promotion: [0.5, 0.6, 0.7],
      demotionMargin: 0.1,
      badStreak: 2,
    });
    expect(levelAfter(event, ...good(3, 1, { fitness: 0.5 }))).toBe(0);
    expect(levelAfter(event, ...good(3, 1, { fitness: 0.5, before: 0.3 }))).toBe(1);
  });

  it("are the defaults where a run knew no such setting", () => {
    expect(trustRulesIn({})).toEqual(initialTrust.rules);
  });

  it("are those of the parked round's own run when it is decided in another", () => {
    const waiting = parked(1);
    const strict = started({ "trust.goodGain": 0.5 });
    expect(windowAfter(waiting, strict, approved(waiting, 0.5, 0.6)).length).toBe(1);
  });
});

describe("the next promotion", () => {
  it.each<[string, readonly EventDraft[], string]>([
    [
      "at the start",
      [],
      "MONITORED needs 5 good rounds with no bad one between and a mean rate of at least 0.700: none so far",
    ],
    ["on the way", good(3, 1, { fitness: 0.6 }), "3 so far, mean 0.600"],
    ["after a bad round", [...good(3), bad(4), ...good(1, 5)], "1 so far, mean 0.800"],
    ["at the next level", monitored, "AUTONOMOUS needs 5 good rounds"],
    [
      "under a cap",
      [...monitored, ...good(2, 6, { caps: ["weak-isolation"] })],
      "none so far (rounds under a cap, such as weak isolation, do not count here)",
    ],
    ["at the top", fullAuto, "FULL_AUTO is the highest level"],
  ])("%s is told with its numbers", (_title, events, says) => {
    expect(nextPromotion(live(...events).state)).toContain(says);
  });
});
