import type { EventDraft } from "../../domain/events.ts";
import { type JudgedRound, judgedIn } from "../rounds/judged.ts";
import { readEvent } from "../rounds/reader.ts";
import { alarmIn } from "./alarm.ts";
import { decide, type TrustChange } from "./decide.ts";
import { type Due, type TrustState, trustRulesIn } from "./state.ts";

/** What one more event of the trail makes of trust. */
export const evolveTrust = (state: TrustState, event: EventDraft): TrustState => {
  const round = judgedFor(state, event);
  const read = { ...state, reader: readEvent(state.reader, event) };
  const judged = round ? withRound(read, round) : read;
  const changed = withChange(judged, event);
  const alarm = alarmIn(event);
  return alarm ? alarmed(changed, alarm) : changed;
};

/** The round that comes to count with this event; a text is good only once in a project. */
export const judgedFor = (state: TrustState, event: EventDraft): JudgedRound | null => {
  const round = judgedIn(state.reader, event);
  if (round?.class !== "good" || !state.counted.includes(round.text)) return round;
  return { ...round, class: "neutral" };
};

const withRound = (state: TrustState, judged: JudgedRound): TrustState => {
  if (judged.class === "neutral") return state;
  const { round, rate, caps, text } = judged;
  const good = judged.class === "good";
  const capped = caps.some((code) => code !== "force-review");
  return {
    ...state,
    window: [...state.window, { round, good, rate, capped }].slice(-state.rules.window),
    streak: good ? 0 : state.streak + 1,
    counted: good ? [...state.counted, text] : state.counted,
  };
};

const withChange = (state: TrustState, event: EventDraft): TrustState => {
  switch (event.type) {
    case "run.started": {
      const rules = trustRulesIn(event.settings);
      return { ...state, rules, window: state.window.slice(-rules.window) };
    }
    case "reset":
    case "adopted":
      return { ...state, window: [] };
    case "trust.changed":
      return isEarned(state, event) ? { ...state, level: event.to, window: [], due: null } : state;
    default:
      return state;
  }
};

/** A line that the evidence before it does not bear out changes nothing, no matter who wrote it. */
const isEarned = (state: TrustState, { from, to, cause }: TrustChange): boolean => {
  const earned = decide(state);
  return earned?.from === from && earned.to === to && earned.cause === cause;
};

/** At SUPERVISED there is no level to lose, but what was earned towards the next one is lost too. */
const alarmed = (state: TrustState, due: Due): TrustState =>
  state.level === 0 ? { ...state, window: [] } : { ...state, due: state.due ?? due };
