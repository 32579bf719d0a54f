import type * as z from "zod/mini";
import type { Sha } from "../digest.ts";
import type { EventDraft, TrailEvent } from "../events.ts";
import type { Origin } from "../genome.ts";

export interface TrailHead {
  readonly seq: number;
  readonly hash: Sha;
}

/** What a killed writer left and the next start repairs; no sign of tampering. */
export interface Interrupted {
  readonly what: "torn-line" | "head-behind";
  readonly line: number;
}

/** What became of a look at every line of the trail. */
export interface TrailFindings {
  /** The last line that is sound. */
  readonly head: TrailHead;
  /** One sentence for each fault, the first bad line named; none: whole and unaltered. */
  readonly faults: readonly string[];
  readonly interrupted: readonly Interrupted[];
  /** The line whose digest was kept elsewhere, if one was given and found. */
  readonly digestLine: number | null;
}

/** One reading of a trail that others add to. */
export interface TrailReading {
  /** The events since the last call, from the first one on. */
  more(): AsyncIterable<TrailEvent>;
}

export interface TrailOfProject {
  /** The last recorded place, or null while there is none. */
  head(): TrailHead | null;
  /** The run that everything this process records belongs to. */
  readonly run: string;
  /** Adds one event; it is durable when the promise settles. */
  record(event: EventDraft): Promise<TrailEvent>;
  events(): AsyncIterable<TrailEvent>;
  fold<State>(fold: Fold<State>): Promise<State>;
  /** Keeps a fold up to the last event; it counts once a `run.finished` names the digest. */
  saveCheckpoint<State>(fold: Fold<State>, state: State): Sha;
  follow(): TrailReading;
  /** Looks for all that is wrong with it, also against a head digest that was kept elsewhere. */
  verify(head?: string): Promise<TrailFindings>;
  /** Who wrote this text, if the trail knows it. */
  originOf(sha: Sha): Promise<Origin | undefined>;
}

/** What the trail amounts to, for one purpose; the state is plain JSON. */
export interface Fold<State> {
  /** Changed whenever `evolve` is, so that no state of an older rule is taken over. */
  readonly version: string;
  readonly state: z.ZodMiniType<State>;
  readonly initial: State;
  readonly evolve: (state: State, event: TrailEvent) => State;
}
