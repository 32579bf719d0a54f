import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addMonths,
  addTime,
  findDate,
  findDuration,
  findTime,
  findWeekday,
  formatDate,
  formatDuration,
  parseDateTime,
  parseDuration,
  parseTime,
  timeBetween,
  timeParts,
} from "../../src/kit/index.ts";

describe("A time of day is read", () => {
  test.each<[string | null, string | null]>([
    ["3:05 PM", "15:05"],
    ["12:00 AM", "00:00"],
    ["12:30 p.m.", "12:30"],
    ["8am", "08:00"],
    ["8 a.m.", "08:00"],
    ["08:15", "08:15"],
    ["8:15", "08:15"],
    ["23:59:59", "23:59:59"],
    ["15:05:30.250", "15:05:30"],
    ["15h05", "15:05"],
    ["7:05p", "19:05"],
    ["12:40 a.m.", "00:40"],
    ["15:05Z", "15:05"],
    ["15:05 +01:00", "15:05"],
    ["24:00", null],
    ["13:00 PM", null],
    ["0:30 AM", null],
    ["7:60", null],
    ["7", null],
    ["at 7:15", null],
    ["7:15 sharp", null],
    ["1:2:3", null],
    ["", null],
    [null, null],
  ])("%j is %j", (text, time) => {
    expect(parseTime(text)).toBe(time);
  });

  test("in a longer text the first one is found", () => {
    expect(findTime("open 9:30am-5pm, ring 10:00")).toBe("09:30");
    expect(findTime("ratio 3:4")).toBeNull();
    expect(findTime("10:15aDec 2")).toBe("10:15");
    expect(findTime("10:15 and no later")).toBe("10:15");
  });
});

describe("A date with a time is read", () => {
  test.each<[string | null, string | null]>([
    ["2024-01-31T15:05:30Z", "2024-01-31T15:05:30"],
    ["2024-01-31 15:05", "2024-01-31T15:05:00"],
    ["January 31, 2024, 15:05", "2024-01-31T15:05:00"],
    ["9:41 PM, Jan 31, 2024", "2024-01-31T21:41:00"],
    ["31/01/2024 08:15", "2024-01-31T08:15:00"],
    ["2024-01-31", null],
    ["08:15", null],
    ["2024-02-30 08:15", null],
    [null, null],
  ])("%j is %j", (text, moment) => {
    expect(parseDateTime(text, { order: "dmy" })).toBe(moment);
  });
});

describe("Dates and times are written by a pattern", () => {
  test.each<[string, string, string | null]>([
    ["2024-01-31T15:05:09", "YYYY/MM/DD HH:mm:ss", "2024/01/31 15:05:09"],
    ["2024-01-31T15:05:00", "MMM D, YYYY h:mm a", "Jan 31, 2024 3:05 pm"],
    ["2024-01-31T00:05:00", "hh:mm A", "12:05 AM"],
    ["15:05", "HHmm", "1505"],
    ["15:05", "H [o'clock]", "15 o'clock"],
    ["2024-11-02", "Do MMMM, [Q]Q YYYY", "2nd November, Q4 2024"],
    ["2024-11-12", "Do", "12th"],
    ["2024-11-21", "Do", "21st"],
    ["2024-11-02", "YYYY-MM-DD[T00:00:00Z]", "2024-11-02T00:00:00Z"],
    ["2024-11-02", "HH:mm", null],
    ["15:05", "YYYY", null],
    ["2024-11-02T25:00:00", "YYYY", null],
    ["2024-13-02T10:00:00", "HH", null],
  ])("%j as %j is %j", (date, pattern, text) => {
    expect(formatDate(date, pattern)).toBe(text);
  });
});

describe("Time goes on", () => {
  test.each<[string | null, string | null]>([
    [addTime("2024-01-31T22:30:00", 3, "hours"), "2024-02-01T01:30:00"],
    [addTime("2024-03-01T00:00:00", -1, "seconds"), "2024-02-29T23:59:59"],
    [addTime("23:30", 45, "minutes"), "00:15"],
    [addTime("08:15", 30, "seconds"), "08:15:30"],
    [addTime("9999-12-31T23:00:00", 1, "days"), null],
    [addTime("soon", 1, "days"), null],
    [addMonths("2024-01-31", 1), "2024-02-29"],
    [addMonths("2024-01-15", -13), "2022-12-15"],
    [addMonths("2023-11-30", 3), "2024-02-29"],
    [addMonths("2024-01-31", 0.5), null],
    [addMonths("9999-12-01", 1), null],
  ])("%#: %j is %j", (end, expected) => {
    expect(end).toBe(expected);
  });

  test("what was added lies between", () => {
    const moment = fc
      .date({ min: new Date("1000-01-01"), max: new Date("3000-01-01"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 19));
    fc.assert(
      fc.property(moment, fc.integer({ min: -1_000_000, max: 1_000_000 }), (start, minutes) => {
        const end = addTime(start, minutes, "minutes");
        expect(timeBetween(start, end, "minutes")).toBe(minutes);
        expect(timeBetween(end, start, "hours")).toBeCloseTo(-minutes / 60);
      }),
    );
  });

  test("an earlier time may be that of the next day, where neither has a date", () => {
    const overnight = { earlier: "next day" } as const;
    expect(timeBetween("22:00", "06:30", "minutes", overnight)).toBe(510);
    expect(timeBetween("06:30", "22:00", "minutes", overnight)).toBe(930);
    expect(timeBetween("2024-02-01T08:00", "2024-01-31T08:00", "hours", overnight)).toBe(-24);
  });

  test("a time alone and one with a date have nothing between them", () => {
    expect(timeBetween("08:15", "2024-01-31T08:15:00", "hours")).toBeNull();
    expect(timeParts("2024-01-31T08:15:09")).toEqual({ hour: 8, minute: 15, second: 9 });
    expect(timeParts("2024-01-31")).toBeNull();
  });
});

describe("A duration is read", () => {
  test.each<[string | null, number | null]>([
    ["1h 30m", 90],
    ["2 hrs 5 min", 125],
    ["2 hours, 5 minutes", 125],
    ["1 hour and 5 minutes", 65],
    ["1h30", null],
    ["90m", 90],
    ["90 min.", 90],
    ["1:30", 90],
    ["1:30:30", 90.5],
    ["1.5 h", 90],
    ["1,5 h", 90],
    ["2d", 2880],
    ["PT1H30M", 90],
    ["P1DT2H", 1560],
    ["P1M", null],
    ["5 min 1 h", null],
    ["1h 1h", null],
    ["90", null],
    ["1 fortnight", null],
    ["about 1h", null],
    ["", null],
    [null, null],
  ])("%j is %j minutes", (text, minutes) => {
    expect(parseDuration(text, "minutes")).toBe(minutes);
  });

  test.each<[string | null, number | null]>([
    ["Call to Ada, 6m 8s, dropped", 368],
    ["took 1 hour and 5 minutes in all", 3900],
    ["runs 90 min.", 5400],
    ["5 mice, 2 s", 2],
    ["A4s", null],
    ["12 monkeys", null],
    [null, null],
  ])("in %j there are %j seconds", (text, seconds) => {
    expect(findDuration(text, "seconds")).toBe(seconds);
  });

  test("a clock may count minutes and seconds", () => {
    expect(parseDuration("4:30", "seconds", { clock: "minutes" })).toBe(270);
  });

  test.each<[number | null, string, string | null]>([
    [95, "HH:mm:ss", "01:35:00"],
    [95, "m [min]", "95 min"],
    [1500, "D[d] H[h]", "1d 1h"],
    [6000, "H:mm", "100:00"],
    [0, "H:mm", "0:00"],
    [-1, "H:mm", null],
    [null, "H:mm", null],
  ])("%j minutes as %j are %j", (value, pattern, text) => {
    expect(formatDuration(value, "minutes", pattern)).toBe(text);
  });
});

describe("A day is found in a longer text", () => {
  test.each<[string | null, string | null]>([
    ["Shipped on 31 Jan 2024 by courier", "2024-01-31"],
    ["on January 31st, 2024.", "2024-01-31"],
    ["[2024-01-31] done", "2024-01-31"],
    ["ref 20240131-7", "2024-01-31"],
    ["due 05/03/2024, paid 06/03/2024", "2024-03-05"],
    ["45/45/2024 then 5.3.2024", "2024-03-05"],
    ["tel 0117 496 0123", null],
    ["", null],
    [null, null],
  ])("%j holds %j", (text, date) => {
    expect(findDate(text, { order: "dmy" })).toBe(date);
  });

  test.each<[string | null, string | null]>([
    ["next Tues at noon", "Tuesday"],
    ["MON/WED", "Monday"],
    ["monthly", null],
    ["sunny", null],
    [null, null],
  ])("%j names %j", (text, weekday) => {
    expect(findWeekday(text)).toBe(weekday);
  });
});
