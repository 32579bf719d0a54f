import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { csvLine } from "../../src/cells/csv-line.ts";
import { lenientRows, RowTooLarge } from "../../src/sandbox/feed-rows.ts";
import { rowBatches } from "../../src/sandbox/row-batches.ts";
import { times } from "../support/soak.ts";

const folder = mkdtempSync(join(tmpdir(), "cleanloop-lenient-"));
afterAll(() => rmSync(folder, { recursive: true }));

const rowsOf = (content: string | Uint8Array): string[][] => {
  const path = join(folder, "feed.csv");
  writeFileSync(path, content);
  return [...lenientRows(path)];
};

test.each([
  ["an empty file has no rows", "", []],
  ["a header alone is one row", "a,b", [["a", "b"]]],
  [
    "a BOM is not part of the first name",
    "\ufeffa,b\n1,2\n",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  ["a BOM before a quoted name is no part of it", '\ufeff"a",b\n', [["a", "b"]]],
  [
    "CRLF ends a row as LF does",
    "a,b\r\n1,2\r\n",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  ["blank lines are passed over", "a\n\n\r\n1\n", [["a"], ["1"]]],
  [
    "a row of blanks is still a row",
    "a,b\n , \n",
    [
      ["a", "b"],
      [" ", " "],
    ],
  ],
  ["ragged rows stay as they are", "a,b\n1\n1,2,3\n", [["a", "b"], ["1"], ["1", "2", "3"]]],
  ["quoted commas and quotes are read", '"a, b","c ""d"""\n', [["a, b", 'c "d"']]],
  [
    "a quoted cell may span lines",
    '1,"x\ny"\n2,z\n',
    [
      ["1", "x\ny"],
      ["2", "z"],
    ],
  ],
  [
    "a quoted cell may span CRLF lines",
    '1,"x\r\ny"\r\n2,z\r\n',
    [
      ["1", "x\r\ny"],
      ["2", "z"],
    ],
  ],
  ["quotes inside a plain cell are text", 'a "b" c,5" pipe\n', [['a "b" c', '5" pipe']]],
  ["a quoted cell with text behind it is text", '"a" b,c\n', [['"a" b', "c"]]],
  ["an empty quoted cell is empty", '"",x\n', [["", "x"]]],
  ["the last row needs no line end", 'a\n"b"', [["a"], ["b"]]],
])("%s", (_title, content, rows) => {
  expect(rowsOf(content)).toEqual(rows);
});

test("a quote that never closes costs its own row and no other", () => {
  const rows = rowsOf('a,b\n1,"open\n2,"ok, fine"\n3,"two\nlines"\n4,plain\n5,"open again');
  expect(rows).toEqual([
    ["a", "b"],
    ["1", '"open'],
    ["2", "ok, fine"],
    ["3", "two\nlines"],
    ["4", "plain"],
    ["5", '"open again'],
  ]);
});

test("a quote left open before megabytes of good rows loses none of them", () => {
  const rows = rowsOf(`a,b\n1,"open\n${'2,"x, y"\n'.repeat(200_000)}`);
  expect(rows.length).toBe(200_002);
  expect(rows.at(-1)).toEqual(["2", "x, y"]);
});

test("a line of more than a megabyte is an error that names the line", () => {
  expect(() => rowsOf(`a\nb\n${"x".repeat(3_000_000)}\n`)).toThrow(RowTooLarge);
  expect(() => rowsOf(`a\nb\n${"x".repeat(3_000_000)}\n`)).toThrow(/line 3/);
});

test("any bytes at all are read without an error", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(Array.isArray(rowsOf(bytes))).toBe(true);
    }),
    { numRuns: times(300) },
  );
});

test("what was written as CSV is read back as it was", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r\n", " ", "é", "🎉") });
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 5 })), (rows) => {
      expect(rowsOf(rows.map((row) => csvLine(row)).join(""))).toEqual(rows);
    }),
    { numRuns: times(500) },
  );
});

test("a genome is given the rows that a feed is read as, in batches", () => {
  const path = join(folder, "feed.csv");
  const unit = fc.constantFrom("a", ",", "\n", "\n", "\r\n", "\r", "\\", "\t", "é", "\ufeff", '"');
  const feed = fc.string({ unit, maxLength: 60 });
  fc.assert(
    fc.property(feed, fc.constantFrom(1, 1, 1, 700), (text, copies) => {
      writeFileSync(path, text.repeat(copies));
      const batches = [...rowBatches(path)].map((batch) => JSON.parse(batch));
      expect(batches.flat()).toEqual([...lenientRows(path)]);
      expect(batches.every((batch) => batch.length > 0)).toBe(true);
    }),
    { numRuns: times(300) },
  );
});
