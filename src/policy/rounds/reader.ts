import * as z from "zod/mini";
import {
  capCodes,
  countSchema,
  type Fixed,
  number,
  type RecordedCandidate,
  share,
} from "../../domain/event-parts.ts";
import type { EventDraft } from "../../domain/events.ts";
import { outcomes } from "../../domain/run.ts";
import { mostPendingReviews, trustRules } from "../../domain/setting-rules.ts";
import { recordedSetting } from "../recorded-settings.ts";
import { chosenOf, gapOf, type Round, rateOf } from "./chosen.ts";

/** What a round says of its chosen candidate, whenever the round comes to countSchema. */
const facts = {
  round: number,
  text: z.string(),
  rate: z.nullable(share),
  outcome: z.enum(outcomes),
  bytes: countSchema,
  gap: z.nullable(z.number()),
  /** What the round was decided under. */
  caps: z.array(z.enum(capCodes)),
  /** The gain that its run asked of a good round. */
  goodGain: share,
};
const factsSchema = z.strictObject(facts);
export type Facts = Fixed<z.infer<typeof factsSchema>>;

export const readerSchema = z.strictObject({
  goodGain: share,
  /** Rounds whose candidate waits for a decision. */
  parked: z.array(z.strictObject({ ...facts, review: z.string() })),
});
/** What must be remembered of earlier events to tell what a later one means. */
export type Reader = Fixed<z.infer<typeof readerSchema>>;

export const initialReader: Reader = { goodGain: trustRules.goodGain.default, parked: [] };

export const readEvent = (reader: Reader, event: EventDraft): Reader => {
  switch (event.type) {
    case "run.started": {
      const { goodGain } = trustRules;
      return { ...reader, goodGain: recordedSetting(event.settings, "trust.goodGain", goodGain) };
    }
    case "round":
      return event.decision === "pending" ? parking(reader, event, event.review) : reader;
    case "review.decided":
      return { ...reader, parked: reader.parked.filter(({ review }) => review !== event.review) };
    default:
      return reader;
  }
};

const parking = (reader: Reader, round: Round, review: string): Reader => {
  const chosen = chosenOf(round);
  if (!chosen) return reader;
  const parked = { ...factsOf(reader, round, chosen), review };
  return { ...reader, parked: [...reader.parked, parked].slice(-mostPendingReviews) };
};

export const factsOf = (
  { goodGain }: Reader,
  { round, trust }: Round,
  chosen: RecordedCandidate,
): Facts => ({
  round,
  text: textMark(chosen.sha),
  rate: rateOf(chosen),
  outcome: chosen.outcome,
  bytes: chosen.bytes,
  gap: gapOf(chosen),
  caps: trust.caps.map(({ code }) => code),
  goodGain,
});

/** Enough of a digest to know a text again. */
const textMark = (sha: string): string => sha.slice(0, 16);
