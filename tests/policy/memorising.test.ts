import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { cellKey, Memorised, memorisedEntries, suspectsIn } from "../../src/policy/memorising.ts";
import { WordFinder } from "../../src/policy/word-finder.ts";

interface Told {
  readonly candidate: readonly string[];
  readonly parent?: readonly string[];
  readonly gold: readonly string[];
  readonly inputs?: readonly string[];
}

const memorised = ({ candidate, parent = [], gold, inputs = [] }: Told): readonly string[] => {
  const keys = new Set(gold.map(cellKey));
  const left = new Memorised(suspectsIn(candidate, parent, (key) => keys.has(key)));
  for (const cell of inputs) left.take(cell);
  return left.left;
};

describe("a literal is memorised", () => {
  it.each<[string, Told, string[]]>([
    ["only the gold has it", { candidate: ["Acme Corp"], gold: ["Acme Corp"] }, ["acme corp"]],
    [
      "case and outer blanks differ",
      { candidate: [" ACME corp "], gold: ["Acme Corp"] },
      ["acme corp"],
    ],
    [
      "it is a number of the gold, however written",
      { candidate: ["1234.50"], gold: ["1234.5"] },
      ["1234.5"],
    ],
    [
      "it is such a number with the sign apart",
      { candidate: ["1234.5"], gold: ["-1234.50"] },
      ["1234.5"],
    ],
    [
      "one string lists many cells",
      { candidate: ["Acme|2024-01-05|Bolt Ltd"], gold: ["Acme", "2024-01-05", "Bolt Ltd"] },
      ["acme", "2024-01-05", "bolt ltd"],
    ],
    [
      "an input has only part of it",
      { candidate: ["Acme Corp"], gold: ["Acme Corp"], inputs: ["acme", "corp", "Acme  Corp"] },
      ["acme corp"],
    ],
    [
      "an input has another number",
      { candidate: ["1234.5"], gold: ["1234.5"], inputs: ["1,234.6", "123,45"] },
      ["1234.5"],
    ],
  ])("when %s", (_title, told, expected) => {
    expect(memorised(told)).toEqual(expected);
  });

  it.each<[string, Told]>([
    ["the parent had it", { candidate: ["Acme Corp"], parent: ["acme corp"], gold: ["Acme Corp"] }],
    ["the gold has it only as a part of a cell", { candidate: ["Acme"], gold: ["Acme Corp"] }],
    ["it is a single letter or digit", { candidate: ["A", " 7 ", "7.0"], gold: ["A", "7"] }],
    [
      "an input holds it, in any case and with anything around",
      { candidate: ["Acme Corp"], gold: ["Acme Corp"], inputs: ["x", "** ACME CORP GmbH **"] },
    ],
    [
      "an input holds the number in its own spelling",
      { candidate: ["1234567.5"], gold: ["1234567.50"], inputs: ["€ 1.234.567,50"] },
    ],
    [
      "an input holds the number with grouped thousands",
      { candidate: ["15000"], gold: ["15000"], inputs: ["USD (15,000.00)"] },
    ],
  ])("never when %s", (_title, told) => {
    expect(memorised(told)).toEqual([]);
  });

  it("also of two numbers that share a spelling", () => {
    const told = { candidate: ["1234", "1.234"], gold: ["1234", "1.234"] };
    expect(memorised({ ...told, inputs: ["1.234"] })).toEqual([]);
    expect(memorised({ ...told, inputs: ["1,234.00"] })).toEqual([]);
    expect(memorised({ ...told, inputs: ["1234"] })).toEqual(["1.234"]);
  });
});

test("many words are found in a text exactly where each alone is found", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "ä"), maxLength: 30 });
  const words = fc.uniqueArray(
    fc.string({ unit: fc.constantFrom("a", "b", "ä"), minLength: 1, maxLength: 5 }),
  );
  fc.assert(
    fc.property(words, letters, (all, text) => {
      const found = new Set(new WordFinder(all).wordsIn(text));
      expect([...found].sort()).toEqual(all.filter((word) => text.includes(word)).sort());
    }),
  );
});

describe("a table keyed by a column with nearly as many values as rows", () => {
  const ids = Array.from({ length: 50 }, (_, at) => `INV-${1000 + at}`);
  const states = ids.map((_, at) => ["open", "paid", "closed"][at % 3] ?? "");
  const table = ids.slice(0, 10).map((id) => id.toLowerCase());

  it("is memory, entry by entry, also where its words stand in the inputs", () => {
    expect(memorisedEntries([table], [], [ids, states])).toBe(10);
  });

  it.each<[string, readonly string[], readonly string[][], readonly (readonly string[])[]]>([
    ["keyed by a column of few values", ["open", "paid", "closed"], [], [ids, states]],
    ["that the parent had", table, [table], [ids, states]],
    ["whose keys stand in no input", ["January", "February"], [], [ids, states]],
    [
      "of words that stand in several rows",
      ["n/a", "tbd"],
      [],
      [[...ids, "n/a", "n/a", "tbd", "tbd"]],
    ],
    ["whose keys another column repeats", table, [], [ids, [...table, ...table, ...table]]],
    ["in a feed of a handful of rows", ["a", "b"], [], [["a", "b", "c"]]],
  ])("but not one %s", (_title, keys, parent, columns) => {
    expect(memorisedEntries([keys], parent, columns)).toBe(0);
  });
});
