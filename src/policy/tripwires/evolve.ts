import type { EventDraft } from "../../domain/events.ts";
import { below, mean } from "../figures.ts";
import { hasViolation, type Round } from "../rounds/chosen.ts";
import { type JudgedRound, judgedIn } from "../rounds/judged.ts";
import { readOn } from "../rounds/reader.ts";
import { initialState, meanOver, mostRecent, type TripwireState } from "./state.ts";

/** What one more event of the trail makes of what the tripwires watch. */
export const evolve = (state: TripwireState, event: EventDraft): TripwireState => {
  const judged = judgedIn(state.reader, event);
  const read = { ...state, reader: readOn(state.reader, event) };
  if (beginsAfresh(event)) return { ...initialState, reader: read.reader };
  const seen = event.type === "round" ? withRound(read, event) : read;
  return judged ? withJudged(seen, judged) : seen;
};

/** A person has looked, or another genome is in force; a spent budget is neither. */
const beginsAfresh = (event: EventDraft): boolean => {
  switch (event.type) {
    case "reset":
    case "adopted":
      return true;
    case "tripwire":
      return !event.name.startsWith("budget-");
    case "run.started":
      return event.sealsBefore !== null;
    default:
      return false;
  }
};

const withRound = (state: TripwireState, round: Round): TripwireState => ({
  ...state,
  round: round.round,
  violations: state.violations + round.candidates.filter(hasViolation).length,
  idle: state.idle + (askedInVain(round) ? 1 : 0),
});

/** A proposer had its turn, and nothing came of it that could be judged. */
const askedInVain = (round: Round): boolean =>
  round.decision === "void" &&
  ["no-candidate", "proposer-failed", "not-started"].includes(round.reason.code);

const withJudged = (state: TripwireState, judged: JudgedRound): TripwireState => {
  const { class: verdict, kept, rate, gap, outcome, failure } = judged;
  const recent = { timedOut: outcome === "timeout", failure };
  return {
    ...state,
    ...(rate === null ? {} : withRate(state, rate)),
    streak: verdict === "neutral" ? state.streak : verdict === "bad" ? state.streak + 1 : 0,
    recent: [...state.recent, recent].slice(-mostRecent),
    gaps: gap === null ? state.gaps : [...state.gaps, gap].slice(-meanOver),
    growth: kept ? growthWith(state, judged) : state.growth,
    idle: kept ? 0 : state.idle + 1,
  };
};

const withRate = (
  { rates, fall }: TripwireState,
  rate: number,
): Pick<TripwireState, "rates" | "fall"> => {
  const next = [...rates, rate].slice(-meanOver);
  const before = mean(rates) ?? 0;
  const falls = rates.length === meanOver && below(mean(next) ?? 0, before);
  return {
    rates: next,
    fall: falls ? { rounds: (fall?.rounds ?? 0) + 1, from: fall?.from ?? before } : null,
  };
};

const growthWith = (
  { growth }: TripwireState,
  { class: verdict, bytes }: JudgedRound,
): TripwireState["growth"] =>
  growth === null || verdict === "good" ? { from: bytes, to: bytes } : { ...growth, to: bytes };
