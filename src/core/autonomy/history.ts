import type { EventDraft } from "../../domain/events.ts";
import type { JudgedRound } from "../../policy/rounds/judged.ts";
import {
  decide,
  evolveTrust,
  judgedFor,
  type Level,
  type TrustChange,
  type TrustState,
} from "../../policy/trust/index.ts";

/** One round that counted, with what it did to trust. */
export interface CountedRound {
  readonly judged: JudgedRound;
  /** After the round. */
  readonly level: Level;
  readonly change: TrustChange | null;
}

/** Trust up to some event, and the last rounds on the way there. */
export interface TrustHistory {
  readonly state: TrustState;
  readonly rounds: readonly CountedRound[];
  readonly lastChange: TrustChange | null;
}

export const historyFrom = (state: TrustState): TrustHistory => ({
  state,
  rounds: [],
  lastChange: null,
});

/** Reads on by one event, with no more than the last `most` rounds in memory. */
export const withEvent = (history: TrustHistory, event: EventDraft, most: number): TrustHistory => {
  const judged = judgedFor(history.state, event);
  const state = evolveTrust(history.state, event);
  const { level } = state;
  if (judged)
    return {
      ...history,
      state,
      rounds: [...history.rounds, { judged, level, change: null }].slice(-most),
    };
  return event.type === "trust.changed" && level !== history.state.level
    ? { state, rounds: withChange(history.rounds, event), lastChange: event }
    : { ...history, state };
};

/** Makes the transition that the evidence asks for, if it asks for one. */
export const withTransition = (history: TrustHistory, most: number): TrustHistory => {
  const change = decide(history.state);
  return change ? withEvent(history, change, most) : history;
};

/** A transition belongs to the round that brought it; one that did not count has no line. */
const withChange = (rounds: readonly CountedRound[], change: TrustChange): CountedRound[] =>
  rounds.map((round, at) =>
    at === rounds.length - 1 && round.judged.round === change.round
      ? { ...round, level: change.to, change }
      : round,
  );
