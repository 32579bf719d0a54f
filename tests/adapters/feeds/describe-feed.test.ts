import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { describeFeed } from "../../../src/adapters/feeds/describe-feed.ts";
import {
  type FeedReading,
  type FeedRule,
  openQuestions,
  ruleOf,
} from "../../../src/domain/feed-reading.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cleanloop-describe-"));
});

const described = (
  name: string,
  content: string | Uint8Array,
  rule?: FeedRule,
): Promise<FeedReading> => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return describeFeed(path, rule ? { rule, from: "a test" } : null);
};

const sheet = "Kunde;Betrag;Datum\nMüller;1.234,50;01.02.2026\nWeiß;17,00;03.02.2026\n";

test("a plain CSV file is read as comma-separated UTF-8, with what that was told from", async () => {
  const reading = await described("plain.csv", "id,total\n1,17.50\n2,3.99\n");
  expect(reading).toEqual({
    format: { value: "csv", from: "its name" },
    gzip: false,
    encoding: { value: "utf-8", from: "all of its bytes, which are UTF-8" },
    delimiter: { value: ",", from: "2 of 2 rows with 2 cells as the header has" },
    quote: { value: '"', from: "no cell that is quoted" },
    header: { value: 1, from: "line 1, which reads as names" },
    decimal: { value: ".", from: "2 numbers such as 17.50" },
    sheet: null,
  });
});

test.each([
  ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${sheet}`), "utf-8"],
  ["UTF-16 with a byte order mark", Buffer.from(`\ufeff${sheet}`, "utf16le"), "utf-16le"],
  ["UTF-16 of the other order", Buffer.from(`\ufeff${sheet}`, "utf16le").swap16(), "utf-16be"],
  ["UTF-16 without a mark", Buffer.from(sheet, "utf16le"), "utf-16le"],
  ["UTF-16 of the other order without one", Buffer.from(sheet, "utf16le").swap16(), "utf-16be"],
  ["Latin-1", Buffer.from(sheet, "latin1"), "windows-1252"],
  ["Windows-1252", Buffer.from(sheet.replace("17,00", "\x80 17,00"), "latin1"), "windows-1252"],
])("%s is told from the bytes, and the semicolons with it", async (_, content, encoding) => {
  const reading = await described("kunden.csv", content);
  expect(ruleOf(reading)).toEqual({
    format: "csv",
    encoding,
    delimiter: ";",
    quote: '"',
    decimal: ",",
    header: 1,
  });
});

test.each([
  ["a.tsv", "id\ttext\n1\ta,b\n2\tc,d\n", "tsv", "\t"],
  ["a.csv", "id|text\n1|a,b\n2|c,d\n", "csv", "|"],
  ["a.csv", "id;text\n1;a,b\n2;c,d\n", "csv", ";"],
  ["a.csv", 'id,text\n1,"a;b"\n2,"c;d\ne"\n', "csv", ","],
  ["a.csv", "text\na word\nanother, and more\n", "csv", ","],
])("%s with the lines %j has its delimiter found", async (name, content, format, delimiter) => {
  expect(ruleOf(await described(name, content))).toMatchObject({ format, delimiter });
});

test("cells in single quotes are seen where no double one is", async () => {
  const reading = await described("a.csv", "id;text\n1;'a;b'\n2;'c'\n3;'d'\n");
  expect(ruleOf(reading)).toMatchObject({ delimiter: ";", quote: "'" });
});

test("title lines above the header are passed over, padded or not", async () => {
  const padded =
    "Orders of May;;;\n;;;\nid;day;total;note\n1;2026-05-01;3,50;\n2;2026-05-02;4,00;x\n";
  expect((await described("a.csv", padded)).header).toEqual({
    value: 3,
    from: "the first line as wide as the table, 4 cells",
  });
  const bare = "Orders of May\n\nid,day,total\n1,2026-05-01,3.5\n2,2026-05-02,4.5\n";
  expect(ruleOf(await described("b.csv", bare))).toMatchObject({ delimiter: ",", header: 3 });
});

test("where two readings are possible both are named, and a rule settles them", async () => {
  const unnamed = "1042,Anna,17.50\n1043,Ben,3.00\n1044,Cem,4.25\n";
  const [question] = openQuestions(await described("a.csv", unnamed));
  expect(question?.key).toBe("header");
  expect(question?.either.map(({ value }) => value)).toEqual([1, 0]);
  const settled = await described("a.csv", unnamed, { header: 0 });
  expect(settled.header).toEqual({ value: 0, from: "a test" });
  expect(openQuestions(settled)).toEqual([]);

  const both = "a;b,c;d\n1;2,3;4\n5;6,7;8\n";
  const [mark] = openQuestions(await described("b.csv", both));
  expect(mark?.key).toBe("delimiter");

  const mixed = Buffer.concat([Buffer.from("name\nÉva\n"), Buffer.from("Zoé\n", "latin1")]);
  const [encoding] = openQuestions(await described("c.csv", mixed));
  expect(encoding?.key).toBe("encoding");
  expect(encoding?.either.map(({ value }) => value)).toEqual(["windows-1252", "utf-8"]);
});

test("years and numbers as column names are names", async () => {
  const reading = await described("a.csv", "shop,2025,2026\nA,1,2\nB,3,4\nC,5,6\n");
  expect(reading.header).toMatchObject({ value: 1 });
});

test("a number that may be thousands or decimals decides nothing by itself", async () => {
  const [question] = openQuestions(await described("a.csv", "id;total\na;1.234\nb;2.500\n"));
  expect(question?.key).toBe("decimal");
  const reading = await described("b.csv", "id;total\na;1.234\nb;2.500\nc;3,5\n");
  expect(reading.decimal).toMatchObject({ value: "," });
});

test.each([
  ["a.jsonl", '{"a":1}\n{"a":2}\n', "jsonl", false],
  ["a.json", '[{"a":1}]', "json", false],
  ["a.json", '{"a":1}\n{"a":2}\n', "jsonl", false],
  ["a.ndjson", '{"a":1}\n', "jsonl", false],
  ["a.csv", '{"a":1}\n{"a":2}\n', "jsonl", false],
  ["a.csv.gz", gzipSync("id,b\n1,2\n"), "csv", true],
  ["a.csv", gzipSync("id,b\n1,2\n"), "csv", true],
  ["a.jsonl.gz", gzipSync('{"a":1}\n'), "jsonl", true],
  ["a.parquet", "PAR1....PAR1", "parquet", false],
  ["a.csv", "PAR1....PAR1", "parquet", false],
])("%s is taken for what it is", async (name, content, format, gzip) => {
  const reading = await described(name, content);
  expect([reading.format.value, reading.gzip]).toEqual([format, gzip]);
});

test.each([
  ["a.parquet", "id,b\n", /does not begin as a Parquet file does/],
  ["a.bin", "id,b\n", /has a name that tells no format/],
  ["a.csv", "a\0\0\0b\n", /holds NUL bytes, so it is not text/],
  ["a.csv", "id,b\r1,2\r3,4\r", /ends its lines with a carriage return alone/],
  ["a.xlsx", Buffer.from("d0cf11e0a1b11ae1", "hex"), /old Excel file/],
  ["a.csv.gz", gzipSync("id,b\n".repeat(1e5)).subarray(0, 200), /cannot be unpacked/],
])("%s that is something else ends in one clear line", async (name, content, says) => {
  await expect(described(name, content)).rejects.toThrow(says);
});

test("a rule that the file's own mark speaks against is not believed", async () => {
  const wide = Buffer.from(`\ufeff${sheet}`, "utf16le");
  await expect(described("a.csv", wide, { encoding: "windows-1252" })).rejects.toThrow(
    /begins with the byte order mark of utf-16le, and a test says windows-1252/,
  );
  expect((await described("a.csv", wide, { encoding: "utf-16" })).encoding).toEqual({
    value: "utf-16le",
    from: "a test",
  });
});
