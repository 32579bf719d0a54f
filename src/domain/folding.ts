import type * as z from "zod/mini";
import type { TrailEvent } from "./events.ts";

/** What the trail amounts to, for one purpose; the state is plain JSON. */
export interface Fold<State> {
  /** Changed whenever `evolve` is, so that no state of an older rule is taken over. */
  readonly version: string;
  readonly state: z.ZodMiniType<State>;
  readonly initial: State;
  readonly evolve: (state: State, event: TrailEvent) => State;
}
