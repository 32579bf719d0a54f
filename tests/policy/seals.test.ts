import { describe, expect, it } from "vitest";
import { sha256 } from "../../src/domain/digest.ts";
import { type Sealed, sealDifferences, sealsOf } from "../../src/policy/seals.ts";

const sealed: Sealed = {
  judge: [
    ["judge.js", "code"],
    ["typing.js", "more code"],
  ],
  arena: '{"name":"finance"}',
  gold: [
    ["expected.csv", "date,entity\n2024-01-05,Zoë\n"],
    ["challenge-1.csv", "date,entity\n2024-01-06,Bo\n"],
  ],
  holdout: sha256("choice"),
  starter: "export const clean = 1;",
};
const seals = sealsOf(sealed);
const changed = (part: Partial<Sealed>): string[] =>
  sealDifferences(seals, sealsOf({ ...sealed, ...part })).map(({ seal }) => seal);

describe("seals", () => {
  it("hold while nothing changes", () => {
    expect(changed({})).toEqual([]);
  });

  it("do not depend on the order in which files are listed, nor on how they were read", () => {
    const bytes = [...sealed.gold]
      .toReversed()
      .map(([name, content]) => [name, Buffer.from(content)] as const);
    expect(changed({ gold: bytes, arena: Buffer.from(sealed.arena) })).toEqual([]);
  });

  it.each<[string, Partial<Sealed>, string]>([
    [
      "the judge's code",
      {
        judge: [
          ["judge.js", "other"],
          ["typing.js", "more code"],
        ],
      },
      "judge",
    ],
    ["a comma in arena.json", { arena: '{"name":"finance",}' }, "arena"],
    ["a gold value", { gold: [["expected.csv", "date,entity\n2024-01-05,Zoe\n"]] }, "gold"],
    ["a gold file that is new", { gold: [...sealed.gold, ["challenge-2.csv", ""]] }, "gold"],
    [
      "a gold file's name",
      {
        gold: [
          ["e.csv", "x"],
          ["challenge-1.csv", "y"],
        ],
      },
      "gold",
    ],
    ["which rows are held out", { holdout: sha256("another choice") }, "holdout"],
    ["the starter", { starter: "" }, "starter"],
  ])("break when this changes: %s", (_, part, seal) => {
    expect(changed(part)).toEqual([seal]);
  });

  it("a line moved from one file's end to the next one's start breaks them", () => {
    const gold = [
      ["a", "12"],
      ["b", "3"],
    ] as const;
    const moved = [
      ["a", "1"],
      ["b", "23"],
    ] as const;
    expect(sealsOf({ ...sealed, gold }).gold).not.toBe(sealsOf({ ...sealed, gold: moved }).gold);
  });

  it("name what changed, with both digests, in one order", () => {
    const present = sealsOf({ ...sealed, starter: "x", arena: "{}" });
    expect(sealDifferences(seals, present)).toEqual([
      { seal: "arena", recorded: seals.arena, present: present.arena },
      { seal: "starter", recorded: seals.starter, present: present.starter },
    ]);
  });
});
