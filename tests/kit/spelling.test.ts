import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createTally, nearestOf } from "../../src/kit/index.ts";

/** The textbook's way, to compare with. */
const distance = (a: string, b: string): number => {
  if (a === "" || b === "") return a.length + b.length;
  const same = a[0] === b[0] ? 0 : 1;
  return Math.min(
    distance(a.slice(1), b.slice(1)) + same,
    distance(a.slice(1), b) + 1,
    distance(a, b.slice(1)) + 1,
  );
};

describe("The nearest word of a list is found", () => {
  const list = ["Bath", "Bristol", "Birmingham", "Both"];
  test.each<[string | null, number, string, string | null]>([
    ["Bristol", 1, "", "Bristol"],
    ["Bristal", 1, "", "Bristol"],
    ["Bristo", 1, "", "Bristol"],
    ["Brisstol", 1, "", "Bristol"],
    ["Brstal", 1, "", null],
    ["Brstal", 2, "", "Bristol"],
    ["Bxth", 1, "x", null],
    ["Bxrmxngxam", 0, "x", "Birmingham"],
    ["B?rm*ngham", 0, "?*", "Birmingham"],
    ["Bath", 1, "a", null],
    ["Leeds", 1, "", null],
    ["", 1, "", null],
    [null, 1, "", null],
  ])("%j within %j (any: %j) is %j", (text, within, wildcards, word) => {
    expect(nearestOf(list, { within, wildcards })(text)).toBe(word);
  });

  test("it is the one that a full comparison would choose", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 5 });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), word, (words, text) => {
        const costs = [...new Set(words)].map((one) => ({ one, cost: distance(text, one) }));
        const least = Math.min(...costs.map(({ cost }) => cost), 3);
        const best = costs.filter(({ cost }) => cost === least && cost <= 2);
        const expected = best.length === 1 ? best[0]?.one : null;
        expect(nearestOf(words, { within: 2 })(text)).toBe(expected);
      }),
    );
  });
});

describe("What a column often says corrects what it says once", () => {
  const tally = createTally();
  for (const city of ["Bath", "Bath", "Bristol", "Bristol", "Bxth", "York"]) tally.add("uk", city);

  test.each<[string, string | null]>([
    ["Bxth", "Bath"],
    ["Bath", "Bath"],
    ["Bristo1", "Bristol"],
    ["Yorc", null],
    ["Leeds", null],
  ])("%j is %j", (city, usual) => {
    expect(tally.nearest("uk", city)).toBe(usual);
  });

  test("a group of its own knows nothing of the others", () => {
    expect(tally.nearest("fr", "Bxth")).toBeNull();
    expect(tally.count("uk", "Bath")).toBe(2);
    expect(tally.count("fr", "Bath")).toBe(0);
  });

  test("what is counted later counts", () => {
    tally.add("uk", "York");
    expect(tally.nearest("uk", "Yorc")).toBe("York");
    expect(tally.nearest("uk", "Yorc", { times: 3 })).toBeNull();
  });
});
