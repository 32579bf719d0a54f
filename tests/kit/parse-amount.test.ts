import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AmountOptions, CURRENCIES, formatAmount, parseAmount } from "../../src/kit/index.ts";
import { times } from "../support/soak.ts";
import { anyText } from "./any-text.ts";

describe("An amount is read as a data engineer expects", () => {
  test.each<[string | null | undefined, number | null]>([
    ["1234.5", 1234.5],
    ["USD 1,234.50", 1234.5],
    ["1,234.50 usd", 1234.5],
    ["(1,234.50)", -1234.5],
    ["USD (12)", -12],
    ["(USD 12)", -12],
    ["€12", 12],
    ["-$5", -5],
    ["$-5", -5],
    ["- 12", -12],
    ["−12", -12],
    ["12-", -12],
    ["12.00- EUR", -12],
    ["12−", -12],
    ["+12", 12],
    ["US$ 5", 5],
    ["Rs.500", 500],
    ["kr. 1 234", 1234],
    ["zł 5", 5],
    ["$.50", 0.5],
    ["12.", 12],
    ["12 000", 12000],
    ["12\u00a0000", 12000],
    ["1\u202f234\u202f567.8", 1234567.8],
    ["CHF 1'234.50", 1234.5],
    ["1’234", 1234],
    ["12,34,567", 1234567],
    ["007", 7],
    ["-0", 0],
    ["0.1", 0.1],
    [" \t12\n", 12],
  ])("%j is %j", (text, amount) => {
    expect(parseAmount(text)).toBe(amount);
  });
});

describe("What is not wholly understood is refused", () => {
  test.each([
    [""],
    [" "],
    [null],
    [undefined],
    ["."],
    ["-"],
    ["$"],
    ["abc"],
    ["12.50 approx"],
    ["about 12"],
    ["No. 5"],
    ["1,2,3"],
    ["12,50"],
    ["1,234 567"],
    ["1.234.567"],
    ["1,234,56"],
    ["1234,567"],
    ["1,2345"],
    ["1,2,345"],
    ["1,2345,678"],
    [",234"],
    ["1.2.3"],
    ["--12"],
    ["-12-"],
    ["(-12)"],
    ["(12"],
    ["12)"],
    ["12 USD 500"],
    ["12%"],
    ["1e3"],
    ["1.5k"],
    ["12 CR"],
    ["NaN"],
    ["Infinity"],
    ["0x1F"],
    ["½"],
    ["12²"],
    ["١٢"],
    ["\u202e21"],
    ["12\ud83d"],
    ["🎉12"],
    ["__proto__"],
  ])("%j is no amount", (text) => {
    expect(parseAmount(text)).toBeNull();
  });
});

describe("An option says how an unusual amount is read", () => {
  const ignoreNone: AmountOptions = { ignore: [] };
  test.each<[string, AmountOptions, number | null]>([
    ["1.234,50 €", { decimal: "comma" }, 1234.5],
    ["1 234,5", { decimal: "comma" }, 1234.5],
    ["12,50", { decimal: "comma" }, 12.5],
    ["1,234.50", { decimal: "comma" }, null],
    ["1.234", { decimal: "comma" }, 1234],
    ["-,5", { decimal: "comma" }, -0.5],
    ["1,234", { thousands: [] }, null],
    ["1 234", { thousands: ["comma"] }, null],
    ["1,234", { thousands: ["comma"] }, 1234],
    ["1,2,3", { layout: "loose" }, 123],
    ["1 USD 2", { layout: "loose" }, 12],
    ["1,2.5.0", { layout: "loose" }, null],
    ["(12)", { sign: "leading" }, null],
    ["12-", { sign: "leading" }, null],
    ["-12", { sign: "leading" }, -12],
    ["USD 12", ignoreNone, null],
    ["12 cr", { ignore: ["CR"] }, 12],
    ["USD 12", { ignore: ["CR"] }, null],
    ["12 Cr", { ignore: [...CURRENCIES, "cr"] }, 12],
    ["12 nok", { ignore: [" NOK ", null, undefined, ""] }, 12],
    ["-12", { ignore: ["-"] }, -12],
    ["12.5", { ignore: [".", "1"] }, 12.5],
    ["12.5%", { percent: "fraction" }, 0.125],
    ["7.1 %", { percent: "fraction" }, 0.071],
    ["12.5", { percent: "fraction" }, 12.5],
    ["12.5%", { percent: "plain" }, 12.5],
    ["(5%)", { percent: "plain" }, -5],
    ["12%%", { percent: "plain" }, null],
    ["1.5e3", { exponent: "read" }, 1500],
    ["1.5E-3", { exponent: "read" }, 0.0015],
    ["1e999", { exponent: "read" }, null],
    ["1e99999999999999999999999", { exponent: "read" }, null],
    ["1e12", { exponent: "read" }, 1e12],
    ["1e+3", { exponent: "read" }, 1000],
    ["1e 3", { exponent: "read" }, null],
    ["1e0x1", { exponent: "read" }, null],
    ["1e2e3", { exponent: "read" }, null],
    ["1e", { exponent: "read" }, null],
    ["1.1k", { multiplier: "read" }, 1100],
    ["$2 million", { multiplier: "read" }, 2000000],
    ["3BN", { multiplier: "read" }, 3000000000],
    ["(4m)", { multiplier: "read" }, -4000000],
    ["1k%", { multiplier: "read", percent: "fraction" }, 10],
    ["4k.", { multiplier: "read" }, null],
    ["4 miles", { multiplier: "read" }, null],
    ["12%", { multiplier: "read" }, null],
  ])("%j with %j is %j", (text, options, amount) => {
    expect(parseAmount(text, options)).toBe(amount);
  });
});

describe("The rule of an invoice ledger can be said in options", () => {
  const readLedgerAmount = (amount: string, currency: string) =>
    parseAmount(amount, {
      ignore: [currency, "USD", "EUR", "GBP", "AUD", "CHF", "$", "€", "£", "CR"],
      thousands: ["comma", "blank"],
      layout: "loose",
      sign: "leading",
    });

  test.each<[string, string, number | null]>([
    ["usd 1,200.50 cr", "USD", 1200.5],
    ["1,250.00", "USD", 1250],
    ["€980", "EUR", 980],
    ["CAD 1,725.00", "cad", 1725],
    ["CAD 1,725.00", "USD", null],
    ["- 12", "USD", -12],
    ["-£45.10", "GBP", -45.1],
    ["+3", "USD", 3],
    ["12 000", "USD", 12000],
    ["1,2,3", "USD", 123],
    ["1USD2", "USD", 12],
    ["12.", "", 12],
    [".5", "", 0.5],
    ["250 CR", "USD", 250],
    ["U SD 5", "USD", null],
    ["1'000", "USD", null],
    ["(12.00)", "USD", null],
    ["12-", "USD", null],
    ["1e3", "USD", null],
    ["12k", "USD", null],
    ["12%", "USD", null],
    ["12.50 approx", "USD", null],
    ["1.2.3", "USD", null],
    ["", "USD", null],
    [".", "USD", null],
    ["TRIAL/FREE", "NOK", null],
    ["WAIVED!!", "GBP", null],
  ])("%j in a row of %j is %j", (amount, currency, value) => {
    expect(readLedgerAmount(amount, currency)).toBe(value);
  });

  test("it agrees with the rule spelled out in code, on any text", () => {
    const spelledOut = (amount: string) => {
      let rest = amount.toUpperCase();
      for (const word of ["USD", "EUR", "GBP", "AUD", "CHF", "$", "€", "£", "CR", ","])
        rest = rest.split(word).join("");
      rest = rest.split(/\s/).join("").replace(/^−/, "-");
      return /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$/.test(rest) ? Number(rest) || 0 : null;
    };
    const lumps = ["usd", "EUR", "Chf", "$", "€", "cr", ",", " ", "-", "+", "−", ".", "(", ")"];
    const lump = fc.constantFrom(...lumps, ..."0123456789", "e", "%", "k", "'", "\u00a0");
    const amounts = fc.string({ unit: lump, maxLength: 12 });
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(readLedgerAmount(amount, "")).toBe(spelledOut(amount));
      }),
      { numRuns: times(5000) },
    );
  });
});

test("an amount that was written by formatAmount is read back as it was", () => {
  const numbers = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value || 0);
  fc.assert(
    fc.property(numbers, (value) => {
      expect(parseAmount(formatAmount(value))).toBe(value);
      const german = formatAmount(value, { decimal: "comma", thousands: "point" });
      expect(parseAmount(german, { decimal: "comma" })).toBe(value);
    }),
  );
});

test("an amount is a finite number or null, whatever the text and the options", () => {
  const options = fc.record<AmountOptions>(
    {
      decimal: fc.constantFrom("point", "comma"),
      layout: fc.constantFrom("strict", "loose"),
      percent: fc.constantFrom("refuse", "plain", "fraction"),
      exponent: fc.constantFrom("refuse", "read"),
      multiplier: fc.constantFrom("refuse", "read"),
      ignore: fc.array(anyText),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(anyText, options, (text, how) => {
      const amount = parseAmount(text, how);
      expect(amount === null || Number.isFinite(amount)).toBe(true);
    }),
  );
});

test("text that does not end is read in good time", () => {
  const long = 1_000_000;
  expect(parseAmount(`${"0".repeat(long)}7`)).toBe(7);
  expect(parseAmount("9".repeat(long))).toBeNull();
  expect(parseAmount("1,".repeat(long))).toBeNull();
  expect(parseAmount(`${" ".repeat(long)}5${" ".repeat(long)}`)).toBe(5);
  expect(parseAmount(`5${" ".repeat(long)}x`)).toBeNull();
  expect(parseAmount("U$".repeat(long), { layout: "loose" })).toBeNull();
  expect(parseAmount("-(".repeat(long))).toBeNull();
});

test("the list of ignored currencies cannot be changed by a genome", () => {
  expect(Object.isFrozen(CURRENCIES)).toBe(true);
  expect(CURRENCIES).toEqual(expect.arrayContaining(["AED", "USD", "ZAR", "US$", "€", "kr", "zł"]));
});
