import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../src/domain/canonical-json.ts";
import { canonicalMembers } from "../../src/policy/canonical-members.ts";
import { times } from "../support/soak.ts";

const isSure = (text: string): boolean => canonicalMembers(Buffer.from(text)) !== null;

/** As `JSON.parse` reads it and CleanLoop writes it, its own members in the order that they stand in. */
const written = (text: string): string => {
  const value: Record<string, unknown> = JSON.parse(text);
  const members = Object.entries(value).map(
    ([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`,
  );
  return `{${members.join(",")}}`;
};

const isJsonObject = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
};

describe("the members of a text", () => {
  it("are told with their places", () => {
    const text = '{"b":[1,{"a":"x"}],"a":-1.5,"c":{}}';
    const members = canonicalMembers(Buffer.from(text)) ?? [];
    expect(members.map(({ from, to }) => text.slice(from, to))).toEqual([
      '"b":[1,{"a":"x"}]',
      '"a":-1.5',
      '"c":{}',
    ]);
    expect(members.map(({ name }) => name)).toEqual(["b", "a", "c"]);
  });

  it.each([
    ["{}"],
    ['{"a":null,"b":true,"c":false}'],
    ['{"a":0.000001,"b":123456789012345,"c":0.5267013893984258,"d":1e+21,"e":1e-7,"f":10.05}'],
    ['{"é":"ü\u2028"}'.replace("é", "e")],
  ])("%s is sure", (text) => {
    expect(isSure(text)).toBe(true);
  });

  it.each([
    ['{"a": 1}'],
    ['{"a":1 }'],
    ['{ "a":1}'],
    ['{"a":1} '],
    ['{"a":[ ]}'],
    ['{"a":[1, 2]}'],
    ['{"a":{"c":1,"b":2}}'],
    ['{"a":{"b":1,"b":1}}'],
    ['{"a":{"b":1,"a!":2}}'],
    ['{"a":1.0}'],
    ['{"a":0.50}'],
    ['{"a":1e0}'],
    ['{"a":1E+21}'],
    ['{"a":-0}'],
    ['{"a":-0.0}'],
    ['{"a":0.0000001}'],
    ['{"a":-0.00000001}'],
    ['{"a":10000000000000001}'],
    ['{"a":0.1000000000000000055}'],
    ['{"a":"\\u0041"}'],
    ['{"\\u0061":1}'],
    ['{"a":true }'],
  ])("%s is not", (text) => {
    expect(isJsonObject(text)).toBe(true);
    expect(isSure(text)).toBe(false);
  });

  it("are sure for what CleanLoop writes, where no character is escaped", () => {
    const plain = fc.string().filter((text) => JSON.stringify(text) === `"${text}"`);
    const values = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        plain,
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer(),
        fc.constantFrom(null, true, false),
        fc.array(tie("value")),
        fc.dictionary(plain, tie("value")),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(plain, values.value), (value) => {
        const text = canonicalJson(value);
        if (/^[ -~]*$/.test(text)) expect(isSure(text)).toBe(true);
      }),
      { numRuns: times(300) },
    );
  });

  it("are sure only for the one text that CleanLoop writes, whatever was done to it", () => {
    const pieces = fc.constantFrom(
      ...' ,:{}[]"\\0123456789.-+eE\n'.split(""),
      ...'a,"b":1|"a":1,|\\u0061|-0|1.0|1e5|00|.5|true|null|[]|{}'.split("|"),
    );
    let sure = 0;
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ maxLength: 3 }), fc.jsonValue({ maxDepth: 3 })),
        fc.array(fc.tuple(fc.nat(), fc.nat(3), pieces), { maxLength: 3 }),
        (value, edits) => {
          let text = canonicalJson(value);
          for (const [place, cut, piece] of edits) {
            const at = place % (text.length + 1);
            text = text.slice(0, at) + piece + text.slice(at + cut);
          }
          if (!isJsonObject(text) || !isSure(text)) return;
          sure++;
          const names = (canonicalMembers(Buffer.from(text)) ?? []).map(({ name }) => name);
          const isOnce = new Set(names).size === names.length;
          const isListed = names.every((name) => !/^\d+$/.test(name)); // those come first to an engine
          if (isOnce && isListed) expect(written(text)).toBe(text);
        },
      ),
      { numRuns: times(4000) },
    );
    expect(sure).toBeGreaterThan(20);
  });
});
