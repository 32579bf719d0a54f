import type { EventDraft } from "../../domain/events.ts";
import type { TripwireRules } from "../../domain/settings.ts";
import { visible } from "../../domain/visible.ts";
import { above, atLeast, below, beside, countOf, figure, mean } from "../figures.ts";
import { meanOver, type TripwireState } from "./state.ts";

/** How far one tripwire is from going off. */
export interface TripwireDistance {
  readonly name: CountedTripwire;
  /** Null while there is too little to tell. */
  readonly value: number | null;
  /** Null where nobody knows one yet. */
  readonly limit: number | null;
  readonly tripped: boolean;
  /** One sentence with the numbers. */
  readonly detail: string;
  readonly numbers: Readonly<Record<string, number>>;
}

export type CountedTripwire =
  | "violation"
  | "bad-streak"
  | "timeout-rate"
  | "repeated-failure"
  | "score-floor"
  | "overfit-gap"
  | "file-growth"
  | "drift"
  | "no-improvement";

export const violation = ({ violations }: TripwireState): TripwireDistance => ({
  name: "violation",
  value: violations,
  limit: 0,
  tripped: violations > 0,
  detail: `${countOf(violations, "candidate")} tried something forbidden, limit 0`,
  numbers: { candidates: violations },
});

export const badStreak = (
  { streak }: TripwireState,
  { badStreak }: TripwireRules,
): TripwireDistance => ({
  name: "bad-streak",
  value: streak,
  limit: badStreak,
  tripped: streak >= badStreak,
  detail: `${countOf(streak, "bad round")} in a row, limit ${badStreak}`,
  numbers: { rounds: streak, limit: badStreak },
});

const fewestForShare = 5;

export const timeoutRate = (
  { recent }: TripwireState,
  { timeoutRate: limit }: TripwireRules,
): TripwireDistance => {
  const timeouts = recent.filter(({ timedOut }) => timedOut).length;
  const share = recent.length < fewestForShare ? null : timeouts / recent.length;
  const known =
    share === null ? `${fewestForShare} rounds needed` : `share ${beside(share, limit)}`;
  return {
    name: "timeout-rate",
    value: share,
    limit,
    tripped: share !== null && above(share, limit),
    detail: `${timeouts} of the last ${countOf(recent.length, "judged round")} timed out (${known}, limit ${figure(limit)})`,
    numbers: { timeouts, rounds: recent.length, limit },
  };
};

export const repeatedFailure = (
  { recent }: TripwireState,
  { repeatedFailure: limit }: TripwireRules,
): TripwireDistance => {
  const { failure, times } = commonest(recent.flatMap((round) => round.failure ?? []));
  const what = failure === null ? "" : `: ${visible(failure, 160)}`;
  return {
    name: "repeated-failure",
    value: times,
    limit,
    tripped: times >= limit,
    detail: `one failure came ${countOf(times, "time")} in the last ${countOf(recent.length, "judged round")}, limit ${limit}${what}`,
    numbers: { times, rounds: recent.length, limit },
  };
};

const commonest = (failures: readonly string[]): { failure: string | null; times: number } => {
  let most: { failure: string | null; times: number } = { failure: null, times: 0 };
  for (const failure of new Set(failures)) {
    const times = failures.filter((other) => other === failure).length;
    if (times > most.times) most = { failure, times };
  }
  return most;
};

export const scoreFloor = ({ rates }: TripwireState, floor: number | null): TripwireDistance => {
  const rate = rates.length < meanOver ? null : mean(rates);
  const is = rate === null ? `not known before ${meanOver} rounds` : beside(rate, floor ?? 0);
  const least = floor === null ? "no floor known yet" : `floor ${figure(floor)}`;
  return {
    name: "score-floor",
    value: rate,
    limit: floor,
    tripped: rate !== null && floor !== null && below(rate, floor),
    detail: `mean rate of the last ${meanOver} judged rounds: ${is}, ${least}`,
    numbers: { ...(rate === null ? {} : { mean: rate }), ...(floor === null ? {} : { floor }) },
  };
};

export const overfitGap = (
  { gaps }: TripwireState,
  { overfitGap: limit }: TripwireRules,
): TripwireDistance => {
  const gap = gaps.length < meanOver ? null : mean(gaps);
  const is = gap === null ? `not known before ${meanOver} candidates` : beside(gap, limit);
  return {
    name: "overfit-gap",
    value: gap,
    limit,
    tripped: gap !== null && above(gap, limit),
    detail: `visible recall above held-out recall, mean of the last ${meanOver} candidates: ${is}, limit ${figure(limit)}`,
    numbers: { ...(gap === null ? {} : { gap }), limit },
  };
};

export const fileGrowth = (
  { growth }: TripwireState,
  { fileGrowth: limit }: TripwireRules,
): TripwireDistance => {
  const factor = growth === null ? null : growth.to / Math.max(1, growth.from);
  return {
    name: "file-growth",
    value: factor,
    limit,
    tripped: factor !== null && above(factor, limit),
    detail:
      growth === null || factor === null
        ? `nothing was kept yet, limit ${limit} times`
        : `the genome went from ${growth.from} to ${growth.to} bytes since fitness last rose (${beside(factor, limit)} times, limit ${limit})`,
    numbers: { ...(growth === null ? {} : growth), limit },
  };
};

const leastDrift = 0.05;

export const drift = (
  { fall, rates }: TripwireState,
  { drift: limit }: TripwireRules,
): TripwireDistance => {
  const rounds = fall?.rounds ?? 0;
  const to = mean(rates) ?? 0;
  const fallen = fall === null ? 0 : fall.from - to;
  const how = fall === null ? "" : ` (${figure(fall.from)} to ${figure(to)})`;
  return {
    name: "drift",
    value: rounds,
    limit,
    tripped: rounds >= limit && atLeast(fallen, leastDrift),
    detail: `the mean rate fell in ${countOf(rounds, "round")} in a row, by ${figure(fallen)}${how}; limit ${limit} rounds and ${figure(leastDrift)}`,
    numbers: { rounds, fallen, limit },
  };
};

export const noImprovement = (
  { idle }: TripwireState,
  { noImprovement: limit }: TripwireRules,
): TripwireDistance => ({
  name: "no-improvement",
  value: idle,
  limit,
  tripped: idle >= limit,
  detail: `${countOf(idle, "round")} in a row without anything kept, limit ${limit}`,
  numbers: { rounds: idle, limit },
});

export type TripwireEvent = Extract<EventDraft, { type: "tripwire" }>;

/** Every tripwire's distance, the gravest first; a floor of null is not known yet. */
export const tripwireDistances = (
  state: TripwireState,
  rules: TripwireRules,
  floor: number | null,
): readonly TripwireDistance[] => [
  violation(state),
  badStreak(state, rules),
  timeoutRate(state, rules),
  repeatedFailure(state, rules),
  scoreFloor(state, floor),
  overfitGap(state, rules),
  fileGrowth(state, rules),
  drift(state, rules),
  noImprovement(state, rules),
];

/** The gravest tripwire that goes off on this evidence. */
export const firstTripped = (
  state: TripwireState,
  rules: TripwireRules,
  floor: number | null,
): TripwireEvent | null => {
  const reading = tripwireDistances(state, rules, floor).find(({ tripped }) => tripped);
  if (!reading) return null;
  const { name, detail, numbers } = reading;
  return { type: "tripwire", name, round: state.round, detail, numbers };
};
