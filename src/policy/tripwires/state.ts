import * as z from "zod/mini";
import { countSchema, type Fixed, number, share } from "../../domain/event-parts.ts";
import type { EventDraft } from "../../domain/events.ts";
import { below, mean } from "../figures.ts";
import { hasViolation, type Round } from "../rounds/chosen.ts";
import { type JudgedRound, judgedIn } from "../rounds/judged.ts";
import { initialReader, readEvent, readerSchema } from "../rounds/reader.ts";

export const tripwireStateSchema = z.strictObject({
  reader: readerSchema,
  /** The last round that was seen. */
  round: z.nullable(number),
  /** Candidates that tried something forbidden. */
  violations: countSchema,
  /** Bad rounds in a row. */
  streak: countSchema,
  /** The last judged rounds. */
  recent: z.array(z.strictObject({ timedOut: z.boolean(), failure: z.nullable(z.string()) })),
  /** The last judged rates. */
  rates: z.array(share),
  /** How long the mean of those has been falling, and from where. */
  fall: z.nullable(z.strictObject({ rounds: number, from: share })),
  /** By how much visible recall was above held-out recall, lately. */
  gaps: z.array(z.number()),
  /** Bytes of the genome when fitness last rose, and of the one kept last. */
  growth: z.nullable(z.strictObject({ from: countSchema, to: countSchema })),
  /** Rounds since anything was kept. */
  idle: countSchema,
});

/** What the tripwires watch, as far as the trail was read. */
export type TripwireState = Fixed<z.infer<typeof tripwireStateSchema>>;

export const initialTripwires: TripwireState = {
  reader: initialReader,
  round: null,
  violations: 0,
  streak: 0,
  recent: [],
  rates: [],
  fall: null,
  gaps: [],
  growth: null,
  idle: 0,
};

export const mostRecent = 10;
export const meanOver = 3;

/** What one more event of the trail makes of what the tripwires watch. */
export const evolveTripwires = (state: TripwireState, event: EventDraft): TripwireState => {
  const judged = judgedIn(state.reader, event);
  const read = { ...state, reader: readEvent(state.reader, event) };
  if (beginsAfresh(event)) return { ...initialTripwires, reader: read.reader };
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
