import fc from "fast-check";
import type { EventDraft } from "../../../src/domain/events.ts";
import {
  adopted,
  approved,
  blockedFor,
  type Cap,
  contained,
  failed,
  kept,
  notKept,
  notStarted,
  otherSeals,
  parked,
  refused,
  stale,
  started,
  trippedBy,
  turnedAway,
  voided,
  wasReset,
} from "../../support/rounds.ts";

/** One thing that happens; a round is told its number. */
export type Happening = (round: number) => readonly EventDraft[];

const rate = fc.integer({ min: 1, max: 100 }).map((percent) => percent / 100);
const high = fc.integer({ min: 85, max: 100 }).map((percent) => percent / 100);
const caps = fc.subarray<Cap>(["weak-isolation", "few-held-out", "force-review"], { maxLength: 1 });
/** From few, so that texts come back. */
const text = fc.integer({ min: 1, max: 40 }).map((number) => `candidate ${number}`);

const keeping: fc.Arbitrary<Happening> = fc
  .record({ fitness: fc.oneof(rate, high), text, caps, gain: rate })
  .map(({ fitness, gain, ...told }) => (round) => [
    kept(round, { ...told, fitness, before: Math.max(0, fitness - gain) }),
  ]);

const failing: fc.Arbitrary<Happening> = fc.oneof(
  fc.constantFrom<Happening>(
    (round) => [notKept(round, failed("timeout"))],
    (round) => [notKept(round, failed("crash"), turnedAway("import"))],
    (round) => [notKept(round, turnedAway("syntax"))],
  ),
  rate.map<Happening>((fitness) => (round) => [blockedFor(round, "worse", { fitness })]),
);

/** Rounds that prove nothing either way. */
export const harmless: fc.Arbitrary<Happening> = fc.oneof(
  fc.constantFrom<Happening>(
    (round) => [blockedFor(round, "no-better")],
    (round) => [notKept(round, turnedAway("duplicate"))],
    (round) => [notKept(round, contained({ blocked: "worse" }), notStarted())],
    (round) => [voided(round, "no-candidate")],
    (round) => [voided(round, "stopped", contained({ fitness: 0.9 }))],
    (round) => [parked(round)],
    (round) => [kept(round, { fitness: 0.8, before: 0.799 })],
  ),
  fc.record({ fitness: rate, caps }).map<Happening>((told) => (round) => [parked(round, told)]),
);

const reviewed: fc.Arbitrary<Happening> = fc
  .record({ fitness: rate, text, caps, decision: fc.constantFrom("approved", "refused", "stale") })
  .map(({ decision, ...told }) => (round) => {
    const waiting = parked(round, told);
    if (decision === "approved") return [waiting, approved(waiting, 0, told.fitness)];
    return [waiting, decision === "refused" ? refused(waiting) : stale(waiting)];
  });

export const critical: fc.Arbitrary<Happening> = fc.constantFrom<Happening>(
  (round) => [notKept(round, contained({ violation: true, blocked: "no-better" }))],
  (round) => [voided(round, "stopped", failed("timeout", { violation: true }))],
  (round) => [parked(round, { beside: [failed("crash", { violation: true })] })],
  (round) => [kept(round, { fitness: 1, beside: [contained({ violation: true })] })],
  (round) => [notKept(round, contained({ fitness: 0, blocked: "worse" }))],
  (round) => [trippedBy("integrity", round)],
  (round) => [trippedBy("score-floor", round)],
  () => [started({}, otherSeals)],
);

const running: fc.Arbitrary<Happening> = fc.oneof(
  fc
    .record({
      window: fc.integer({ min: 2, max: 7 }),
      badStreak: fc.integer({ min: 1, max: 4 }),
      promotion: fc
        .tuple(rate, rate, rate)
        .map((shares) => [...shares].sort((one, other) => one - other)),
    })
    .map<Happening>(({ window, badStreak, promotion }) => () => [
      started({
        "trust.window": window,
        "trust.badStreak": badStreak,
        "trust.promotion": promotion,
      }),
    ]),
  fc.constantFrom<Happening>(
    () => [started()],
    () => [wasReset()],
    () => [adopted],
    (round) => [trippedBy("no-improvement", round)],
  ),
);

/** Mostly good rounds, so that levels are earned and there is something to lose. */
export const happenings: fc.Arbitrary<readonly Happening[]> = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: keeping },
    { weight: 3, arbitrary: reviewed },
    { weight: 2, arbitrary: failing },
    { weight: 2, arbitrary: harmless },
    { weight: 1, arbitrary: running },
    { weight: 1, arbitrary: critical },
  ),
  { maxLength: 60 },
);

export const asEvents = (history: readonly Happening[]): EventDraft[] =>
  history.flatMap((happening, at) => happening(at + 1));

/** Transitions that anyone with an editor may write. */
export const forged: fc.Arbitrary<EventDraft> = fc
  .record({
    from: fc.constantFrom(0, 1, 2, 3),
    to: fc.constantFrom(0, 1, 2, 3),
    cause: fc.constantFrom("promoted", "critical", "below-threshold"),
  })
  .map(({ from, to, cause }) => ({
    type: "trust.changed",
    from,
    to,
    cause,
    round: 1,
    window: Array.from({ length: 5 }, (_, at) => ({ round: at + 1, good: true, rate: 1 })),
    detail: "trust me",
  }));
