import * as z from "zod/mini";
import { count, type Fixed, number, share } from "../../domain/event-parts.ts";
import { initialReader, readerSchema } from "../rounds/reader.ts";

export const tripwireStateSchema = z.strictObject({
  reader: readerSchema,
  /** The last round that was seen. */
  round: z.nullable(number),
  /** Candidates that tried something forbidden. */
  violations: count,
  /** Bad rounds in a row. */
  streak: count,
  /** The last judged rounds. */
  recent: z.array(z.strictObject({ timedOut: z.boolean(), failure: z.nullable(z.string()) })),
  /** The last judged rates. */
  rates: z.array(share),
  /** How long the mean of those has been falling, and from where. */
  fall: z.nullable(z.strictObject({ rounds: number, from: share })),
  /** By how much visible recall was above held-out recall, lately. */
  gaps: z.array(z.number()),
  /** Bytes of the genome when fitness last rose, and of the one kept last. */
  growth: z.nullable(z.strictObject({ from: count, to: count })),
  /** Rounds since anything was kept. */
  idle: count,
});

/** What the tripwires watch, as far as the trail was read. */
export type TripwireState = Fixed<z.infer<typeof tripwireStateSchema>>;

export const initialState: TripwireState = {
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
