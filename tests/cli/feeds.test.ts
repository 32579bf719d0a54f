import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, beforeAll, expect, test } from "vitest";
import writeWorkbook from "write-excel-file/node";
import { cleanloopHere } from "../support/cli.ts";
import { shipped } from "../support/finance.ts";
import { removeFolder } from "../support/remove-folder.ts";
import { endedInTime } from "../support/until.ts";

const shops = ["north", "south", "east", "west", "web"] as const;

const orders = shops.map((shop, at) =>
  Array.from({ length: 24 }, (_, row) => {
    const cents = 123_456 + (at * 24 + row) * 7919;
    const [month, day] = [1 + (row % 9), 1 + ((at + row) % 28)].map((part) =>
      String(part).padStart(2, "0"),
    );
    return {
      id: `${shop}-${row}`,
      customer: ["Anna", "Jürgen", "Zoé", "Weiß"][row % 4] ?? "",
      placed: `${day}.${month}.2026`,
      day: `2026-${month}-${day}`,
      cents,
      total: `${Math.floor(cents / 100)},${String(cents % 100).padStart(2, "0")}`,
    };
  }),
);
const [north = [], south = [], east = [], west = [], web = []] = orders;

const delimited = (rows: typeof north, mark: string): string =>
  [
    ["id", "customer", "placed", "total"],
    ...rows.map(({ id, customer, placed, total }) => [id, customer, placed, total]),
  ]
    .map((cells) => cells.map((cell) => `"${cell}"`).join(mark))
    .join("\r\n");

let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "cleanloop-feeds-"));
  for (const folder of ["data/input", "data/gold", "genome", ".output"])
    mkdirSync(join(root, folder), { recursive: true });
  const write = (path: string, content: string | Uint8Array): void =>
    writeFileSync(join(root, path), content);
  write(
    "data/arena.json",
    JSON.stringify({
      name: "shops",
      tables: {
        master: {
          file: "orders.csv",
          columns: { id: "text", customer: "text", day: "date", total: "number" },
        },
      },
      vetoes: ["deterministic", "order-free", "conserves-rows"],
    }),
  );
  const gold = orders
    .flat()
    .map(({ id, customer, day, cents }) => [id, customer, day, cents / 100]);
  write("data/gold/expected.csv", `id,customer,day,total\n${gold.join("\n")}\n`);
  const starter = `import type { Genome } from "cleanloop/kit";
export const clean: Genome = async ({ inputs, emit }) => {
  for (const input of inputs)
    for await (const row of input.records())
      emit("master", { id: row.id, customer: row.customer, day: row.placed, total: row.total });
};
`;
  for (const file of ["clean_data.ts", "clean_data_starter.ts"]) write(`genome/${file}`, starter);

  write("data/input/north.csv", Buffer.from(`\ufeff${delimited(north, ";")}`, "utf16le"));
  write("data/input/south.csv.gz", gzipSync(Buffer.from(delimited(south, "|"), "latin1")));
  const lines = east.map(({ day: _, cents: __, ...row }) => JSON.stringify(row));
  write("data/input/east.jsonl", `${lines.join("\n")}\n{"id": ["broken"]}\n`);
  const columns = (["id", "customer", "placed", "total"] as const).map((name) => ({
    name,
    data: west.map((row) => row[name]),
    type: "STRING" as const,
  }));
  write("data/input/west.parquet", Buffer.from(parquetWriteBuffer({ columnData: columns })));
  const cell = (value: string) => ({ value });
  await writeWorkbook([
    [cell("Orders of the web shop")],
    ["id", "customer", "placed", "total"].map(cell),
    ...web.map(({ id, customer, placed, total }) => [id, customer, placed, total].map(cell)),
  ]).toFile(join(root, "data/input/web.xlsx"));
});
afterAll(() => removeFolder(root));

test("feeds of five formats are shown, repaired, shuffled, counted and made harder alike", async () => {
  const status = await cleanloopHere(["status", "--root", root]);
  expect(status).toMatchObject({ exit: 0, stderr: "" });
  for (const line of [
    /east\.jsonl +24 rows +25 lines that are not blank\n +refused: line 25: "id" holds a list/,
    /encoding +"utf-16le" +its byte order mark/,
    /north\.csv +24 rows +25 lines: 1 header, 24 rows/,
    /format +csv, gzip +its name/,
    /delimiter +"\|" +24 of 24 rows with 4 cells as the header has/,
    /encoding +"windows-1252" +bytes that are not UTF-8; Latin-1 reads them alike/,
    /west\.parquet +24 rows +24 rows in 1 row group/,
    /web\.xlsx +24 rows +26 rows of the sheet "Sheet1": 1 above the header, 1 header, 24 rows/,
    /header +2 +the first line as wide as the table, 4 cells/,
  ])
    expect(status.stdout).toMatch(line);

  const loop = await cleanloopHere(["loop", "--reviewer", "judge", "--root", root]);
  expect(loop.exit).toBe(0);
  expect(loop.stdout).toContain("perfect: every check passes");
  expect(loop.stderr).toContain('east.jsonl: 1 row cannot be read (line 25: "id" holds a list)');

  const challenge = await cleanloopHere(["challenge", "--levels", "1", "--root", root]);
  expect(challenge.stdout).toContain("Left out: 0 of 120 input rows");
  const { stdout } = await cleanloopHere(["evaluate", "--json", "--root", root]);
  expect(JSON.parse(stdout)).toMatchObject({
    fitness: 1,
    refusedRows: [{ feed: "east.jsonl", rows: 1 }],
    challenges: ["challenge-1.csv", "challenge-1.csv"],
  });
});

test("a workbook without the package that reads it is told how to get it", () => {
  const folder = mkdtempSync(join(tmpdir(), "cleanloop-alone-"));
  copyFileSync(shipped("dist/unpack.js"), join(folder, "unpack.mjs"));
  const path = join(root, "data/input/web.xlsx");
  const said = execFileSync(process.execPath, [join(folder, "unpack.mjs")], {
    input: JSON.stringify({ what: "sheets", path }),
    ...endedInTime,
  });
  removeFolder(folder);
  expect(JSON.parse(said.toString())).toEqual({
    ok: false,
    says: "is an Excel workbook, and the package that reads those is not installed",
    hint: "npm install read-excel-file, beside CleanLoop; or save the sheet as CSV",
  });
});
