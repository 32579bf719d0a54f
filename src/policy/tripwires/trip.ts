import type { EventDraft } from "../../domain/events.ts";
import type { TripwireRules } from "../../domain/settings.ts";
import * as readings from "./readings.ts";
import type { TripwireState } from "./state.ts";

export type Tripped = Extract<EventDraft, { type: "tripwire" }>;

/** Every tripwire's distance, the gravest first; a floor of null is not known yet. */
export const readingsOf = (
  state: TripwireState,
  rules: TripwireRules,
  floor: number | null,
): readonly readings.Reading[] => [
  readings.violation(state),
  readings.badStreak(state, rules),
  readings.timeoutRate(state, rules),
  readings.repeatedFailure(state, rules),
  readings.scoreFloor(state, floor),
  readings.overfitGap(state, rules),
  readings.fileGrowth(state, rules),
  readings.drift(state, rules),
  readings.noImprovement(state, rules),
];

/** The gravest tripwire that goes off on this evidence. */
export const firstTripped = (
  state: TripwireState,
  rules: TripwireRules,
  floor: number | null,
): Tripped | null => {
  const reading = readingsOf(state, rules, floor).find(({ tripped }) => tripped);
  if (!reading) return null;
  const { name, detail, numbers } = reading;
  return { type: "tripwire", name, round: state.round, detail, numbers };
};
