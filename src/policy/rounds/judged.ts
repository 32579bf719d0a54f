import type { EventDraft } from "../../domain/events.ts";
import { atLeast, figure } from "../figures.ts";
import { chosenOf, fateOf, isBad, type Round, saysNothing } from "./chosen.ts";
import { type Facts, factsOf, type Reader } from "./reader.ts";

export type RoundClass = "good" | "bad" | "neutral";

/** A round that counts: void ones never do, a parked one does once it is decided. */
export interface JudgedRound extends Facts {
  readonly class: RoundClass;
  readonly kept: boolean;
  /** What makes this failure the same as another; null for a round that is not bad. */
  readonly failure: string | null;
  readonly reason: string;
}

/** The round that comes to count with this event, if one does. */
export const judgedIn = (reader: Reader, event: EventDraft): JudgedRound | null => {
  if (event.type === "round") return judgedNow(reader, event);
  return event.type === "review.decided" ? judgedLater(reader, event) : null;
};

const judgedNow = (reader: Reader, round: Round): JudgedRound | null => {
  const chosen = chosenOf(round);
  if (round.decision === "void" || round.decision === "pending" || !chosen) return null;
  const facts = factsOf(reader, round, chosen);
  if (round.decision === "kept") return kept(facts, "kept", round.fitnessBefore, facts.rate);
  if (saysNothing(chosen)) return null;
  const reason = fateOf(chosen);
  return round.candidates.every(isBad) ? bad(facts, reason) : neutral(facts, reason);
};

type Decided = Extract<EventDraft, { type: "review.decided" }>;

const judgedLater = ({ parked }: Reader, event: Decided): JudgedRound | null => {
  const known = parked.find(({ review }) => review === event.review);
  if (!known || !event.sha.startsWith(known.text)) return null;
  const { review: _, ...facts } = known;
  switch (event.decision) {
    case "approved": {
      const approved = { ...facts, rate: event.fitness };
      return kept(approved, "approved by a person", event.fitnessBefore, event.fitness);
    }
    case "rejected":
      return bad(facts, `refused by a person: ${event.reason}`);
    case "stale":
      return neutral(facts, `stale, ${event.reason.code}: ${event.reason.detail}`);
  }
};

type Verdict = Pick<JudgedRound, "class" | "kept" | "failure" | "reason">;

/** Field by field: so many rounds are judged that a spread would be felt. */
const judged = (facts: Facts, verdict: Verdict): JudgedRound => ({
  round: facts.round,
  text: facts.text,
  rate: facts.rate,
  outcome: facts.outcome,
  bytes: facts.bytes,
  gap: facts.gap,
  caps: facts.caps,
  goodGain: facts.goodGain,
  class: verdict.class,
  kept: verdict.kept,
  failure: verdict.failure,
  reason: verdict.reason,
});

const kept = (facts: Facts, how: string, before: number, after: number | null): JudgedRound => {
  const gain = (after ?? 0) - before;
  return judged(facts, {
    class: atLeast(gain, facts.goodGain) ? "good" : "neutral",
    kept: true,
    failure: null,
    reason: `${how}, fitness ${figure(before)} to ${figure(after ?? 0)}`,
  });
};

const neutral = (facts: Facts, reason: string): JudgedRound =>
  judged(facts, { class: "neutral", kept: false, failure: null, reason });

const bad = (facts: Facts, reason: string): JudgedRound =>
  judged(facts, { class: "bad", kept: false, failure: signatureOf(reason), reason });

const longestSignature = 160;

/** Numbers folded, since the same failure seldom takes the same milliseconds twice. */
const signatureOf = (reason: string): string =>
  reason
    .slice(0, 2 * longestSignature)
    .replace(/\d+(\.\d+)?/g, "#")
    .slice(0, longestSignature);
