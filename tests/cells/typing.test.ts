import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { isDate, isNothing, isNumeric, typed } from "../../src/cells/typing.ts";
import { processorTime } from "../support/processor-time.ts";

const number = (raw: string): string => typed("number", raw);
const date = (raw: string): string => typed("date", raw);

describe("numbers that are the same number", () => {
  it.each([
    [
      "15000",
      ["15000.0", "15000.00", "1.5e4", "1.5E+4", "+15000", "015000", "150000e-1", "15000."],
    ],
    ["0", ["-0", "0.0", "-0.00", ".0", "0e999", "1e-10", "-0.0000000004", "1e-99999999999999"]],
    ["0.5", [".5", "0.50", "5e-1", "+.5"]],
    ["-12.25", ["-12.250", "-1225e-2", "-0012.25"]],
    ["0.3", ["0.30000000000000004", "0.2999999999999"]],
    ["1", ["0.9999999999", "1.0000000004"]],
    ["0.000000001", ["0.0000000005", "0.0000000014"]],
    ["1e21", ["1000000000000000000000", "1e+21"]],
    ["12e300", [`12${"0".repeat(300)}`, "1.2e301", `12${"0".repeat(300)}.0`]],
  ])("%s is also written %j", (one, others) => {
    expect(others.map(number)).toEqual(others.map(() => number(one)));
  });
});

describe("numbers that differ", () => {
  it.each([
    ["15000", "15000.01"],
    ["0.000000001", "0.000000002"],
    ["1", "-1"],
    ["9007199254740992", "9007199254740993"],
    ["123456789012345678.1", "123456789012345678.2"],
    ["1e308", "1.0000000000000001e308"],
  ])("%s is not %s", (one, other) => {
    expect(number(one)).not.toBe(number(other));
  });
});

describe("what is no number is compared as text", () => {
  it.each([
    ["a blank", ""],
    ["a blank before it", " 15000"],
    ["a blank after it", "15000 "],
    ["a thousands mark", "15,000"],
    ["a unit", "12 USD"],
    ["parentheses", "(12)"],
    ["a percent sign", "12%"],
    ["too large to be finite", "1e400"],
    ["too large, digit by digit", "9".repeat(400)],
    ["infinite", "Infinity"],
    ["not a number", "NaN"],
    ["hexadecimal", "0x10"],
    ["an underscore", "1_000"],
    ["digits of another script", "١٥"],
    ["two points", "1.2.3"],
    ["two signs", "--1"],
    ["a lone point", "."],
    ["an exponent alone", "e5"],
    ["an exponent cut off", "1e"],
  ])("%s", (_, raw) => {
    expect([isNumeric(raw), number(raw)]).toEqual([false, `t${raw}`]);
  });
});

describe("dates are their ISO day", () => {
  it.each([
    "2024-02-29",
    "2024-02-29T00:00:00",
    "2024-02-29 13:45",
    "2024-02-29T23:59:59.999Z",
    "2024-02-29T08:00:00+02:00",
    "2024-02-29T08:00:00-0530",
  ])("%s is the 29th of February", (raw) => {
    expect([isDate(raw), date(raw)]).toEqual([true, "d2024-02-29"]);
  });

  it.each([
    ["2023-02-29", "no leap year"],
    ["1900-02-29", "no leap year either"],
    ["2024-04-31", "no such day"],
    ["2024-13-01", "no such month"],
    ["2024-00-10", "month zero"],
    ["2024-01-00", "day zero"],
    ["0000-01-01", "year zero"],
    ["2024-1-5", "short"],
    ["2024/01/05", "slashes"],
    ["05.01.2024", "day first"],
    ["2024-01-05T25:00", "no such hour"],
    ["2024-01-05Tnoon", "no time"],
    ["2024-01-05 ", "a blank after it"],
    [" 2024-01-05", "a blank before it"],
    ["", "a blank"],
    ["Invalid Date", "words"],
  ])("%j is none: %s", (raw) => {
    expect([isDate(raw), date(raw)]).toEqual([false, `t${raw}`]);
  });

  it("knows that 2000 was a leap year", () => {
    expect(isDate("2000-02-29")).toBe(true);
  });
});

describe("texts", () => {
  it.each([
    ["paid", "Paid"],
    ["paid", "paid "],
    ["15000", "15000.0"],
    ["é", "e\u0301"],
  ])("%j is not %j: nothing is folded", (one, other) => {
    expect(typed("text", one)).not.toBe(typed("text", other));
  });

  it("never equal a number or a date that is spelled the same", () => {
    expect(new Set([typed("text", "15000"), number("15000")]).size).toBe(2);
    expect(new Set([typed("text", "2024-01-05"), date("2024-01-05")]).size).toBe(2);
  });
});

describe("what stands for nothing", () => {
  it.each([
    ...["", " ", "\t", "\u00a0", "\u200b", "\ufeff", "\u0000"],
    ...["NaN", "nan", "NaT", "null", "NULL", "None", "undefined", "Invalid Date"],
    ...["<NA>", "N/A", "n/a", "#N/A", "nil", " NaN "],
  ])("%j does", (raw) => {
    expect(isNothing(raw)).toBe(true);
  });

  it.each(["0", "-", "no", "NA", "Nan Goldin", "Nullarbor Ltd", "unknown", "Null & Sons"])(
    "%j does not",
    (raw) => {
      expect(isNothing(raw)).toBe(false);
    },
  );
});

describe("for every cell", () => {
  const decimal = fc
    .tuple(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.nat(9))
    .map(([digits, places]) => ({ digits, places }));

  const plain = ({ digits, places }: { digits: bigint; places: number }): string => {
    const all = `${digits < 0n ? -digits : digits}`.padStart(places + 1, "0");
    const point = all.length - places;
    return `${digits < 0n ? "-" : ""}${all.slice(0, point)}${places > 0 ? `.${all.slice(point)}` : ""}`;
  };

  test("a number equals itself however its zeros and its point are written", () => {
    fc.assert(
      fc.property(decimal, fc.nat(5), fc.nat(5), (value, before, after) => {
        const text = plain(value);
        const [whole = "", fraction = ""] = text.replace("-", "").split(".");
        const padded = `${"0".repeat(before)}${whole}.${fraction}${"0".repeat(after)}`;
        const scaled = `${value.digits}e-${value.places}`;
        const signed = text.startsWith("-") ? `-${padded}` : padded;
        expect([number(signed), number(scaled)]).toEqual([number(text), number(text)]);
      }),
    );
  });

  test("numbers that differ within 9 decimals never become one", () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const differ =
          a.digits * 10n ** BigInt(9 - a.places) !== b.digits * 10n ** BigInt(9 - b.places);
        expect(number(plain(a)) !== number(plain(b))).toBe(differ);
      }),
    );
  });

  test("the canonical spelling of a number reads as the same number", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const once = number(String(value));
        expect(number(once.slice(1))).toBe(once);
      }),
    );
  });

  test("no number's canonical spelling is much longer than the number as written", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(number(String(value)).length).toBeLessThan(String(value).length + 35);
      }),
    );
  });

  test("hostile text of a megabyte is read in linear time", () => {
    const hostile = (length: number): string[] => {
      const zeros = "0".repeat(length);
      return [
        `${zeros}x`,
        `0.${zeros}x`,
        `0.${zeros}1`,
        `1${zeros}e-${length}`,
        " ".repeat(length),
      ];
    };
    const cost = (length: number): number =>
      Math.min(
        ...[1, 2, 3].map(() => {
          const texts = hostile(length);
          return processorTime(() => {
            for (const text of texts) for (const read of [isNumeric, isDate, isNothing]) read(text);
          });
        }),
      );
    cost(100_000); // compiled by now
    expect(cost(4_000_000) / cost(200_000)).toBeLessThan(150); // squared it would be 400
    expect(number(`1${"0".repeat(1_000_000)}e-${1_000_000}`)).toBe("n1");
  });
});
