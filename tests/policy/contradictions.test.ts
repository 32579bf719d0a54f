import { readdirSync, readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Column } from "../../src/domain/columns.ts";
import {
  type Contradictions,
  type Correspondence,
  contradictionLimits,
  findContradictions,
} from "../../src/policy/contradictions/find-contradictions.ts";
import { processorTime } from "../support/processor-time.ts";
import { thoroughly, times } from "../support/soak.ts";

const columns: Column[] = [
  { name: "date", type: "date" },
  { name: "entity", type: "text" },
  { name: "currency", type: "text" },
  { name: "value", type: "number" },
  { name: "category", type: "text" },
];

type Rows = readonly (readonly string[])[];

const goldOf = (rows: Rows) =>
  rows.map((cells, at) => ({ file: "gold/expected.csv", line: at + 2, cells }));

const arenaOf = (gold: Rows, files: Record<string, Rows>, key: string[] = []): Correspondence => ({
  columns,
  key,
  gold: goldOf(gold),
  inputs: Object.entries(files).map(([name, [header = [], ...rows]]) => ({ name, header, rows })),
});

const nothing: Contradictions = { checked: true, findings: [] };
const found = (...findings: object[]) => ({ checked: true, findings });

const findingCodes = (arena: Correspondence): string[] => {
  const result = findContradictions(arena);
  return result.checked ? result.findings.map(({ code }) => code) : [result.why];
};

const header = "id,customer,amount,currency,issued,status,settled,flag".split(",");
const files = ["base", "flags", "regional", "collections", "adjustments"];
const fileOf = (at: number): string => `${files[at % 5]}.csv`;
const pad = (number: number): string => String(number).padStart(2, "0");
const isUnsettled = (at: number): boolean => at % 7 === 0;

/** Five dirty files; unreadable amounts are settled from another column, or the row fails. */
const ledger = (rows: number) => {
  const inputs: Record<string, string[][]> = Object.fromEntries(
    files.map((name) => [`${name}.csv`, [header]]),
  );
  const gold: string[][] = [];
  for (let at = 0; at < rows; at++) {
    const { clean, dirty } = invoice(at);
    inputs[fileOf(at)]?.push(dirty);
    if (!isUnsettled(at)) gold.push(clean);
  }
  return { gold, inputs };
};

const invoice = (at: number) => {
  const [year, month, day] = ["2024", pad(1 + (at % 9)), pad(1 + (at % 28))];
  const entity = `${["Zürich Ropes", "Halden & Co", "Café Luna", "Okafor"][at % 4]} ${at % 11}`;
  const currency = ["USD", "EUR", "GBP"][at % 3] ?? "";
  const value = `${(at * 7919) % 9000}.${pad(at % 100)}`;
  const category = ["open", "paid", "overdue"][(at >> 1) % 3] ?? "";
  const settledElsewhere = at % 4 === 0 || isUnsettled(at);
  const dirty = [
    `INV-${at}`,
    at % 5 ? `  ${entity}` : `${entity.toUpperCase()} 🎉`,
    settledElsewhere ? "FREE-TRIAL 🎉" : `${currency} ${Number(value).toLocaleString("en-US")}`,
    currency.toLowerCase(),
    at % 3 ? `${year}-${month}-${day}` : `${day}/${month}/${year}`,
    category.toUpperCase(),
    settledElsewhere ? value : "",
    isUnsettled(at) ? "pending" : "approved",
  ];
  return { clean: [`${year}-${month}-${day}`, entity, currency, value, category], dirty };
};

const lose = (row: string[], lost: number[]) => row.map((c, at) => (lost.includes(at) ? "?" : c));

/** One row in nine loses two cells, and one of the base file nearly all. */
const worn = (inputs: Record<string, string[][]>, worst: number) =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, rows]) => [
      name,
      rows.map((row, at) => {
        if (name === "base.csv" && at === worst) return lose(row, [0, 1, 2, 4, 6]);
        return at % 9 === 4 ? lose(row, [4, 5]) : row;
      }),
    ]),
  );

const stranger = ["2023-11-30", "Nobody & Sons", "USD", "424242.42", "open"];

describe("an honest arena has no contradictions", () => {
  it("when five dirty ledgers are cleaned and some rows stay unresolved", () => {
    const { gold, inputs } = ledger(100);
    expect(findContradictions(arenaOf(gold, inputs))).toEqual(nothing);
  });

  it("whatever its size", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 150 }), (rows) => {
        const { gold, inputs } = ledger(rows);
        expect(findContradictions(arenaOf(gold, inputs))).toEqual(nothing);
      }),
      { numRuns: times(40, 10) },
    );
  });

  it("when equal input rows have equal answers, or one answer for all", () => {
    const { gold, inputs } = ledger(100);
    const twice = { ...inputs, "base.csv": [...(inputs["base.csv"] ?? []), invoice(5).dirty] };
    expect(findContradictions(arenaOf(gold, twice))).toEqual(nothing);
    expect(findContradictions(arenaOf([...gold, invoice(5).clean], twice))).toEqual(nothing);
  });

  it("when each input row has several gold rows, and some input rows are repeated", () => {
    const wide = Array.from({ length: 30 }, (_, at) => {
      const [date, name] = [`2024-01-${pad(1 + (at % 28))}`, `name ${at}`];
      return [date, name, at % 2 ? "EUR" : "USD", `${at}.5`, `${at}.75`];
    });
    const inputs = [["date", "name", "currency", "one", "two"], ...wide, ...wide.slice(0, 2)];
    const gold = wide.flatMap((row) => [row.with(4, "x"), row.with(3, row[4] ?? "").with(4, "x")]);
    expect(findContradictions(arenaOf(gold, { "wide.csv": inputs }))).toEqual(nothing);
  });

  it("when equal rows stand below different headings that fill down", () => {
    const line = ["", "", "EUR", "12.50", "open"];
    const heads = Array.from({ length: 24 }, (_, at) => [`2024-02-${pad(1 + at)}`, `Firm ${at}`]);
    const inputs = heads.flatMap((head) => [[...head, "USD", "99.10", "paid"], line]);
    const gold = heads.flatMap((head) => [
      [...head, "USD", "99.10", "paid"],
      [...head, "EUR", "12.50", "open"],
    ]);
    const headed = [columns.map(({ name }) => name), ...inputs];
    expect(findContradictions(arenaOf(gold, { "report.csv": headed }))).toEqual(nothing);
  });

  it("when a few invoices go on below their first line", () => {
    const line = (at: number) => [["EUR", "USD", "GBP"][at % 3] ?? "", `${at % 5}.50`, ""];
    const invoices = Array.from({ length: 60 }, (_, at) => {
      const head = [`2024-02-${pad(1 + (at % 28))}`, `Firm ${at}`];
      return { head, lines: at % 16 === 3 ? [line(at), line(at + 1)] : [line(at)] };
    });
    const gold = invoices.flatMap(({ head, lines }) => lines.map((cells) => [...head, ...cells]));
    const below = invoices.flatMap(({ head, lines }) =>
      lines.map((cells, at) => [...(at === 0 ? head : ["", ""]), ...cells]),
    );
    const headed = [columns.map(({ name }) => name), ...below];
    expect(findContradictions(arenaOf(gold, { "invoices.csv": headed }))).toEqual(nothing);
  });

  it("when a file has no header", () => {
    const { gold, inputs } = ledger(100);
    const headless = { ...inputs, "flags.csv": inputs["flags.csv"]?.slice(1) ?? [] };
    expect(findContradictions(arenaOf(gold, headless))).toEqual(nothing);
  });

  it("when a file is laid out in a way that is not understood", () => {
    const { gold, inputs } = ledger(100);
    const packed = ["row", stranger.map((cell, at) => `f${at}=${cell}`).join(" ")];
    const odd = { ...inputs, "packed.csv": packed.map((cell) => [cell]) };
    expect(findContradictions(arenaOf([...gold, stranger], odd))).toEqual(nothing);
  });

  it("when a torn input row still shares something rare with its gold row", () => {
    const { gold, inputs } = ledger(100);
    const torn = ["INV-x", "??", "424,242.42", "??", "30/11/2023", "??", "", ""];
    const base = [...(inputs["base.csv"] ?? []), torn];
    expect(
      findContradictions(arenaOf([...gold, stranger], { ...inputs, "base.csv": base })),
    ).toEqual(nothing);
  });

  it("when an input row has the gold row's key", () => {
    const { gold, inputs } = ledger(100);
    const known = stranger.with(1, invoice(5).clean[1] ?? "").with(4, "disputed");
    const arena = (key: string[]) => arenaOf([...gold, known], inputs, key);
    expect(findContradictions(arena([]))).not.toEqual(nothing);
    const codes = findingCodes(arena(["entity"]));
    expect(codes).not.toContain("unexplained-gold-row");
  });

  it("when bad rows are common enough for one to be lost altogether", () => {
    const { gold, inputs } = ledger(100);
    const worse = worn(inputs, 4);
    expect(findContradictions(arenaOf(gold, worse))).toEqual(nothing);
  });

  it("when so many gold rows lack an input that the inputs must be meant in another way", () => {
    const { gold, inputs } = ledger(100);
    const strangers = Array.from({ length: 14 }, (_, at) =>
      stranger.with(1, `Nobody ${at}`).with(3, `${424_242 + at}`),
    );
    expect(findContradictions(arenaOf([...gold, ...strangers], inputs))).toEqual(nothing);
  });

  it("when there is no gold, no input, or too little of either to tell", () => {
    expect(findContradictions(arenaOf([], {}))).toEqual(nothing);
    expect(findContradictions(arenaOf([stranger], {}))).toEqual(nothing);
    expect(findContradictions(arenaOf([stranger], { "a.csv": [header] }))).toEqual(nothing);
  });
});

describe("a contradiction is found", () => {
  const { gold, inputs } = ledger(100);
  const after = { file: "gold/expected.csv", line: gold.length + 2 };

  it("when two gold rows with one key have different answers", () => {
    const rows = [stranger, ["2023-11-30", "Nobody & Sons", "EUR", "7", "open"]];
    expect(findContradictions(arenaOf(rows, {}, ["date", "entity"]))).toEqual(
      found({
        code: "same-key-different-answers",
        gold: goldOf(rows).map(({ file, line }) => ({ file, line })),
        columns: ["currency", "value"],
      }),
    );
  });

  it("but not when the two say the same in other words, or have no key", () => {
    const spelled = [stranger, stranger.with(3, "424242.420")];
    const keyless = [stranger.with(1, ""), stranger.with(1, " ").with(3, "5")];
    for (const rows of [spelled, keyless])
      expect(findContradictions(arenaOf(rows, {}, ["entity"]))).toEqual(nothing);
  });

  it("when no input row explains a gold row", () => {
    expect(findContradictions(arenaOf([...gold, stranger], inputs))).toMatchObject(
      found({ code: "unexplained-gold-row", gold: after }),
    );
  });

  it("when no input row explains a gold row and one column comes from headings", () => {
    const below = (at: number) => [
      `2024-02-${pad(1 + (at % 28))}`,
      `${at}.25`,
      "EUR",
      `c${at % 3}`,
    ];
    const lines = Array.from({ length: 60 }, (_, at) => below(at));
    const sections = lines.flatMap((line, at) => (at % 5 ? [line] : [[`Firm ${at}`], line]));
    const rows = lines.map(([date = "", value = "", currency = "", category = ""], at) => {
      return [date, `Firm ${at - (at % 5)}`, currency, value, category];
    });
    const report = { "report.csv": [["report"], ...sections] };
    expect(findContradictions(arenaOf(rows, report))).toEqual(nothing);
    expect(findingCodes(arenaOf([...rows, stranger], report))).toEqual(["unexplained-gold-row"]);
  });

  it("when gold is partial and one of its rows has no input", () => {
    const few = gold.filter((_, at) => at % 3 === 0);
    const rows = [...few, stranger];
    expect(findContradictions(arenaOf(few, inputs, ["date", "entity"]))).toEqual(nothing);
    expect(findContradictions(arenaOf(rows, inputs, ["date", "entity"]))).toMatchObject(
      found({ code: "unexplained-gold-row", gold: { line: rows.length + 1 } }),
    );
  });

  it("when equal input rows have different answers", () => {
    const { clean, dirty } = invoice(5);
    const base = [...(inputs["base.csv"] ?? []), dirty.map((cell) => `${cell} `)];
    const rows = [...gold, clean.with(3, "888888.88")];
    expect(findContradictions(arenaOf(rows, { ...inputs, "base.csv": base }))).toEqual(
      found({
        code: "equal-inputs-different-answers",
        inputs: [2, base.length - 1].map((row) => ({ file: "base.csv", row })),
        gold: [
          gold.indexOf(gold.find((row) => row.join() === clean.join()) ?? []),
          gold.length,
        ].map((at) => ({ file: "gold/expected.csv", line: at + 2 })),
        columns: ["value"],
      }),
    );
  });
});

describe("equal inputs with different answers are passed over", () => {
  const { gold, inputs } = ledger(100);
  const { clean, dirty } = invoice(5);
  const base = inputs["base.csv"] ?? [];
  const other = clean.with(3, "888888.88");
  const expectNone = (rows: Rows, ...more: string[][]) =>
    expect(findingCodes(arenaOf(rows, { ...inputs, "base.csv": [...base, ...more] }))).toEqual([]);

  it("when there are not as many answers as copies", () => {
    expectNone([...gold, other], dirty, dirty);
  });

  it("when another input row may be the source of one answer", () => {
    const unread = dirty.with(2, "see note").with(6, "");
    expectNone([...gold, other], dirty, unread);
    expectNone([...gold, other], dirty, unread.with(4, "soon"));
  });

  it("when a worn row that holds next to nothing may be the source of one answer", () => {
    const worse = worn({ ...inputs, "base.csv": [...base, dirty, dirty] }, base.length + 1);
    expect(findingCodes(arenaOf([...gold, other], worse))).toEqual([]);
  });

  it("when most copies have them, so that the arena must mean it", () => {
    const copied = [5, 10, 15].map(invoice);
    const others = copied.map((copy, at) => copy.clean.with(3, `${888_888 + at}`));
    expectNone([...gold, ...others], ...copied.map((copy) => copy.dirty));
  });

  it("when they differ only in a column that nearly always says the same", () => {
    const euros = (row: string[], at: number) => row.with(at, "EUR");
    const rows = [...gold.map((row) => euros(row, 2)), euros(clean, 2).with(2, "XAF")];
    const files = Object.entries(inputs).map(([name, [head = [], ...below]]) => [
      name,
      [
        head,
        ...below.map((row) => euros(row, 3)),
        ...(name === "base.csv" ? [euros(dirty, 3)] : []),
      ],
    ]);
    expect(findingCodes(arenaOf(rows, Object.fromEntries(files)))).toEqual([]);
  });
});

describe("the shipped finance project", () => {
  const data = new URL("../../data/", import.meta.url);
  const read = (path: string): string[][] =>
    parse(readFileSync(new URL(path, data), "utf8"), { bom: true, skip_empty_lines: true });
  const names = readdirSync(new URL("input/", data)).filter((name) => name.startsWith("finance"));
  const inputs = Object.fromEntries(names.map((name) => [name, read(`input/${name}`)]));
  const gold = read("gold/expected.csv").slice(1);

  it("has none", () => {
    expect(findContradictions(arenaOf(gold, inputs))).toEqual(nothing);
  });

  it("has none either when any one of its rows is repeated in input or gold", () => {
    for (const row of gold) expect(findingCodes(arenaOf([...gold, row], inputs))).toEqual([]);
    for (const [name, rows] of Object.entries(inputs))
      for (const row of rows.slice(1))
        expect(findingCodes(arenaOf(gold, { ...inputs, [name]: [...rows, row] }))).toEqual([]);
  });

  it("shows an invented gold row", () => {
    expect(findingCodes(arenaOf([...gold, stranger], inputs))).toEqual(["unexplained-gold-row"]);
  });

  it("shows a second answer under one key", () => {
    const [first = []] = gold;
    const arena = arenaOf([...gold, first.with(3, "1.00")], inputs, ["date", "entity"]);
    expect(findingCodes(arena)).toEqual(["same-key-different-answers"]);
  });

  it.each(columns.map(({ name }, at) => [name, at] as const))(
    "shows a repeated invoice whose second answer has another %s",
    (_, column) => {
      const [first = []] = gold;
      const [name = ""] = names.filter((file) => file === "finance_invoices.csv");
      const rows = inputs[name] ?? [];
      const other = ["2023-11-30", "Nobody & Sons", "XAF", "424242.42", "disputed"][column] ?? "";
      const arena = arenaOf([...gold, first.with(column, other)], {
        ...inputs,
        [name]: [...rows, ...rows.slice(1, 2)],
      });
      expect(findingCodes(arena)).toEqual(["equal-inputs-different-answers"]);
    },
  );
});

describe("large arenas", () => {
  it("cost far less than the square of their rows", () => {
    const rows = 2_000;
    const factor = thoroughly(10, 5);
    const small = ledger(rows);
    const large = ledger(factor * rows);
    const cost = ({ gold, inputs }: typeof small): number =>
      processorTime(() => expect(findContradictions(arenaOf(gold, inputs))).toEqual(nothing));
    const least = (arena: typeof small) => Math.min(cost(arena), cost(arena), cost(arena));
    cost(small); // compiled by now
    expect(least(large) / least(small)).toBeLessThan(factor ** 2 / 2);
  });

  it("end soon even when every row could be every other", () => {
    const same = Array.from({ length: thoroughly(20_000, 10_000) }, () => stranger);
    const files = { "same.csv": [columns.map(({ name }) => name), ...same] };
    expect(findContradictions(arenaOf(same, files))).toEqual(nothing);
  });

  it("beyond the limits are left unchecked, and say so", () => {
    const { rows, cells } = contradictionLimits;
    const long = Array.from({ length: rows + 1 }, () => ["1"]);
    const wide = [Array.from({ length: cells + 1 }, () => "1")];
    const tooLarge = (size: number) => ({ checked: false, why: "too-large", rows: size });
    expect(findContradictions(arenaOf([], { a: [["n"], ...long] }))).toEqual(tooLarge(rows + 1));
    expect(findContradictions(arenaOf([], { a: [["n"], ...wide] }))).toEqual(tooLarge(1));
  });
});
