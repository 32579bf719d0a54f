import type { EventDraft } from "../../../src/domain/events.ts";
import {
  decide,
  evolveTrust,
  initialTrust,
  type TrustChange,
  type TrustState,
} from "../../../src/policy/trust/index.ts";

export interface Lived {
  readonly state: TrustState;
  readonly changes: readonly TrustChange[];
  /** Every event in order, the transitions among them. */
  readonly trail: readonly EventDraft[];
}

/** Does as a loop does: after each event it decides, and records what was decided. */
export const live = (...events: readonly EventDraft[]): Lived => {
  let state = initialTrust;
  const changes: TrustChange[] = [];
  const trail: EventDraft[] = [];
  const take = (event: EventDraft): void => {
    state = evolveTrust(state, event);
    trail.push(event);
  };
  for (const event of events) {
    take(event);
    const change = decide(state);
    if (!change) continue;
    changes.push(change);
    take(change);
  }
  return { state, changes, trail };
};

export const levelAfter = (...events: readonly EventDraft[]): number => live(...events).state.level;
