import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalToken, createTally } from "../../src/kit/index.ts";

type Pair = readonly [group: string | null | undefined, value: string | null | undefined];

function tallyOf(pairs: readonly Pair[]) {
  const tally = createTally();
  for (const [group, value] of pairs) tally.add(group, value);
  return tally;
}

describe("The usual value of a group is the one counted most often", () => {
  test.each<[string, Pair[], string | null]>([
    [
      "a majority wins",
      [
        ["z", "Bath"],
        ["z", "Bath"],
        ["z", "Baht"],
      ],
      "Bath",
    ],
    ["a single value is usual", [["z", "Bath"]], "Bath"],
    [
      "a tie has no winner",
      [
        ["z", "Bath"],
        ["z", "Baht"],
      ],
      null,
    ],
    [
      "a tie can be broken",
      [
        ["z", "a"],
        ["z", "b"],
        ["z", "b"],
      ],
      "b",
    ],
    [
      "a lead can be lost",
      [
        ["z", "a"],
        ["z", "a"],
        ["z", "b"],
        ["z", "b"],
      ],
      null,
    ],
    [
      "other groups do not count",
      [
        ["z", "a"],
        ["y", "b"],
        ["y", "b"],
      ],
      "a",
    ],
    [
      "blank values do not count",
      [
        ["z", ""],
        ["z", " "],
        ["z", null],
        ["z", "a"],
      ],
      "a",
    ],
    ["nothing counted is no value", [["z", undefined]], null],
    ["an unknown group has none", [["y", "a"]], null],
    ["values are kept as written", [["z", " Bath "]], " Bath "],
    [
      "odd names are names too",
      [
        ["z", "__proto__"],
        ["z", "__proto__"],
        ["z", "a"],
      ],
      "__proto__",
    ],
  ])("%s", (_, pairs, usual) => {
    expect(tallyOf(pairs).mostUsual("z")).toBe(usual);
  });

  test("groups may have any name, and a missing name is the blank one", () => {
    expect(tallyOf([["constructor", "a"]]).mostUsual("constructor")).toBe("a");
    expect(createTally().mostUsual("constructor")).toBeNull();
    expect(tallyOf([[undefined, "a"]]).mostUsual("")).toBe("a");
    expect(tallyOf([["", "a"]]).mostUsual(null)).toBe("a");
  });

  test("with a canonical token as the group it finds the usual spelling", () => {
    const spelling = createTally();
    const names = ["Free Trial", "FREE-TRIAL", "Free Trial", "trial free"];
    for (const name of names) spelling.add(canonicalToken(name), name);
    expect(spelling.mostUsual(canonicalToken("trial_free 🎉"))).toBe("Free Trial");
  });

  test("the winner is the value that stands alone at the top, in whatever order the rows came", () => {
    const values = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 12 });
    const shuffled = values.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    const usual = (list: string[]) => tallyOf(list.map((value) => ["z", value])).mostUsual("z");
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        const counts = ["a", "b", "c"].map((value) => list.filter((it) => it === value).length);
        const best = Math.max(...counts);
        const winners = ["a", "b", "c"].filter((_, index) => best > 0 && counts[index] === best);
        expect(usual(list)).toBe(winners.length === 1 ? winners[0] : null);
        expect(usual(other)).toBe(usual(list));
      }),
    );
  });
});
