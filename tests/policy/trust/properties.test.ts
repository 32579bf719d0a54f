import fc from "fast-check";
import { expect, test } from "vitest";
import type { EventDraft } from "../../../src/domain/events.ts";
import {
  evolveTrust,
  initialTrust,
  type TrustChange,
  type TrustState,
  trustStateSchema,
} from "../../../src/policy/trust/index.ts";
import { recorded } from "../../support/rounds.ts";
import { asEvents, critical, forged, happenings, harmless } from "./histories.ts";
import { live } from "./live.ts";

const replay = (events: readonly EventDraft[], from: TrustState = initialTrust): TrustState =>
  events.reduce(evolveTrust, from);

const place = fc.nat({ max: 60 });
const put = <Item>(items: readonly Item[], at: number, item: Item): Item[] =>
  items.toSpliced(Math.min(at, items.length), 0, item);

test("replaying the trail gives the state that the loop had", () => {
  fc.assert(
    fc.property(happenings, (history) => {
      const { state, trail } = live(...asEvents(history));
      expect(replay(recorded(trail))).toEqual(state);
    }),
  );
});

test("a checkpoint taken anywhere leads to the same state as the whole trail", () => {
  fc.assert(
    fc.property(happenings, place, (history, cut) => {
      const { state, trail } = live(...asEvents(history));
      const checkpoint = JSON.parse(JSON.stringify(replay(trail.slice(0, cut))));
      expect(replay(trail.slice(cut), trustStateSchema.parse(checkpoint))).toEqual(state);
    }),
  );
});

test("no level is there without the evidence for it", () => {
  fc.assert(
    fc.property(happenings, (history) => {
      const { state, trail } = live(...asEvents(history));
      let level = 0;
      let rules = initialTrust.rules;
      let evidence: EventDraft[] = [];
      for (const [at, event] of trail.entries()) {
        evidence.push(event);
        if (event.type === "run.started") rules = replay(trail.slice(0, at + 1)).rules;
        if (event.type !== "trust.changed") continue;
        if (event.cause === "promoted") expectEarned(event, evidence, rules);
        level = event.to;
        evidence = [];
      }
      expect(state.level).toBe(level);
    }),
  );
});

/** Worked out from the rounds themselves, without the policy's own state. */
const expectEarned = (
  { from, window }: TrustChange,
  evidence: readonly EventDraft[],
  rules: TrustState["rules"],
): void => {
  const rates = window.map(({ rate }) => rate ?? 0);
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  expect(window.length).toBe(rules.window);
  expect(new Set(window.map(({ round }) => round)).size).toBe(window.length);
  expect(mean).toBeGreaterThanOrEqual((rules.promotion[from] ?? 1) - 1e-6);
  for (const { round } of window) expect(committed(round, from, evidence)).toBe(true);
};

const committed = (number: number, from: number, evidence: readonly EventDraft[]): boolean => {
  const about = evidence.filter((event) => "round" in event && event.round === number);
  const kept = about.some(
    (event) =>
      (event.type === "round" && event.decision === "kept") ||
      (event.type === "review.decided" && event.decision === "approved"),
  );
  const capped = about.some(
    (event) =>
      event.type === "round" && event.trust.caps.some(({ code }) => code !== "force-review"),
  );
  return kept && (from === 0 || !capped);
};

test("one critical event always ends at SUPERVISED", () => {
  fc.assert(
    fc.property(happenings, critical, (history, event) => {
      const { state } = live(...asEvents([...history, event]));
      expect({ level: state.level, window: state.window }).toEqual({ level: 0, window: [] });
    }),
  );
});

test("neutral, void and parked rounds change nothing", () => {
  const trustIn = (...groups: readonly (readonly EventDraft[])[]) => {
    const { reader: _, ...trust } = live(...groups.flat()).state;
    return trust;
  };
  fc.assert(
    fc.property(happenings, place, harmless, (history, at, nothing) => {
      const groups = history.map((happening, index) => happening(index + 1));
      expect(trustIn(...put(groups, at, nothing(1000)))).toEqual(trustIn(...groups));
    }),
  );
});

test("the level goes up by one at a time", () => {
  fc.assert(
    fc.property(happenings, (history) => {
      let level = 0;
      for (const { from, to, cause } of live(...asEvents(history)).changes) {
        expect(from).toBe(level);
        expect(to).not.toBe(from);
        expect(to <= from + 1 && to > from === (cause === "promoted")).toBe(true);
        level = to;
      }
    }),
  );
});

test("forged transitions change nothing, wherever they stand", () => {
  fc.assert(
    fc.property(happenings, place, forged, (history, at, line) => {
      const { state, trail } = live(...asEvents(history));
      const due = trail[at];
      fc.pre(due?.type !== "trust.changed");
      expect(replay(put(trail, at, line))).toEqual(state);
    }),
  );
});
