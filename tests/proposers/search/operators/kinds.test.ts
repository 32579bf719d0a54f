import { describe, expect, test } from "vitest";
import type { ColumnType } from "../../../../src/domain/columns.ts";
import { explained } from "./explained.ts";

/** Pairs of a cell and its answer, then a cell whose answer the program has to tell. */
interface Case {
  readonly about: string;
  readonly known: readonly (readonly [string, string])[];
  readonly unknown: readonly (readonly [string, string])[];
  readonly type?: ColumnType;
  readonly uses: string;
}

const numbered = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

const cases: readonly Case[] = [
  {
    about: "a length in metres becomes one in feet, by the factor that the answers tell",
    known: [
      ["3 m", "9.84 ft"],
      ["12.5 m", "41.01 ft"],
      ["40 m", "131.23 ft"],
      ["7 m", "22.97 ft"],
    ],
    unknown: [["100 m", "328.08 ft"]],
    uses: "numberAt",
  },
  {
    about: "degrees of one scale become those of another",
    known: [
      ["0", "32"],
      ["10", "50"],
      ["37", "98.6"],
      ["100", "212"],
    ],
    unknown: [["20", "68"]],
    type: "number",
    uses: "1.8",
  },
  {
    about: "each unit has its own way to the same scale",
    known: [
      ["20.5 C", "20.5"],
      ["68 F", "20"],
      ["15 C", "15"],
      ["-4 F", "-20"],
      ["101.3 F", "38.5"],
      ["3.5 C", "3.5"],
      ["50 F", "10"],
      ["31 C", "31"],
    ],
    unknown: [
      ["95 F", "35"],
      ["22 C", "22"],
    ],
    type: "number",
    uses: "1.8",
  },
  {
    about: "the things that a cell lists are counted, whatever stands between them",
    known: [
      ["tea; soup", "2"],
      ["pen", "1"],
      ["mug, bun, tea", "3"],
      ["soup; tea; pen; mug", "4"],
      ["bun, pen", "2"],
    ],
    unknown: [["tea, mug; pen", "3"]],
    type: "number",
    uses: "pieces",
  },
  {
    about: "telephone numbers in any spelling are written in the pattern that the answers show",
    known: [
      ["212.555.0123", "(212) 555-0123"],
      ["415 555 0199", "(415) 555-0199"],
      ["3125550147", "(312) 555-0147"],
      ["(702) 555-0111", "(702) 555-0111"],
      ["+1 404 555 0162", "(404) 555-0162"],
      ["+1 206 555 0185", "(206) 555-0185"],
    ],
    unknown: [
      ["5035550104", "(503) 555-0104"],
      ["+1 303 555 0177", "(303) 555-0177"],
    ],
    uses: "digitsAs",
  },
  {
    about: "codes that lost any number of zeros in front are as long as the others again",
    known: [
      ["501", "00501"],
      ["10001", "10001"],
      ["7", "00007"],
      ["2139", "02139"],
      ["94103", "94103"],
    ],
    unknown: [["42", "00042"]],
    uses: "padStart(row.cell, 5)",
  },
  {
    about: "durations such as 1h 30m become minutes",
    known: [
      ["1h 30m", "90"],
      ["45 min", "45"],
      ["2:05", "125"],
      ["2 hrs 5 min", "125"],
    ],
    unknown: [["3h 1m", "181"]],
    type: "number",
    uses: 'parseDuration(row.cell, "minutes")',
  },
  {
    about: "12-hour times become 24-hour ones",
    known: [
      ["3:05 PM", "15:05"],
      ["12:10 AM", "00:10"],
      ["11:00 am", "11:00"],
    ],
    unknown: [["12:00 PM", "12:00"]],
    uses: "parseTime",
  },
  {
    about: "dates are written in whichever layout the answers show",
    known: [
      ["2024-01-31", "Wednesday, January 31st, 2024"],
      ["2024-02-02", "Friday, February 2nd, 2024"],
      ["2023-12-23", "Saturday, December 23rd, 2023"],
    ],
    unknown: [["2024-03-04", "Monday, March 4th, 2024"]],
    uses: "dddd, MMMM Do, YYYY",
  },
  {
    about: "a quarter is told from a date",
    known: [
      ["05/02/2024", "Q1 2024"],
      ["17/08/2024", "Q3 2024"],
      ["30/11/2023", "Q4 2023"],
    ],
    unknown: [["25/05/2022", "Q2 2022"]],
    uses: "[Q]Q YYYY",
  },
  {
    about: "a date is found inside a longer text",
    known: [
      ["left with Ada on 3 Mar 2024, late", "2024-03-03"],
      ["on 14 June 2024 handed over", "2024-06-14"],
      ["(7 Jan 2023) returned", "2023-01-07"],
    ],
    unknown: [["seen 9 Sep 2022 twice", "2022-09-09"]],
    type: "date",
    uses: "findDate",
  },
  {
    about: "the fifth piece of a path is taken, whatever the others are",
    known: [
      ["a/b/c/d/red/x", "red"],
      ["k/l/m/n/blue/y/z", "blue"],
      ["q/r/s/t/green/u", "green"],
    ],
    unknown: [["1/2/3/4/grey/6", "grey"]],
    uses: "4",
  },
  {
    about: "what stands before any of two marks is taken",
    known: [
      ["Ada Lind; Bath", "Ada Lind"],
      ["Bo Ek, York", "Bo Ek"],
      ["Cy Orr Po; Hull", "Cy Orr Po"],
      ["Di Ash, Ayr", "Di Ash"],
    ],
    unknown: [["Ed Fox Ray, Rye", "Ed Fox Ray"]],
    uses: "[",
  },
  {
    about: "marks are removed wherever they stand",
    known: [
      ["AB-1.2/C", "AB12C"],
      ["X.9-99/D", "X999D"],
      ["QRS/1-1.E", "QRS11E"],
    ],
    unknown: [["Z-8/8.F-1", "Z88F1"]],
    uses: "",
  },
  {
    about: "a fixed ending is put behind what lacks it",
    known: [
      ["Salem, OR", "Salem, OR, USA"],
      ["Provo, UT, USA", "Provo, UT, USA"],
      ["El Paso, TX", "El Paso, TX, USA"],
      ["Denver, CO, USA", "Denver, CO, USA"],
    ],
    unknown: [
      ["Austin, TX", "Austin, TX, USA"],
      ["Reno, NV, USA", "Reno, NV, USA"],
    ],
    uses: "withSuffix",
  },
  {
    about: "the words of a name without blanks are parted",
    known: [
      ["InvoiceLineItem", "Invoice Line Item"],
      ["OrderTotal", "Order Total"],
      ["ShipToAddressZip", "Ship To Address Zip"],
    ],
    unknown: [["UnitPrice", "Unit Price"]],
    uses: 'runs(row.cell, "camel")',
  },
  {
    about: "hexadecimal numbers are read",
    known: [
      ["ff", "255"],
      ["1A", "26"],
      ["80", "128"],
    ],
    unknown: [["10", "16"]],
    type: "number",
    uses: "fromBase(row.cell, 16)",
  },
];

describe("The search finds programs of many kinds from a few rows", () => {
  test.each(cases)("$about", ({ known, unknown, type, uses }) => {
    const { code, unseen } = explained(
      ["cell"],
      known,
      unknown.map(([cell]) => [cell]),
      type,
    );
    expect(unseen, code).toEqual(unknown.map(([, answer]) => answer));
    expect(code).toContain(uses);
  });
});

const repeated = <Item>(items: readonly Item[], times: number): Item[] =>
  Array.from({ length: times }, () => items).flat();

describe("What only several rows tell is found as well", () => {
  test("the days between two columns are counted", () => {
    const { code, unseen } = explained(
      ["from", "to"],
      [
        ["2024-01-30", "2024-02-02", "3"],
        ["2024-03-01", "2024-03-31", "30"],
        ["2023-12-31", "2024-01-01", "1"],
        ["2024-05-05", "2024-05-19", "14"],
      ],
      [["2024-02-28", "2024-03-01"]],
      "number",
    );
    expect(code).toContain("daysBetween");
    expect(unseen).toEqual(["2"]);
  });

  test("bands of numbers have names", () => {
    const sizes = [1, 3, 8, 10, 25, 60, 99, 100, 250, 900];
    const nameOf = (size: number) => (size < 10 ? "small" : size < 100 ? "medium" : "large");
    const known = sizes.map((size): [string, string] => [String(size), nameOf(size)]);
    const { code, unseen } = explained(["size"], known, [["9"], ["50"], ["400"]]);
    expect(code).toContain("bandOf");
    expect(unseen).toEqual(["small", "medium", "large"]);
  });

  test("a keyword in long prose becomes a yes or no", () => {
    const filler = "We value careful work and clear words. ".repeat(40);
    const known = repeated(["python", "sql", "nothing", "PYTHON and sql"], 3).map(
      (skill, at): [string, string] => [
        `${filler} ${at}. You know ${skill} well. ${filler}`,
        skill.toLowerCase().includes("python") ? "1" : "0",
      ],
    );
    const unknown = [[`${filler} Python it is.`], [`${filler} Monty it is.`]];
    const { code, unseen } = explained(["text"], known, unknown, "number");
    expect(code).toContain("findKeyword");
    expect(unseen).toEqual(["1", "0"]);
  });

  test("letters gone wrong are told by what the column has often", () => {
    const towns = repeated(["birmingham", "gadsden", "dothan", "huntsville"], 5);
    const known = [
      ...towns.map((town): [string, string] => [town, town]),
      ...([
        ["birmxngham", "birmingham"],
        ["gxdsden", "gadsden"],
        ["dothxn", "dothan"],
        ["huntsvillx", "huntsville"],
      ] as const),
    ];
    const { code, unseen } = explained(["town"], known, [["gadsdxn"], ["dothan"]]);
    expect(code).toContain(".nearest(");
    expect(unseen).toEqual(["gadsden", "dothan"]);
  });

  test("a price is told by the brand and the size together", () => {
    const rows = repeated(
      [
        ["Corvo", "R14", "41"],
        ["Corvo", "R15", "56"],
        ["Zenit", "R14", "73"],
        ["Zenit", "R15", "88"],
      ] as const,
      4,
    );
    const known = rows.map(([brand, size, price], at): [string, string, string, string] => [
      brand,
      size,
      at % 5 === 0 ? "?" : price,
      price,
    ]);
    const { code, unseen } = explained(
      ["brand", "size", "price"],
      known,
      [["Zenit", "R14", "?"]],
      "number",
    );
    expect(code).toContain("mostUsual(rowKey(row, ");
    expect(unseen).toEqual(["73"]);
  });
});

describe("What has to be learnt cell by cell", () => {
  const synonyms = ["DE", "BRD", "Allemagne", "Germany", "ES", "Espana", "Spain", "PE", "Peru"];
  const known = repeated(synonyms, 4).map((cell): [string, string] => {
    if (["DE", "BRD", "Allemagne", "Germany"].includes(cell)) return [cell, "Germany"];
    return [cell, cell.endsWith("S") || cell.includes("pa") ? "Spain" : "Peru"];
  });

  test("many spellings of few values go into a table", () => {
    const { unseen } = explained(["country"], known, [["BRD"], ["PE"], ["Espana"], ["Spain"]]);
    expect(unseen).toEqual(["Germany", "Peru", "Spain", "Spain"]);
  });

  test("a number that stands for an unknown one is kept out", () => {
    const rows = ["12.5", "9999.99", "80", "9999.99", "41", "7", "9999.99", "33.1", "9999.99", "6"];
    const answers = rows.map((cell, at): [string, string, string] => {
      const settled = String(100 + at * 3);
      return cell === "9999.99" ? [cell, settled, settled] : [cell, "", cell];
    });
    const { unseen } = explained(
      ["amount", "settled"],
      answers,
      [
        ["9999.99", "55"],
        ["64", ""],
        ["17", "18"],
      ],
      "number",
    );
    expect(unseen.slice(0, 2)).toEqual(["55", "64"]);
  });
});

describe("What only seems to fit is left alone", () => {
  test("names are no bands of the numbers beside them", () => {
    const known = ["red", "blue", "red", "green", "blue", "red", "green", "blue"].map(
      (colour, at): [string, string, string] => [String(at * 10), colour, colour],
    );
    const { code } = explained(["number", "colour"], known, [["90", "red"]]);
    expect(code).not.toContain("bandOf");
  });

  test("a factor that two of many rows share is none", () => {
    const known = ["5", "7", "11", "13", "17", "19", "23", "29", "31", "37"].map(
      (cell, at): [string, string] => [cell, String((at * 7919) % 101)],
    );
    const { code } = explained(["cell"], known, [["41"]], "number");
    expect(code).not.toContain("product");
  });

  test("a cell that is no number is not copied into a column of numbers", () => {
    const known = ["4", "9", "2", "7", "5", "6", "3", "8"].map((pack, at): string[] => {
      const total = String(Number(pack) * 12);
      return at < 6 ? [pack, total, total] : [pack, "", total];
    });
    const { unseen } = explained(
      ["pack", "total"],
      known.map(([pack = "", total = "", wanted = ""]) => [pack, total, wanted] as const),
      [
        ["ERROR", "ERROR"],
        ["10", "UNKNOWN"],
        ["11", "132"],
      ],
      "number",
    );
    expect(unseen).toEqual(["", "120", "132"]);
  });

  test("a spelling that the rows with an answer do not show is no exception from their rule", () => {
    const known = numbered(12).map((at): [string, string, string] => [
      `${at + 1}.50`,
      at % 3 === 0 ? "Debit" : "credit",
      at % 3 === 0 ? `-${at + 1}.5` : `${at + 1}.5`,
    ]);
    const { unseen } = explained(["amount", "side"], known, [["70.00", "debit "]], "number");
    expect(unseen).toEqual(["-70"]);
  });

  test("a branch that is wrong in most rows is worse than none", () => {
    const known = numbered(60).map((at): [string, string] => [
      String(at),
      at % 12 === 0 ? "77" : String((at * 7919) % 1009),
    ]);
    const { code } = explained(["cell"], known, [["61"]], "number");
    expect(code).not.toContain("77");
  });

  test("a price for each pack becomes one for each kilogram by the factor that the answers tell", () => {
    const packs = ["250", "500", "750", "1000", "125", "400", "2000", "1500"];
    const known = numbered(24).map((at): [string, string, string] => {
      const grams = packs[at % packs.length] ?? "";
      const price = (1.29 + at * 0.83).toFixed(2);
      return [grams, price, ((Number(price) / Number(grams)) * 1000).toFixed(2)];
    });
    const { code, unseen } = explained(["grams", "price"], known, [["800", "4.00"]], "number");
    expect(code).toContain("1000");
    expect(unseen).toEqual(["5"]);
  });

  test("hours worked are the time between two, over midnight too, less the break where there is one", () => {
    const shifts = [
      ["8:00 AM", "16:30", "30"],
      ["22:00", "6:15", ""],
      ["9:15", "5:00pm", "45"],
      ["21:30", "05:30", "20"],
      ["14:00", "22:45", ""],
      ["07:30", "11:30", "15"],
    ] as const;
    const worked = [480, 495, 420, 460, 525, 225];
    const known = shifts.map((shift, at) => [...shift, String(worked[at])] as const);
    const { unseen } = explained(
      ["start", "end", "break"],
      [...known, ...known],
      [
        ["10:00", "2:30 PM", "10"],
        ["23:00", "03:00", ""],
      ],
      "number",
    );
    expect(unseen).toEqual(["260", "240"]);
  });

  test("times in any spelling are read before the one that most sources tell is taken", () => {
    const flights = [
      ["7:10 p.m.", "7:10pm", "12/02/2011 7:10 p.m.", "19:10", ""],
      ["8:05 a.m.", "8:05am", "12/02/2011 8:05 a.m.", "08:05", "8:09 a.m."],
      ["12:40 p.m.", "12:40pm", "", "12:40", "12:45 p.m."],
      ["6:30 a.m.", "6:30am", "12/02/2011 6:30 a.m.", "", "6:00 a.m."],
      ["11:55 p.m.", "11:55pm", "12/02/2011 11:55 p.m.", "23:55", ""],
    ];
    const lines = flights.flatMap(([right = "", ...others], flight) =>
      [right, ...others].map((time) => [`AA-${flight}`, time, right] as const),
    );
    const isKnown = (_: unknown, at: number): boolean => at % 5 !== 3;
    const unknown = lines.filter((line, at) => !isKnown(line, at));
    const { unseen } = explained(
      ["flight", "time"],
      lines.filter(isKnown),
      unknown.map(([flight, time]) => [flight, time]),
    );
    expect(unseen).toEqual(unknown.map(([, , right]) => right));
  });
});
