import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import { beforeAll, describe, expect, test } from "vitest";
import writeWorkbook, { type SheetData } from "write-excel-file/node";
import { openFeeds } from "../../../src/adapters/feeds/open-feeds.ts";
import { countFeed, feedRows } from "../../../src/adapters/feeds/rows-of-feeds.ts";
import type { FeedRule } from "../../../src/domain/feed-reading.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cleanloop-open-"));
});

let made = 0;
const opened = async (name: string, content: string | Uint8Array, rule?: FeedRule) => {
  const path = join(folder, `${++made}-${name}`);
  writeFileSync(path, content);
  const said = rule ? { rule, from: "a test" } : null;
  const [feed] = await openFeeds([{ name, path, said }]);
  if (!feed) throw new Error("one feed in, none out");
  return { feed, rows: [...feedRows(feed)], count: countFeed(feed) };
};

const orders = [
  ["id", "name", "total"],
  ["1", "Jürgen", "1.234,50"],
  ["2", 'Zoé; said "hello"\nand left', "7,00"],
  ["3", "", "8,00"],
];

const written = (delimiter: string, quote = '"'): string =>
  orders
    .map((row) =>
      row.map((cell) => quote + cell.replaceAll(quote, quote + quote) + quote).join(delimiter),
    )
    .join("\r\n");

describe("rows of text", () => {
  test.each<[string, Uint8Array]>([
    ["semicolons in UTF-16", Buffer.from(`\ufeff${written(";")}`, "utf16le")],
    ["semicolons in big-endian UTF-16", Buffer.from(`\ufeff${written(";")}`, "utf16le").swap16()],
    ["tabs in Latin-1", Buffer.from(written("\t"), "latin1")],
    ["bars, packed", gzipSync(written("|"))],
    ["semicolons below a title", Buffer.from(`Orders of May\n\n${written(";")}\n\n`)],
    ["commas, packed", gzipSync(written(","))],
  ])("written with %s come to the same", async (_, content) => {
    const { rows, count } = await opened("orders.csv", content);
    expect(rows).toEqual(orders);
    expect(count).toMatchObject({ rows: 3, refusedRows: 0 });
  });

  test("plain CSV is read where it stands, and all of its lines are accounted for", async () => {
    const { feed, count } = await opened("orders.csv", `${written(",")}\n\n`);
    expect(feed.path).toBe(feed.source);
    expect(count.account).toBe("6 lines: 1 header, 3 rows, 1 within cells, 1 blank");
  });

  test("a rule goes before what looking would tell", async () => {
    const { rows } = await opened("a.csv", "a;b\n1;2\n", { delimiter: ",", header: 0 });
    expect(rows).toEqual([["column_1"], ["a;b"], ["1;2"]]);
    const quoted = await opened("a.csv", "a,b\n'1,5',2\n", { quote: "'" });
    expect(quoted.rows).toEqual([
      ["a", "b"],
      ["1,5", "2"],
    ]);
    const coded = await opened("a.csv", Buffer.from([0x61, 0x0a, 0xc6]), {
      encoding: "windows-1251",
    });
    expect(coded.rows).toEqual([["a"], ["Ж"]]);
    await expect(
      opened("a.csv", Buffer.from("a\nb\nZ\xfcrich\n", "latin1"), { encoding: "utf-8", header: 0 }),
    ).rejects.toThrow(/holds bytes that are not utf-8/);
  });

  test("a feed of many pieces is cut at row ends only", async () => {
    const lines = Array.from({ length: 60_000 }, (_, at) => `${at};"cell; with\n${at}"`);
    const { rows, count } = await opened("long.csv", `id;text\n${lines.join("\n")}\n`);
    expect(rows.length).toBe(60_001);
    expect(rows.at(-1)).toEqual(["59999", "cell; with\n59999"]);
    expect(count.account).toBe("120001 lines: 1 header, 60000 rows, 60000 within cells");
  });
});

describe("JSON", () => {
  const items = [
    '{"id": 12345678901234567890, "name": "Zo\\u00e9", "paid": true}',
    '{"name": "B, \\"b\\"", "id": 1.50, "note": null}',
    "{}",
  ];
  const table = [
    ["id", "name", "paid", "note"],
    ["12345678901234567890", "Zoé", "true", ""],
    ["1.50", 'B, "b"', "", ""],
    ["", "", "", ""],
  ];

  test.each([
    ["a.jsonl", items.join("\n")],
    ["a.json", `[\n  ${items.join(",\n  ")}\n]\n`],
    ["a.json", `[${items.join(",")}]`],
  ])("in %s keeps every digit, and columns that only some rows have", async (name, text) => {
    expect((await opened(name, text)).rows).toEqual(table);
    expect((await opened(`${name}.gz`, gzipSync(text))).rows).toEqual(table);
  });

  test("names each row that it refuses, and reads the others", async () => {
    const text =
      '{"a":1}\n\n{"a":[1]}\n{"a":{"b":2}}\nhello\n{"a":1,"a":2}\n{"a":3} x\n[1]\n{"a":4}\n';
    const { rows, count } = await opened("a.jsonl", text);
    expect(rows).toEqual([["a"], ["1"], ["4"]]);
    expect(count).toMatchObject({ rows: 2, refusedRows: 6, account: "8 lines that are not blank" });
    expect(count.refused).toEqual([
      { place: "line 3", reason: '"a" holds a list' },
      { place: "line 4", reason: '"a" holds an object' },
      { place: "line 5", reason: "it is not an object" },
      { place: "line 6", reason: '"a" is there twice' },
      { place: "line 7", reason: "something stands behind the object" },
      { place: "line 8", reason: "it is not an object" },
    ]);
  });

  test.each([
    ['{"data": [{"a": 1}]}', /holds no row that can be read; line 1: "data" holds a list/],
    ['[{"a": 1}, {"a"', /cut off in item 2/],
    ['[{"a": 1}] more', /something stands behind its end/],
    ['{\n"a": 1}', /not an array of flat objects: it is one object/],
    [`[${"[".repeat(3_000_000)}`, /more than 1048576 characters in item 1/],
  ])("that is no array of objects, %#, ends in one line", async (text, says) => {
    await expect(opened("a.json", text)).rejects.toThrow(says);
  });
});

describe("Parquet", () => {
  const data = (rows: number) => [
    {
      name: "id",
      data: Array.from({ length: rows }, (_, at) => BigInt(at)),
      type: "INT64" as const,
    },
    { name: "name", data: Array.from({ length: rows }, (_, at) => `n,${at}`) },
    {
      name: "price",
      data: Float32Array.from({ length: rows }, () => 17.3),
      type: "FLOAT" as const,
    },
    { name: "day", data: Array.from({ length: rows }, () => new Date("2026-05-31")) },
    { name: "paid", data: Array.from({ length: rows }, (_, at) => (at % 2 ? true : null)) },
  ];
  const bytes = (rows: number): Buffer =>
    Buffer.from(parquetWriteBuffer({ columnData: data(rows), rowGroupSize: 1000 }));

  test("is read row group by row group, packed or not", async () => {
    for (const [name, content] of [
      ["a.parquet", bytes(2500)],
      ["a.parquet.gz", gzipSync(bytes(2500))],
    ] as const) {
      const { rows, count } = await opened(name, content);
      expect(rows.length).toBe(2501);
      expect(rows[0]).toEqual(["id", "name", "price", "day", "paid"]);
      expect(rows[2500]).toEqual(["2499", "n,2499", "17.3", "2026-05-31", "true"]);
      expect(rows[1]).toEqual(["0", "n,0", "17.3", "2026-05-31", ""]);
      expect(count.account).toBe("2500 rows in 3 row groups");
    }
  });

  test("with a decimal that would be rounded refuses that row, by its place", async () => {
    const content = parquetWriteBuffer({
      columnData: [{ name: "total", data: [17.5, 12345678901234568, -0.01] }],
      schema: [
        { name: "root", num_children: 1 },
        {
          name: "total",
          type: "INT64",
          repetition_type: "REQUIRED",
          converted_type: "DECIMAL",
          precision: 18,
          scale: 2,
        },
      ],
      statistics: false,
    });
    const { rows, count } = await opened("a.parquet", Buffer.from(content));
    expect(rows).toEqual([["total"], ["17.5"], ["-0.01"]]);
    expect(count.refused).toEqual([
      { place: "row 2", reason: '"total" has too many digits to be exact' },
    ]);
  });

  test.each<[string, () => Uint8Array, RegExp]>([
    ["cut off", () => bytes(2500).subarray(0, 900), /cannot be read/],
    [
      "with a broken page",
      () => bytes(2500).fill(0xff, 40, 400),
      /cannot be read|says that it has/,
    ],
    ["that is its first bytes only", () => Buffer.from("PAR1"), /cannot be read/],
    [
      "with a nested column",
      () =>
        Buffer.from(
          parquetWriteBuffer({
            columnData: [{ name: "items", data: [[1, 2], [3]] }],
            schema: [
              { name: "root", num_children: 1 },
              {
                name: "items",
                repetition_type: "OPTIONAL",
                num_children: 1,
                converted_type: "LIST",
              },
              { name: "list", repetition_type: "REPEATED", num_children: 1 },
              { name: "element", repetition_type: "OPTIONAL", type: "INT32" },
            ],
          }),
        ),
      /nested column "items"/,
    ],
  ])("%s ends in one line", async (_, content, says) => {
    await expect(opened("a.parquet", content())).rejects.toThrow(says);
  });
});

describe("Excel", () => {
  const sheet = [
    [{ value: "Orders of May" }],
    [],
    [{ value: "id" }, { value: "day" }, { value: "total" }, { value: "name" }],
    [
      { value: "007" },
      { value: new Date("2026-05-31T00:00:00Z"), type: Date, format: "dd.mm.yyyy" },
      { value: 17.3, type: Number },
      { value: " Zoé\nB" },
    ],
    [{ value: "008" }, null, { value: 0.1 + 0.2, type: Number }, { value: true, type: Boolean }],
  ];
  const file = async (...sheets: readonly SheetData[]): Promise<Buffer> => {
    const path = join(folder, `${++made}.xlsx`);
    const data = sheets.map((one, at) => ({ data: one, sheet: `Sheet ${at + 1}` }));
    await writeWorkbook(data).toFile(path);
    return readFileSync(path);
  };
  const table = [
    ["id", "day", "total", "name"],
    ["007", "2026-05-31", "17.3", " Zoé\nB"],
    ["008", "", "0.3", "true"],
  ];

  test("is read below its title lines, days as days and numbers as they are shown", async () => {
    const { rows, count } = await opened("a.xlsx", await file(sheet));
    expect(rows).toEqual(table);
    expect(count.account).toBe(
      '5 rows of the sheet "Sheet 1": 2 above the header, 1 header, 2 rows',
    );
  });

  test("keeps a time of day without the day that workbooks give it", async () => {
    const at = (text: string) => ({ value: new Date(text), type: Date, format: "hh:mm" });
    const times = [[{ value: "at" }], [at("1899-12-30T09:05:00Z")], [at("2026-05-31T09:05:00Z")]];
    const { rows } = await opened("a.xlsx", await file(times));
    expect(rows).toEqual([["at"], ["09:05:00"], ["2026-05-31T09:05:00"]]);
  });

  test("with two sheets asks which, and takes what is said", async () => {
    const two = await file(sheet, sheet);
    await expect(opened("a.xlsx", two)).rejects.toThrow(
      /two ways: sheet "Sheet 1" \(4 rows\) or "Sheet 2" \(4 rows\)/,
    );
    expect((await opened("a.xlsx", two, { sheet: "Sheet 2" })).rows).toEqual(table);
    expect((await opened("a.xlsx", two, { sheet: 2 })).rows).toEqual(table);
    await expect(opened("a.xlsx", two, { sheet: "May" })).rejects.toThrow(/has no sheet "May"/);
  });

  test("that is cut off or no workbook ends in one line", async () => {
    const whole = await file(sheet);
    await expect(opened("a.xlsx", whole.subarray(0, 700))).rejects.toThrow(/cannot be read/);
    await expect(opened("a.xlsx", "PK\u0003\u0004 hello")).rejects.toThrow(/cannot be read/);
  });
});

describe("a file that lies", () => {
  test("about its number of columns", async () => {
    const wide = Array.from({ length: 100_000 }, (_, at) => `c${at}`).join(";");
    await expect(opened("a.csv", `${wide}\n`)).rejects.toThrow(/has 100000 columns/);
  });
});
