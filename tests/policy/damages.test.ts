import { describe, expect, it } from "vitest";
import { damages } from "../../src/policy/damage/catalogue.ts";
import type { Sheet } from "../../src/policy/damage/cells.ts";
import { undamaged } from "../../src/policy/damage/files.ts";

const sheet: Sheet = {
  columns: [
    { name: "day", type: "date" },
    { name: "who", type: "text" },
    { name: "value", type: "number" },
  ],
  required: ["day", "who"],
  header: ["day", "who", "value"],
  rows: [
    ["2024-02-29", "Zoë, Ltd", "1250.00"],
    ["2024-03-05", "Bo", "-7"],
  ],
};

const damaged = (name: string, table = "master", from = sheet): string | null => {
  const damage = damages.find((one) => one.name === name && one.table === table);
  const bytes = damage?.apply(from);
  return bytes ? Buffer.from(bytes).toString() : null;
};

const lines = (...rows: string[]): string => `${["day,who,value", ...rows].join("\n")}\n`;
const first = '2024-02-29,"Zoë, Ltd",1250.00';
const second = "2024-03-05,Bo,-7";

describe("each damage does what its name says", () => {
  it.each([
    ["a row dropped", lines(second)],
    ["a row doubled", lines(first, second, first)],
    ["every row dropped", lines()],
    ["two values swapped between rows", lines('2024-03-05,"Zoë, Ltd",1250.00', "2024-02-29,Bo,-7")],
    ["the header repeated as a row", lines(first, second, "day,who,value")],
    ["a number off by a cent", lines('2024-02-29,"Zoë, Ltd",1250.01', second)],
    ["a number with the other sign", lines('2024-02-29,"Zoë, Ltd",-1250.00', second)],
    ["a unit beside a number", lines('2024-02-29,"Zoë, Ltd",1250.00 USD', second)],
    ["a date shifted by a day", lines('2024-03-01,"Zoë, Ltd",1250.00', second)],
    ["day and month exchanged", lines(first, "2024-05-03,Bo,-7")],
    ["a date written day first", lines('29/02/2024,"Zoë, Ltd",1250.00', second)],
    ["a required text blanked", lines("2024-02-29,,1250.00", second)],
    ["a required value blanked", lines(',"Zoë, Ltd",1250.00', second)],
    ["NaN in a required cell", lines('NaN,"Zoë, Ltd",1250.00', second)],
    ["a text in the other case", lines('2024-02-29,"ZOË, LTD",1250.00', second)],
    ["a blank after a text", lines('2024-02-29,"Zoë, Ltd ",1250.00', second)],
    ["an invisible character in a text", lines('2024-02-29,"Zoë, Ltd\u200b",1250.00', second)],
    ["columns reordered", 'who,day,value\n"Zoë, Ltd",2024-02-29,1250.00\nBo,2024-03-05,-7\n'],
    ["a column dropped", 'day,who\n2024-02-29,"Zoë, Ltd"\n2024-03-05,Bo\n'],
    ["an empty file", ""],
    ["the last line torn", `${lines(first)}2024-03-05`],
    ["a quote left open", `${lines(first, second)}"`],
    ["a NUL byte", `${lines(first, second)}\0`],
    ["rows in another order", lines(second, first)],
    ["more zeros after numbers", lines('2024-02-29,"Zoë, Ltd",1250.000', "2024-03-05,Bo,-7.00")],
    ["numbers with an exponent", lines('2024-02-29,"Zoë, Ltd",1.25e+3', "2024-03-05,Bo,-7e+0")],
    [
      "midnight after dates",
      lines('2024-02-29T00:00:00,"Zoë, Ltd",1250.00', "2024-03-05T00:00:00,Bo,-7"),
    ],
    ["CRLF line ends", lines(first, second).replaceAll("\n", "\r\n")],
    ["a byte order mark", `\ufeff${lines(first, second)}`],
    ["no line end after the last row", lines(first, second).trimEnd()],
  ])("%s", (name, expected) => {
    expect(damaged(name)).toBe(expected);
  });

  it("Latin-1 and UTF-16 are written as such", () => {
    const bytes = (name: string): Buffer =>
      Buffer.from(damages.find((one) => one.name === name)?.apply(sheet) ?? []);
    expect(bytes("written as Latin-1").toString("latin1")).toBe(lines(first, second));
    expect(bytes("written as UTF-16").toString("utf16le")).toBe(`\ufeff${lines(first, second)}`);
  });

  it("a look-alike is another letter that looks the same", () => {
    const arendal: Sheet = { ...sheet, rows: [["2024-02-29", "Arendal", "1"]] };
    expect(damaged("a look-alike letter in a text", "master", arendal)).toBe(
      lines("2024-02-29,Arend\u0430l,1"),
    );
  });
});

describe("a damage that finds no place", () => {
  const texts: Sheet = {
    columns: [{ name: "who", type: "text" }],
    required: [],
    header: ["who"],
    rows: [["BBB"]],
  };

  it.each([
    "a number off by a cent",
    "a date shifted by a day",
    "a required text blanked",
    "two values swapped between rows",
    "columns reordered",
    "a column dropped",
    "the last line torn",
    "rows in another order",
    "written as Latin-1",
    "the header repeated as a row",
    "more zeros after numbers",
    "a look-alike letter in a text",
  ])("says so: %s", (name) => {
    expect(damaged(name, "master", texts)).toBeNull();
  });

  it("swaps no values between rows that differ in one column only", () => {
    const alike: Sheet = {
      ...sheet,
      rows: [
        ["2024-02-29", "Bo", "1"],
        ["2024-02-29", "Bo", "2"],
      ],
    };
    expect(damaged("two values swapped between rows", "master", alike)).toBeNull();
  });
});

describe("the list of damages", () => {
  it("names at least 14 that must be noticed in a master table and some that must not", () => {
    const of = (expected: string): number =>
      damages.filter((one) => one.table === "master" && one.expected === expected).length;
    expect(of("noticed")).toBeGreaterThanOrEqual(14);
    expect(of("ignored")).toBeGreaterThanOrEqual(5);
  });

  it("changes the bytes in every one, and gives the same bytes every time", () => {
    const untouched = undamaged(sheet);
    for (const { apply } of damages) {
      const bytes = apply(sheet);
      expect(bytes).toEqual(apply(sheet));
      expect(bytes).not.toEqual(untouched);
    }
  });

  it("names no two alike for one table", () => {
    const names = damages.map(({ table, name }) => `${table}: ${name}`);
    expect(new Set(names).size).toBe(names.length);
  });
});
