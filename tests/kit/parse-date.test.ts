import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DateOptions, type DateOrder, formatDate, parseDate } from "../../src/kit/index.ts";
import { times } from "../support/soak.ts";
import { anyDay, anyText } from "./any-text.ts";

describe("A date that can be read in one way only needs no option", () => {
  test.each([
    ["2024-01-31"],
    ["2024/1/31"],
    ["2024.01.31"],
    ["2024 01 31"],
    ["20240131"],
    [" 2024-01-31\n"],
    ["31 Jan 2024"],
    ["31-Jan-2024"],
    ["31JAN2024"],
    ["31st of January 2024"],
    ["January 31st, 2024"],
    ["Wed, 31 Jan 2024"],
    ["Wednesday 31. January 2024"],
    ["Wedn. 31 Janu. 2024"],
    ["2024-Jan-31"],
    ["2024-01-31T08:15:00Z"],
    ["2024-01-31T08:15:00.123456+02:00"],
    ["2024-01-31 8:15 PM"],
    ["2024-01-31 8:15pm"],
    ["Wed, 31 Jan 2024 08:15:00 GMT"],
    ["20240131 08:15"],
    ["2024-01-31  08:15 +0200"],
  ])("%j is the last day of January 2024", (text) => {
    expect(parseDate(text)).toBe("2024-01-31");
  });
});

describe("What is no date, or could be two, is refused", () => {
  test.each([
    [""],
    [null],
    [undefined],
    ["03/04/2024"],
    ["31/01/2024"],
    ["2023-02-29"],
    ["1900-02-29"],
    ["2024-02-30"],
    ["2024-04-31"],
    ["2024-13-01"],
    ["2024-00-10"],
    ["2024-01-00"],
    ["0000-01-01"],
    ["2024-1/31"],
    ["2024-01"],
    ["Jan 2024"],
    ["31 Foo 2024"],
    ["31 Ja 2024"],
    ["(31 Jan 2024)"],
    ["31 Jan 2024!"],
    ["31·Jan·2024"],
    ["031 Jan 2024"],
    ["31 Jan 12024"],
    ["31 Jan 02024"],
    ["31 Jan 20245"],
    ["2024.01.031"],
    ["120240131"],
    ["202401311"],
    ["Jan 31 08:15 2024"],
    ["31 Januaryx 2024"],
    ["Foo, 31 Jan 2024"],
    ["31 Jan 2024 x"],
    ["31 Jan 24"],
    ["24-01-31"],
    ["012024-01-31"],
    ["2024-01-31T25:00"],
    ["2024-01-31 08:75"],
    ["2024-01-31 noon"],
    ["45322"],
    ["-2024-01-31"],
    ["tbd"],
    ["\u202e2024-01-31"],
    ["２０２４-01-31"],
    ["2024-01-31\ud83d"],
  ])("%j is no date", (text) => {
    expect(parseDate(text)).toBeNull();
  });
});

describe("An option says how an unusual date is read", () => {
  test.each<[string, DateOptions, string | null]>([
    ["31/01/2024", { order: "dmy" }, "2024-01-31"],
    ["31.1.2024", { order: "dmy" }, "2024-01-31"],
    ["31 01 2024", { order: "dmy" }, "2024-01-31"],
    ["31 / 01 / 2024", { order: "dmy" }, "2024-01-31"],
    ["31 /01 /2024", { order: "dmy" }, "2024-01-31"],
    ["31. 1. 2024", { order: "dmy" }, "2024-01-31"],
    ["31  01  2024", { order: "dmy" }, "2024-01-31"],
    ["031/01/2024", { order: "dmy" }, null],
    ["001/31/2024", { order: "mdy" }, null],
    ["31/01/2024 08:15", { order: "dmy" }, "2024-01-31"],
    ["03/04/2024", { order: "dmy" }, "2024-04-03"],
    ["03/04/2024", { order: "mdy" }, "2024-03-04"],
    ["31/01/2024", { order: "mdy" }, null],
    ["2024-01-31", { order: "mdy" }, "2024-01-31"],
    ["2024.01.31", { order: "dmy" }, null],
    ["31/01-2024", { order: "dmy" }, null],
    ["29/02/2024", { order: "dmy" }, "2024-02-29"],
    ["29/02/2023", { order: "dmy" }, null],
    ["31/01/24", { order: "dmy" }, null],
    ["31/01/24", { order: "dmy", yearPivot: 30 }, "2024-01-31"],
    ["31/01/30", { order: "dmy", yearPivot: 30 }, "1930-01-31"],
    ["31 Jan 124", { yearPivot: 30 }, null],
    ["31-Jan-24", { yearPivot: 30 }, "2024-01-31"],
    ["24-01-31", { yearPivot: 30 }, "2024-01-31"],
    ["Jan 31 99", { yearPivot: 30 }, "1999-01-31"],
    ["45322", { excel: "1900" }, "2024-01-31"],
    ["45322.75", { excel: "1900" }, "2024-01-31"],
    ["1", { excel: "1900" }, "1900-01-01"],
    ["59", { excel: "1900" }, "1900-02-28"],
    ["60", { excel: "1900" }, null],
    ["61", { excel: "1900" }, "1900-03-01"],
    ["0", { excel: "1900" }, null],
    ["-45322", { excel: "1900" }, null],
    ["45322e1", { excel: "1900" }, null],
    ["45322x", { excel: "1900" }, null],
    ["2958465", { excel: "1900" }, "9999-12-31"],
    ["2958466", { excel: "1900" }, null],
    ["43860", { excel: "1904" }, "2024-01-31"],
    ["20240131", { excel: "1900" }, "2024-01-31"],
    ["20240131", { forms: ["iso"] }, null],
    ["31 Jan 2024", { forms: ["iso", "named"] }, "2024-01-31"],
    ["2024-01-31 08:15", { forms: ["iso"] }, null],
    ["2024-01-31 08:15", { forms: ["iso", "timed"] }, "2024-01-31"],
    ["2024-01-31", { forms: [] }, null],
  ])("%j with %j is %j", (text, options, date) => {
    expect(parseDate(text, options)).toBe(date);
  });
});

describe("The rule of an invoice ledger can be said in options", () => {
  test.each<[string, string | null]>([
    ["2024-01-31", "2024-01-31"],
    ["2024/01/31", "2024-01-31"],
    ["31/01/2024", "2024-01-31"],
    ["31-01-2024", "2024-01-31"],
    ["31.01.2024", "2024-01-31"],
    ["5/1/2024", "2024-01-05"],
    ["2024.01.31", null],
    ["31 01 2024", null],
    ["31 Jan 2024", null],
    ["20240131", null],
    ["31/01/24", null],
    ["01/31/2024", null],
    ["2024-01-31T08:15", null],
    ["31/02/2024", null],
  ])("%j is %j", (issued, date) => {
    expect(parseDate(issued, { order: "dmy", forms: ["iso", "numeric"] })).toBe(date);
  });
});

test.each<[string, DateOrder]>([
  ["YYYY-MM-DD", "dmy"],
  ["YYYY/M/D", "mdy"],
  ["YYYY.MM.DD", "ymd"],
  ["YYYYMMDD", "dmy"],
  ["DD/MM/YYYY", "dmy"],
  ["D.M.YYYY", "dmy"],
  ["MM-DD-YYYY", "mdy"],
  ["D MMMM YYYY", "mdy"],
  ["dddd, MMM D, YYYY", "dmy"],
  ["YYYY-MM-DD[T]08:15", "ymd"],
])("every day written as %j is read back as it was", (pattern, order) => {
  fc.assert(
    fc.property(anyDay, (day) => {
      expect(parseDate(formatDate(day, pattern), { order })).toBe(day);
    }),
  );
});

test("what is read is a day that exists, and is read as itself", () => {
  const options = fc.record<DateOptions>(
    {
      order: fc.constantFrom("ymd", "dmy", "mdy"),
      yearPivot: fc.integer({ min: 0, max: 100 }),
      excel: fc.constantFrom("1900", "1904"),
    },
    { requiredKeys: [] },
  );
  const digits = fc.integer({ min: 0, max: 2100 });
  const mark = fc.constantFrom("/", "-", ".", " ", " Jan ");
  const nearDate = fc.tuple(digits, mark, digits, mark, digits).map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.oneof(anyText, nearDate), options, (text, how) => {
      const day = parseDate(text, how);
      if (day === null) return;
      expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day);
      expect(parseDate(day)).toBe(day);
    }),
    { numRuns: times(2000) },
  );
});

test("text too long to be a date is refused at once", () => {
  expect(parseDate(`31${" ".repeat(100)}Jan 2024`)).toBeNull();
  expect(parseDate("1".repeat(1_000_000))).toBeNull();
  expect(parseDate(`2024-01-31 ${"st ".repeat(1_000_000)}`)).toBeNull();
  expect(parseDate(`${" ".repeat(1_000_000)}2024-01-31`)).toBe("2024-01-31");
});
