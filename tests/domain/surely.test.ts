import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { eventSchemaOf } from "../../src/domain/events.ts";
import { surelyOf } from "../../src/domain/surely.ts";
import { genesis, link } from "../../src/policy/chain.ts";
import { samples } from "../adapters/trail/samples.ts";
import { times } from "../support/soak.ts";

const stamp = { run: "run-1", at: "2030-01-02T03:04:05.678Z" };
const events = samples.map((draft) => {
  const schema = eventSchemaOf(draft.type);
  const text = link(genesis, stamp, draft).line.toString();
  return { text, schema, isSurelyEvent: surelyOf(schema) };
});

/** Values that are of one schema and not of another. */
const strange = fc.constantFrom<unknown>(
  null,
  true,
  "",
  "x",
  "ok",
  "kept",
  "round",
  "0".repeat(64),
  "2030-01-02T03:04:05.678Z",
  "2030-13-02T03:04:05Z",
  -1,
  0,
  1,
  0.5,
  2,
  1e300,
  2 ** 60,
  [],
  [[]],
  [""],
  {},
  { code: "improved", detail: "" },
  JSON.parse('{"__proto__":1}'),
);

type Edit = "put" | "drop" | "add";

/** The same value with something put, dropped or added at some place in it. */
const changed = (value: unknown, picks: readonly number[], put: unknown, edit: Edit): unknown => {
  const [pick = 0, ...deeper] = picks;
  if (typeof value !== "object" || value === null) return put;
  const keys = Object.keys(value);
  const key = keys[pick % Math.max(1, keys.length)];
  if (key === undefined) return put;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  if (deeper.length > 0)
    Reflect.set(copy, key, changed(Reflect.get(value, key), deeper, put, edit));
  else if (edit === "drop") Reflect.deleteProperty(copy, key);
  else Reflect.set(copy, edit === "add" ? `${key}s` : key, put);
  return copy;
};

describe("what is surely an event", () => {
  it("every event as it is written is", () => {
    for (const { text, isSurelyEvent } of events)
      expect(isSurelyEvent(JSON.parse(text)), text).toBe(true);
  });

  it("is one to the schema, and parsing it changes nothing", () => {
    let sure = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...events),
        fc.array(fc.nat(40), { minLength: 1, maxLength: 6 }),
        strange,
        fc.constantFrom<Edit>("put", "drop", "add"),
        ({ text, schema, isSurelyEvent }, picks, put, edit) => {
          const value: unknown = JSON.parse(
            JSON.stringify(changed(JSON.parse(text), picks, put, edit)),
          );
          if (!isSurelyEvent(value)) return;
          sure++;
          expect(schema.safeParse(value)).toEqual({ success: true, data: value });
        },
      ),
      { numRuns: times(4000) },
    );
    expect(sure).toBeGreaterThan(20);
  });

  it("leaves to the schema what it would fill in", () => {
    const schema = z.strictObject({ rules: z._default(z.array(z.string()), []) });
    expect(surelyOf(schema)({ rules: [] })).toBe(true);
    expect(surelyOf(schema)({})).toBe(false);
  });

  it.each([
    ["an object that lets more in", z.object({})],
    ["an optional member", z.strictObject({ a: z.optional(z.string()) })],
    ["a text that is changed", z.string().check(z.trim())],
    ["a union that fills in", z.union([z.strictObject({}), z.string()])],
    ["a text with a form of its own", z.email()],
    ["an array that is not too long", z.array(z.string()).check(z.maxLength(3))],
  ])("refuses a schema that it cannot hold a value against: %s", (_title, schema) => {
    expect(() => surelyOf(schema)).toThrow("no quick check is known");
  });
});
