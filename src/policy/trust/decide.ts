import type { EventDraft } from "../../domain/events.ts";
import { atLeast, below, beside, countOf, figure, mean } from "../figures.ts";
import { levelAbove, levelBelow, nameOf } from "./levels.ts";
import type { TrustState, WindowEntry } from "./state.ts";

export type TrustChange = Extract<EventDraft, { type: "trust.changed" }>;

/** The transition that the evidence so far asks for; null when the level is right. */
export const decide = (state: TrustState): TrustChange | null =>
  forcedDown(state) ?? downAfterStreak(state) ?? downOne(state) ?? upOne(state);

const forcedDown = (state: TrustState): TrustChange | null => {
  const { due, level } = state;
  if (!due || level === 0) return null;
  return { ...change(state, 0, due.cause, due.detail), round: due.round };
};

const downAfterStreak = (state: TrustState): TrustChange | null => {
  const { streak, rules, level } = state;
  if (level === 0 || streak < rules.badStreak) return null;
  const limit = rules.badStreak;
  return change(state, 0, "bad-streak", `${countOf(streak, "bad round")} in a row, limit ${limit}`);
};

const downOne = (state: TrustState): TrustChange | null => {
  const { level, rules } = state;
  const rate = rollingRate(state);
  const to = levelBelow[level];
  if (to === null || rate === null || !isFull(state)) return null;
  const earned = rules.promotion[to] ?? 1;
  const least = earned - rules.demotionMargin;
  if (!below(rate, least)) return null;
  const why = `the ${figure(earned)} that earned ${nameOf(level)}, less ${figure(rules.demotionMargin)}`;
  const detail = `${meanOf(state, rate, least)} < ${figure(least)} (${why})`;
  return change(state, to, "below-threshold", detail);
};

const upOne = (state: TrustState): TrustChange | null => {
  const { level, rules, window } = state;
  const rate = rollingRate(state);
  const to = levelAbove[level];
  if (to === null || rate === null || !isFull(state)) return null;
  if (!window.every((entry) => liftsFrom(level, entry))) return null;
  const needed = rules.promotion[level] ?? 1;
  if (!atLeast(rate, needed)) return null;
  const detail = `${meanOf(state, rate, needed)} ≥ ${figure(needed)}, none of them bad`;
  return change(state, to, "promoted", detail);
};

/** What was earned where NOTIFY is the most proves nothing for the levels above it. */
export const liftsFrom = (level: TrustState["level"], { good, capped }: WindowEntry): boolean =>
  good && (level === 0 || !capped);

/** The mean rate of the window; null while nothing in it has one. */
export const rollingRate = ({ window }: TrustState): number | null =>
  mean(window.flatMap(({ rate }) => rate ?? []));

const isFull = ({ window, rules }: TrustState): boolean => window.length >= rules.window;

const meanOf = ({ window }: TrustState, rate: number, limit: number): string =>
  `mean ${beside(rate, limit)} of the last ${countOf(window.length, "judged round")}`;

const change = (
  { level, window }: TrustState,
  to: TrustChange["to"],
  cause: TrustChange["cause"],
  detail: string,
): TrustChange => ({
  type: "trust.changed",
  from: level,
  to,
  cause,
  round: window.at(-1)?.round ?? null,
  window: window.map(({ round, good, rate }) => ({ round, good, rate })),
  detail,
});

/** What the next promotion needs, and how much of it is there. */
export const nextPromotion = (state: TrustState): string => {
  const { level, rules } = state;
  const to = levelAbove[level];
  if (to === null) return `${nameOf(level)} is the highest level`;
  const needed = `${countOf(rules.window, "good round")} with no bad one between`;
  const least = figure(rules.promotion[level] ?? 1);
  return `${nameOf(to)} needs ${needed} and a mean rate of at least ${least}: ${soFar(state)}`;
};

const soFar = (state: TrustState): string => {
  const run = liftingRun(state);
  const rate = mean(run.flatMap((entry) => entry.rate ?? []));
  return rate === null
    ? `none so far${uncapped(state)}`
    : `${run.length} so far, mean ${figure(rate)}${uncapped(state)}`;
};

/** The good rounds at the end of the window, since the last one that does not lift. */
const liftingRun = ({ window, level }: TrustState): readonly WindowEntry[] =>
  window.slice(window.findLastIndex((entry) => !liftsFrom(level, entry)) + 1);

const uncapped = ({ window, level }: TrustState): string =>
  level > 0 && window.some(({ good, capped }) => good && capped)
    ? " (rounds under a cap, such as weak isolation, do not count here)"
    : "";
