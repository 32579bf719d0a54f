import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { type DiffLine, hunksOf, lineDiff } from "../../src/policy/diff.ts";

const text = (...lines: string[]): string => lines.map((line) => `${line}\n`).join("");
const shown = (lines: readonly DiffLine[]): string[] =>
  lines.map((line) => ({ same: " ", removed: "-", added: "+" })[line.kind] + line.text);
const changesOf = (before: string, after: string): number =>
  lineDiff(before, after).filter(({ kind }) => kind !== "same").length;

describe("the difference between two texts", () => {
  it.each<[string, string, string, string[]]>([
    ["equal texts", text("a", "b"), text("a", "b"), [" a", " b"]],
    ["a line more", text("a", "c"), text("a", "b", "c"), [" a", "+b", " c"]],
    ["a line less", text("a", "b", "c"), text("a", "c"), [" a", "-b", " c"]],
    ["a line rewritten", text("a", "b", "c"), text("a", "x", "c"), [" a", "-b", "+x", " c"]],
    ["nothing before", "", text("a"), ["+a"]],
    ["nothing after", text("a"), "", ["-a"]],
    ["only the last line feed", "a", "a\n", [" a"]],
  ])("of %s", (_title, before, after, expected) => {
    expect(shown(lineDiff(before, after))).toEqual(expected);
  });

  const lines = fc.array(fc.constantFrom("a", "b", "c", ""), { maxLength: 14 });
  const longestCommon = (a: readonly string[], b: readonly string[]): number => {
    const row = new Array<number>(b.length + 1).fill(0);
    for (const line of a) {
      let corner = 0;
      for (const [at, other] of b.entries()) {
        const above = row[at + 1] ?? 0;
        row[at + 1] = line === other ? corner + 1 : Math.max(above, row[at] ?? 0);
        corner = above;
      }
    }
    return row.at(-1) ?? 0;
  };

  test("holds both texts in order and changes no more lines than it must", () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const diff = lineDiff(text(...before), text(...after));
        const without = (kind: DiffLine["kind"]) =>
          diff.filter((line) => line.kind !== kind).map((line) => line.text);
        expect(without("added")).toEqual(before);
        expect(without("removed")).toEqual(after);
        const least = before.length + after.length - 2 * longestCommon(before, after);
        expect(diff.filter(({ kind }) => kind !== "same").length).toBe(least);
      }),
    );
  });

  it("of two long texts with nothing in common is all of both", () => {
    const numbered = (word: string) =>
      text(...Array.from({ length: 20_000 }, (_, at) => `${word} ${at}`));
    expect(changesOf(numbered("old"), numbered("new"))).toBe(40_000);
  });

  it("of long texts that begin and end alike looks at the middle only", () => {
    const lines = Array.from({ length: 60_000 }, (_, at) => `line ${at}`);
    expect(changesOf(text(...lines), text(...lines.with(30_000, "changed")))).toBe(2);
  });
});

describe("hunks", () => {
  const letters = [..."abcdefghijklmnopqrstuvwxyz"];

  it("show each change with three equal lines around it, and where it is in both texts", () => {
    const after = letters.flatMap((letter) => (letter === "e" ? ["E", "E2"] : [letter]));
    const hunks = hunksOf(lineDiff(text(...letters), text(...after)));
    expect(hunks.map(({ before, after }) => ({ before, after }))).toEqual([
      { before: 2, after: 2 },
    ]);
    expect(shown(hunks[0]?.lines ?? [])).toEqual([
      " b",
      " c",
      " d",
      "-e",
      "+E",
      "+E2",
      " f",
      " g",
      " h",
    ]);
  });

  it("are apart when more than six equal lines lie between changes, with places that add up", () => {
    const after = letters.flatMap((letter) =>
      letter === "b" ? [] : letter === "z" ? ["z", "zz"] : [letter],
    );
    const hunks = hunksOf(lineDiff(text(...letters), text(...after)));
    expect(hunks.map(({ before, after }) => ({ before, after }))).toEqual([
      { before: 1, after: 1 },
      { before: 24, after: 23 },
    ]);
  });

  it("are none where nothing changed", () => {
    expect(hunksOf(lineDiff("a\n", "a\n"))).toEqual([]);
  });
});
