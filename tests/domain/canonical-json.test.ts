import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../src/domain/canonical-json.ts";

const json = fc.jsonValue({ noUnicodeString: false });

describe("canonical JSON", () => {
  it.each([
    [{ b: 1, a: [true, null, "x"] }, '{"a":[true,null,"x"],"b":1}'],
    [{ é: 1, z: 2, Z: 3, "": 4, "10": 5, "9": 6 }, '{"":4,"10":5,"9":6,"Z":3,"z":2,"é":1}'],
    [[1e21, 0.1, -0, 100, 1e-7], "[1e+21,0.1,0,100,1e-7]"],
    ['"\\\n\u0007€\u2028', '"\\"\\\\\\n\\u0007€\u2028"'],
    ["\ud800", '"\\ud800"'],
    [JSON.parse('{"__proto__":{"b":1,"a":2}}'), '{"__proto__":{"a":2,"b":1}}'],
    [Object.create(null), "{}"],
  ])("writes %j as %s", (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it.each([
    ["NaN", Number.NaN],
    ["an infinite number", Number.NEGATIVE_INFINITY],
    ["undefined", undefined],
    ["a function", () => 1],
    ["a symbol", Symbol("x")],
    ["a bigint", 1n],
    ["a date", new Date(0)],
    ["a map", new Map()],
    ["a hole in an array", Array(2)],
  ])("refuses %s, wherever it stands", (_name, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
    expect(() => canonicalJson({ deep: [{ in: value }] })).toThrow(TypeError);
  });

  it("says the same as JSON does, and says it once", () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value);
        expect(JSON.stringify(JSON.parse(text))).toHaveLength(text.length);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("is that of a writer that sorts every object, also where all keys stand in order", () => {
    const plain = (value: unknown): string => {
      if (Array.isArray(value)) return `[${value.map(plain).join(",")}]`;
      if (typeof value !== "object" || value === null) return JSON.stringify(value);
      const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
      return `{${members.map(([key, inner]) => `${JSON.stringify(key)}:${plain(inner)}`).join(",")}}`;
    };
    fc.assert(
      fc.property(json, (value) => {
        const text = plain(value);
        expect(canonicalJson(value)).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });

  it("does not depend on the order in which keys were set", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), json), (value) => {
        const backwards = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(backwards)).toBe(canonicalJson(value));
      }),
    );
  });
});
