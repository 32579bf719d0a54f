import { describe, expect, test } from "vitest";
import { lenientRowsOf } from "../../../src/cells/csv-rows.ts";
import { isHeldOut } from "../../../src/cells/held-out.ts";
import { typedRow } from "../../../src/cells/typing.ts";
import { type Arena, arenaFileSchema, arenaFrom } from "../../../src/domain/arena.ts";
import type { InputRows, Rows } from "../../../src/domain/proposing.ts";
import { chooseLayout } from "../../../src/proposers/search/layout/choose.ts";
import { rowsLaidOut } from "../../../src/proposers/search/layout/layout.ts";
import { arenaKinds, newKinds } from "../../support/arenas/index.ts";
import { processorTime } from "../../support/processor-time.ts";

interface Feed {
  readonly arena: Arena;
  readonly inputs: readonly InputRows[];
  readonly gold: Rows;
}

/** A generated arena with the half of the gold that a proposer sees. */
const feedOf = (name: string, seed: number): Feed => {
  const kind = [...arenaKinds, ...newKinds].find((one) => one.name === name);
  if (!kind) throw new Error(`no arena is called ${name}`);
  const made = kind.make(seed);
  const arena = arenaFrom(arenaFileSchema.parse(made.arena));
  const [, ...gold] = lenientRowsOf(made.gold);
  return {
    arena,
    inputs: Object.entries(made.inputs).map(([file, text]) => {
      const [header = [], ...rows] = lenientRowsOf(text);
      return { name: file, header, rows };
    }),
    gold: gold.filter(
      (cells) => !isHeldOut(arena.name, arena.holdout, typedRow(arena.master.columns, cells)),
    ),
  };
};

const stepsFor = ({ inputs, gold, arena }: Feed): string[] => {
  const { headed, steps } = chooseLayout(inputs, gold, arena);
  return [...(headed ? [headed.words] : []), ...steps.map(({ words }) => words)];
};

describe("Rows are laid out anew where the gold needs it", () => {
  test.each([
    ["mill-output", 'the names of the columns stand in the row with "Machine"'],
    ["quarter-sheet", "units and revenue of each quarter become a row of their own"],
    ["member-cards", "those of each record become one, with content under what field says"],
    ["club-evenings", "a row with nothing but when is the title of those below it"],
    ["club-evenings", 'each part of guests at "/" becomes a row of its own'],
    ["library-loans", "a row with nothing but title is the title of those below it"],
    ["course-bookings", 'each part of people at ";" becomes a row of its own'],
    [
      "monthly-sales",
      "each column but store, city becomes a row of its own, with its name as month",
    ],
    ["branch-report", "blank cells of Region and Branch repeat the one above"],
  ])("%s: %s", (name, words) => {
    for (const seed of [1, 2, 3])
      expect(stepsFor(feedOf(name, seed)).map((step) => step.replace("rows: ", ""))).toContain(
        words,
      );
  });
});

describe("Rows that are what the gold wants stay as they are", () => {
  const reshaped = new Set(
    "mill-output quarter-sheet member-cards club-evenings library-loans course-bookings monthly-sales branch-report".split(
      " ",
    ),
  );
  const plain = [...arenaKinds, ...newKinds].filter(({ name }) => !reshaped.has(name));
  test.each(plain.map(({ name }) => [name]))("%s", (name) => {
    for (const seed of [1, 2])
      expect(
        stepsFor(feedOf(name, seed)).filter((words) => !words.includes("nothing in them")),
      ).toEqual([]);
  });
});

const arenaOf = (columns: Record<string, "text" | "number">): Arena =>
  arenaFrom(
    arenaFileSchema.parse({
      name: "odd",
      tables: { master: { file: "out.csv", columns } },
      holdout: 0,
    }),
  );

const sheet = (header: readonly string[], rows: Rows): InputRows => ({
  name: "a.csv",
  header,
  rows,
});

describe("No shape of a file is too much", () => {
  const many = Array.from({ length: 2_000 }, (_, at) => `column ${at}`);
  const long = "word ".repeat(400_000);
  test.each<[string, InputRows, Rows]>([
    ["no rows", sheet(["a", "b"], []), [["1", "2"]]],
    ["no columns", sheet([], []), [["1", "2"]]],
    ["one row", sheet(["a"], [["1"]]), [["1", "2"]]],
    ["no gold", sheet(["a"], [["1"]]), []],
    ["ragged rows", sheet(["a"], [["1", "2", "3"], [], ["4"], ["", "", "", "5"]]), [["1", "5"]]],
    ["2,000 columns", sheet(many, [many, many.map(String)]), [["column 7", "column 9"]]],
    [
      "one column of many rows",
      sheet(
        ["a"],
        many.map((cell) => [cell]),
      ),
      [["column 1", "column 2"]],
    ],
    [
      "cells of megabytes",
      sheet(
        ["a", "b"],
        [
          [long, "1"],
          [long, "2"],
        ],
      ),
      [
        ["word", "1"],
        ["x", "2"],
      ],
    ],
    [
      "names like parts of every object",
      sheet(["__proto__", "constructor"], [["1", "2"]]),
      [["1", "2"]],
    ],
  ])("%s", (_, input, gold) => {
    const arena = arenaOf({ x: "text", y: "text" });
    const layout = chooseLayout([input], gold, arena);
    expect(rowsLaidOut(layout, input).length).toBeLessThan(10_000);
  });

  test("a feed that fits costs ten times as much when it is ten times as long", () => {
    const header = Array.from({ length: 15 }, (_, at) => `c${at}`);
    const arena = arenaOf(Object.fromEntries(header.map((name) => [name, "text" as const])));
    const cost = (length: number): number => {
      const rows = Array.from({ length }, (_, row) => header.map((__, at) => `${row * 17 + at}`));
      const gold = rows.slice(0, length / 2);
      return processorTime(() =>
        expect(chooseLayout([sheet(header, rows)], gold, arena).steps).toEqual([]),
      );
    };
    cost(1_000); // compiled by now
    expect(cost(10_000) / cost(1_000)).toBeLessThan(40); // squared it would be 100
  });
});

test("a layout is the same for the same data", () => {
  const feed = feedOf("club-evenings", 1);
  expect(stepsFor(feed)).toEqual(stepsFor(feed));
});

describe("Columns that files call differently", () => {
  const arena = arenaFrom(
    arenaFileSchema.parse({
      name: "orders",
      tables: {
        master: { file: "orders.csv", columns: { order_no: "text", amount: "number" } },
      },
    }),
  );
  const file = (name: string, header: readonly string[], prefix: string): InputRows => ({
    name,
    header,
    rows: Array.from({ length: 12 }, (_, at) => header.map(() => `${prefix}${at}`)),
  });
  const gold = [...Array(12).keys()].flatMap((at) => [
    [`a${at}`, `a${at}`],
    [`b${at}`, `b${at}`],
  ]);

  test("get the gold's name where they differ in case, blanks, accents and marks only", () => {
    const inputs = [
      file("a.csv", ["order_no", "Amount"], "a"),
      file("b.csv", ["Order No.", "amount"], "b"),
    ];
    expect(
      chooseLayout(inputs, gold, arena)
        .steps.map(({ code }) => code)
        .join(),
    ).toContain('{ "Order No.": "order_no", Amount: "amount" }');
  });

  test("stay as they are where one file has both names", () => {
    const inputs = [
      file("a.csv", ["amount", "Amount"], "a"),
      file("b.csv", ["Amount", "other"], "b"),
    ];
    expect(chooseLayout(inputs, gold, arena).steps).toEqual([]);
  });
});
