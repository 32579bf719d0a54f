import { describe, expect, it } from "vitest";
import { type EventType, eventSchemaOf, isEventType } from "../../src/domain/events.ts";
import { genesis, link } from "../../src/policy/chain.ts";
import { samples } from "../adapters/trail/samples.ts";

const isEvent = (value: Readonly<Record<string, unknown>>): boolean =>
  isEventType(value.type) && eventSchemaOf(value.type).safeParse(value).success;

const stamp = { run: "run-1", at: "2030-01-02T03:04:05.678Z" };
const lineOf = (at: number) => {
  const [draft] = samples.slice(at);
  if (!draft) throw new Error("no such sample");
  return link(genesis, stamp, draft).event;
};
const titles = samples.map((draft, at) => {
  const variant = ["decision", "outcome", "name", "action", "what", "stopReason"]
    .flatMap((key) =>
      key in draft ? [Object.entries(draft).find(([own]) => own === key)?.[1]] : [],
    )
    .join(" ");
  return [`${draft.type} ${variant}`.trim(), at] as const;
});

describe("an event", () => {
  it.each(titles)("%s is one line of JSON with run, time, place and links", (_title, at) => {
    expect(lineOf(at)).toMatchObject({ v: 1, seq: 1, prev: genesis.hash, ...stamp });
  });

  it.each(titles)("%s lacks no field and has none besides", (_title, at) => {
    const event = lineOf(at);
    expect(isEvent({ ...event, extra: 1 })).toBe(false);
    for (const key of Object.keys(event)) {
      const rest = Object.fromEntries(Object.entries(event).filter(([own]) => own !== key));
      expect([key, isEvent(rest)]).toEqual([key, false]);
    }
  });

  it("has a sample here for every type", () => {
    const types: Record<EventType, true> = {
      "run.started": true,
      round: true,
      sandbox: true,
      "review.requested": true,
      "review.decided": true,
      "trust.changed": true,
      tripwire: true,
      reset: true,
      adopted: true,
      calibrated: true,
      challenge: true,
      "run.finished": true,
      recovered: true,
      worker: true,
      queue: true,
    };
    expect(new Set(samples.map(({ type }) => type))).toEqual(new Set(Object.keys(types)));
  });
});

describe("what cannot be is refused", () => {
  const changed = (title: string, change: object) => {
    const [, at] = titles.find(([name]) => name === title) ?? ["", -1];
    return isEvent({ ...lineOf(at), ...change });
  };

  it.each([
    ["round kept", { by: "human" }],
    ["round kept", { chosen: null }],
    ["round kept", { decision: "pending" }],
    ["round kept", { decision: "reverted" }],
    ["round kept", { fitnessBefore: 1.5 }],
    ["round kept", { parent: "F".repeat(64) }],
    ["round pending", { reasons: [] }],
    ["round void", { round: 0 }],
    ["sandbox rejected", { outcome: "ok" }],
    ["sandbox ok", { outcome: "timeout" }],
    ["tripwire integrity", { name: "drift" }],
    ["tripwire score-floor", { name: "integrity" }],
    ["run.finished perfect", { tripwire: "drift" }],
    ["run.finished tripwire", { tripwire: null }],
    ["trust.changed", { to: 4 }],
    ["adopted", { at: "yesterday" }],
    ["adopted", { run: "Run 1" }],
    ["adopted", { v: 2 }],
  ])("%s with %j", (title, change) => {
    expect(changed(title, {})).toBe(true);
    expect(changed(title, change)).toBe(false);
  });
});
