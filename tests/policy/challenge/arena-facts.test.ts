import { describe, expect, it } from "vitest";
import { type ArenaData, arenaFactsOf } from "../../../src/policy/challenge/arena-facts.ts";
import { makeRows } from "../../../src/policy/challenge/make-rows.ts";
import { arenaWith, bills, dataOf, parcels } from "./arenas.ts";

const columns = { id: "text", name: "text", size: "number" } as const;
const sizes = Array.from({ length: 12 }, (_, at) => String(3 + ((at * 31) % 50)));
const names = ["Fir", "Oak", "Elm", "Ash"];
const trees = (
  change: (row: string[], at: number) => string[] = (row) => row,
  answer: (row: string[], at: number) => string[] = (row) => row,
): ArenaData => {
  const rows = sizes.map((size, at) => [`T-${at + 10}`, names[at % 4] ?? "", size]);
  return dataOf(arenaWith(columns), rows.map(answer), {
    "trees.csv": [["id", "name", "size"], ...rows.map(change)],
  });
};

const changesIn = (data: ArenaData, column: string): string[] =>
  makeRows(arenaFactsOf(data), { levels: [1, 2, 3], count: 30, seed: 3 }).flatMap(({ changes }) =>
    changes.filter((change) => change.column === column).map(({ by }) => by),
  );

describe("what an arena shows", () => {
  it("is how words are settled, in columns of any name", () => {
    const [source] = arenaFactsOf(bills(90)).sources;
    const price = source?.columnSources.find(({ type }) => type === "number");
    expect(price).toMatchObject({
      column: "price",
      steps: [{ figure: "agreed", flag: { column: "by", value: "boss" } }],
    });
  });

  it("is which columns tell rows apart", () => {
    expect(arenaFactsOf(parcels(40)).identifiers.map(({ column }) => column)).toEqual(["parcel"]);
    expect(arenaFactsOf(bills(90)).identifiers.map(({ column }) => column)).toEqual(["nr"]);
  });
});

describe("a text is changed only where every reader of it says the same", () => {
  it("gets no blanks where the answers keep what stands in the cell", () => {
    expect(changesIn(trees(), "name")).toEqual([]);
  });

  it("gets blanks where the answers are seen without them", () => {
    const padded = trees((row, at) => (at % 3 === 0 ? row.with(1, `  ${row[1]}`) : row));
    expect(new Set(changesIn(padded, "name"))).toContain("blanks around a cell");
    expect(changesIn(padded, "name")).not.toContain("a word in other letters");
  });

  it("gets other letters where the answers are seen in one case only", () => {
    const shouted = trees(
      (row, at) => (at % 3 === 0 ? row.with(1, (row[1] ?? "").toUpperCase()) : row),
      (row) => row.with(1, (row[1] ?? "").toLowerCase()),
    );
    expect(changesIn(shouted, "name")).toContain("a word in other letters");
    expect(changesIn(shouted, "name")).not.toContain("blanks around a cell");
  });
});

describe("a number is written only as the arena writes some", () => {
  it("gets no thousands mark where none is seen", () => {
    const long = trees(
      (row) => row.with(2, `${row[2]}000`),
      (row) => row.with(2, `${row[2]}000`),
    );
    expect(changesIn(long, "size")).not.toContain("thousands marks");
  });

  it("gets no unit that goes with another answer", () => {
    const data = dataOf(
      arenaWith({ id: "text", unit: "text", size: "number" }),
      sizes.map((size, at) => [`T-${at + 10}`, at % 2 ? "kg" : "lb", size]),
      {
        "trees.csv": [
          ["id", "size"],
          ...sizes.map((size, at) => [`T-${at + 10}`, `${size} ${at % 2 ? "kg" : "lb"}`]),
        ],
      },
    );
    expect(changesIn(data, "size")).not.toContain("a code beside a number");
  });
});

describe("a date is written anew only where day and month cannot be taken for each other", () => {
  const visits = (days: readonly number[], toIso: (at: number) => boolean) =>
    dataOf(
      arenaWith({ id: "text", who: "text", day: "date" }),
      days.map((day, at) => [
        `V-${at + 10}`,
        names[at % 4] ?? "",
        `2031-04-${String(day).padStart(2, "0")}`,
      ]),
      {
        "visits.csv": [
          ["id", "who", "day"],
          ...days.map((day, at) => {
            const text = String(day).padStart(2, "0");
            return [
              `V-${at + 10}`,
              names[at % 4] ?? "",
              toIso(at) ? `2031-04-${text}` : `${text}/04/2031`,
            ];
          }),
        ],
      },
    );

  it("is where days beyond the twelfth show the order", () => {
    const days = Array.from({ length: 16 }, (_, at) => 5 + at);
    expect(
      changesIn(
        visits(days, (at) => at % 2 === 0),
        "day",
      ),
    ).toContain("a date in another notation");
  });

  it("is not where day and month are the same each time", () => {
    const days = Array.from({ length: 16 }, (_, at) => (at % 2 === 0 ? 5 + at : 4));
    expect(
      changesIn(
        visits(days, (at) => at % 2 === 0),
        "day",
      ),
    ).not.toContain("a date in another notation");
  });
});

describe("no copy has a sure answer", () => {
  it.each<[string, string, ArenaData]>([
    ["where nothing lines up", "nothing-aligned", trees((row) => row.map((cell) => `x${cell}x`))],
    [
      "where no column tells rows apart",
      "no-identifier",
      dataOf(
        arenaWith({ name: "text", kind: "text", size: "number" }),
        sizes.map((size, at) => [names[at % 4] ?? "", `kind ${at % 3 ? "a" : "b"}`, size]),
        {
          "trees.csv": [
            ["name", "kind", "size"],
            ...sizes.map((size, at) => [names[at % 4] ?? "", `kind ${at % 3 ? "a" : "b"}`, size]),
          ],
        },
      ),
    ],
    [
      "where rows of one name are summed up",
      "groups-rows",
      dataOf(
        arenaWith({ shop: "text", total: "number" }),
        sizes.map((size, at) => [
          `shop ${"abcdefghijkl"[at]}`,
          at % 6 === 5 ? String(Number(size) * 2 + 700) : size,
        ]),
        {
          "sales.csv": [
            ["nr", "shop", "amount"],
            ...sizes.flatMap((size, at) => {
              const shop = `shop ${"abcdefghijkl"[at]}`;
              const second = [`S-${at + 40}`, shop, String(Number(size) + 700)];
              return [[`S-${at + 10}`, shop, size], ...(at % 6 === 5 ? [second] : [])];
            }),
          ],
        },
      ),
    ],
    [
      "where the same row twice is one row of the gold",
      "drops-duplicates",
      dataOf(
        arenaWith({ name: "text", kind: "text", size: "number" }),
        sizes.map((size, at) => [names[at % 4] ?? "", `kind ${at % 3}`, size]),
        {
          "trees.csv": [
            ["nr", "name", "kind", "size"],
            ...[...sizes, ...sizes.slice(0, 3)].map((size, at) => [
              `T-${at + 10}`,
              names[(at % 12) % 4] ?? "",
              `kind ${(at % 12) % 3}`,
              size,
            ]),
          ],
        },
      ),
    ],
    [
      "where the gold numbers its rows",
      "numbers-rows",
      dataOf(
        arenaWith({ ...columns, place: "number" }),
        sizes.map((size, at) => [`T-${at + 10}`, names[at % 4] ?? "", size, String(100 + at)]),
        {
          "trees.csv": [
            ["id", "name", "size"],
            ...sizes.map((size, at) => [`T-${at + 10}`, names[at % 4] ?? "", size]),
          ],
        },
      ),
    ],
    [
      "where the answer hangs on the file",
      "hangs-on-file",
      dataOf(
        arenaWith({ ...columns, source: "text" }),
        sizes.map((size, at) => [
          `T-${at + 10}`,
          names[at % 4] ?? "",
          size,
          at < 6 ? "north" : "south",
        ]),
        {
          "a.csv": [
            ["id", "name", "size"],
            ...sizes.slice(0, 6).map((size, at) => [`T-${at + 10}`, names[at % 4] ?? "", size]),
          ],
          "b.csv": [
            ["id", "name", "size"],
            ...sizes.slice(6).map((size, at) => [`T-${at + 16}`, names[(at + 6) % 4] ?? "", size]),
          ],
        },
      ),
    ],
  ])("%s", (_where, code, data) => {
    expect(arenaFactsOf(data).blocker?.code).toBe(code);
  });
});
