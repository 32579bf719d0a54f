import { counted, figure, mean } from "../figures.ts";
import { liftsFrom } from "./decide.ts";
import { levelAbove, nameOf } from "./levels.ts";
import type { Entry, TrustState } from "./state.ts";

/** What the next promotion needs, and how much of it is there. */
export const nextPromotion = (state: TrustState): string => {
  const { level, rules } = state;
  const to = levelAbove[level];
  if (to === null) return `${nameOf(level)} is the highest level`;
  const needed = `${counted(rules.window, "good round")} with no bad one between`;
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
const liftingRun = ({ window, level }: TrustState): readonly Entry[] =>
  window.slice(window.findLastIndex((entry) => !liftsFrom(level, entry)) + 1);

const uncapped = ({ window, level }: TrustState): string =>
  level > 0 && window.some(({ good, capped }) => good && capped)
    ? " (rounds under a cap, such as weak isolation, do not count here)"
    : "";
