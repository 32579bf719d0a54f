import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, dateParts, daysBetween, formatDate } from "../../src/kit/index.ts";
import { anyDay, anyText } from "./any-text.ts";

describe("A date is written by a pattern", () => {
  test.each<[string | null, string, string | null]>([
    ["2024-01-31", "YYYY-MM-DD", "2024-01-31"],
    ["2024-01-31", "DD/MM/YYYY", "31/01/2024"],
    ["2024-03-05", "D.M.YY", "5.3.24"],
    ["2024-03-05", "D MMMM YYYY", "5 March 2024"],
    ["2024-03-05", "ddd, MMM D", "Tue, Mar 5"],
    ["2024-03-05", "dddd", "Tuesday"],
    ["2024-03-05", "[Day] D [of] MMM", "Day 5 of Mar"],
    ["2024-03-05", "[MM]MM", "MM03"],
    ["2024-03-05", "[[MM", "[[03"],
    ["2024-03-05", "", ""],
    ["0001-01-01", "YYYY", "0001"],
    ["2023-02-29", "YYYY", null],
    ["31/01/2024", "YYYY", null],
    ["", "YYYY", null],
    [null, "YYYY", null],
  ])("%j as %j is %j", (date, pattern, text) => {
    expect(formatDate(date, pattern)).toBe(text);
  });

  test("a pattern that does not end is followed in good time", () => {
    expect(formatDate("2024-03-05", "[".repeat(1_000_000))).toHaveLength(1_000_000);
  });
});

describe("A date is taken apart", () => {
  test.each([
    ["2024-01-31", { year: 2024, month: 1, day: 31, weekday: 3, quarter: 1 }],
    ["1970-01-01", { year: 1970, month: 1, day: 1, weekday: 4, quarter: 1 }],
    ["2000-02-29", { year: 2000, month: 2, day: 29, weekday: 2, quarter: 1 }],
    ["0001-01-01", { year: 1, month: 1, day: 1, weekday: 1, quarter: 1 }],
    ["9999-12-31", { year: 9999, month: 12, day: 31, weekday: 5, quarter: 4 }],
  ])("%j is %j", (date, parts) => {
    expect(dateParts(date)).toEqual(parts);
  });

  test.each([
    ["2024-1-31"],
    ["2024-01-32"],
    ["2024-01-031"],
    ["2024-01-31T00:00"],
    [" 2024-01-31"],
    ["2100-02-29"],
    ["0000-12-31"],
    [null],
    [undefined],
  ])("%j is no date", (text) => {
    expect(dateParts(text)).toBeNull();
  });
});

describe("Days are counted by the calendar", () => {
  test.each<[string, number, string | null]>([
    ["2024-02-28", 1, "2024-02-29"],
    ["2023-02-28", 1, "2023-03-01"],
    ["2024-03-01", -1, "2024-02-29"],
    ["2023-12-31", 1, "2024-01-01"],
    ["2024-01-31", 30, "2024-03-01"],
    ["1900-02-28", 1, "1900-03-01"],
    ["2000-01-01", 366, "2001-01-01"],
    ["2024-01-31", 0, "2024-01-31"],
    ["0001-01-01", -1, null],
    ["9999-12-31", 1, null],
    ["2024-01-31", 0.5, null],
    ["2024-01-31", Number.NaN, null],
    ["2024-01-31", Number.MAX_SAFE_INTEGER, null],
    ["tomorrow", 1, null],
  ])("%j and %j days is %j", (date, days, end) => {
    expect(addDays(date, days)).toBe(end);
  });

  test.each<[string | null, string | null, number | null]>([
    ["2024-01-31", "2024-03-01", 30],
    ["2024-03-01", "2024-01-31", -30],
    ["2024-01-31", "2024-01-31", 0],
    ["1970-01-01", "1970-01-01", 0],
    ["0001-01-01", "9999-12-31", 3652058],
    ["2024-01-31", null, null],
    ["31/01/2024", "2024-03-01", null],
  ])("from %j to %j it is %j days", (from, to, days) => {
    expect(daysBetween(from, to)).toBe(days);
  });

  test("adding the days between two dates to the first gives the second", () => {
    fc.assert(
      fc.property(anyDay, anyDay, (from, to) => {
        const days = daysBetween(from, to);
        expect(days).toBe((Date.parse(to) - Date.parse(from)) / 86_400_000);
        expect(addDays(from, days ?? Number.NaN)).toBe(to);
      }),
    );
  });

  test("the weekday goes round from Monday to Sunday", () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(dateParts(day)?.weekday).toBe(new Date(day).getUTCDay() || 7);
      }),
    );
  });
});

test("text that is no date gives null everywhere", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const none = dateParts(text) === null;
      expect(formatDate(text, "YYYY") === null).toBe(none);
      expect(addDays(text, 0)).toBe(none ? null : text);
      expect(daysBetween(text, text)).toBe(none ? null : 0);
    }),
  );
});
