import { describe, expect, it } from "vitest";
import {
  cell,
  type InputRow,
  inputOf,
  inputs,
  numericAmount,
  ownColumns,
  readText,
  settled,
  valueByRule,
} from "./finance-rows.ts";

const goldInputs = settled.map(inputOf);
const numeric = goldInputs.filter((row) => numericAmount(row) !== undefined);
const text = inputs.filter((row) => numericAmount(row) === undefined);
const approvedBeside = (row: InputRow, flag: string, column: string): boolean =>
  cell(row, flag) === "approved" && cell(row, column) !== numericAmount(row);
const letters = (row: InputRow): string =>
  (
    cell(row, "amount")
      .toLowerCase()
      .match(/[a-z]+/g) ?? []
  )
    .sort()
    .join(" ");
const amounts = (rows: InputRow[], pattern: RegExp): InputRow[] =>
  rows.filter((row) => pattern.test(cell(row, "amount")));
const issued = (rows: InputRow[], pattern: RegExp): InputRow[] =>
  rows.filter((row) => pattern.test(cell(row, "issued")));

describe("the dirt of life is there", () => {
  it.each<[string, number, InputRow[]]>([
    ["a currency code before the number", 5, amounts(numeric, /^[A-Z]{3} /)],
    ["a currency code behind the number", 2, amounts(numeric, /\d (?!CR)[A-Z]{3}$/)],
    ["a currency symbol", 5, amounts(numeric, /[$€£]/)],
    ["a thousands comma", 10, amounts(numeric, /\d,\d{3}/)],
    ["a refund with a minus", 5, amounts(numeric, /-/)],
    ["a CR behind the number", 5, amounts(numeric, /\dCR|\d CR/i)],
    ["a stray blank around an amount", 3, amounts(inputs, /^\s+\S|\S\s+$/)],
    ["an amount in parentheses", 5, amounts(text, /^\([\d, .]+\)$/)],
    ["an emoji in an amount", 4, amounts(text, /\p{Extended_Pictographic}/u)],
    ["a blank amount", 3, amounts(text, /^\s*$/)],
    ["an almost numeric amount", 5, amounts(text, /^[^(]*\d.*[a-z]|^~\d/i)],
    ["a free trial", 6, text.filter((row) => letters(row) === "free trial")],
    ["a waiver", 6, amounts(text, /waived/i)],
    ["a tbd", 6, amounts(text, /^t\.?b\.?d/i)],
    ["a pending exchange rate", 6, text.filter((row) => letters(row) === "fx pending")],
    [
      "a currency outside the usual five, named in the amount",
      4,
      numeric.filter(
        (row) =>
          !["USD", "EUR", "GBP", "AUD", "CHF"].includes(cell(row, "currency").toUpperCase()) &&
          cell(row, "amount").toUpperCase().includes(cell(row, "currency").toUpperCase()),
      ),
    ],
    ["a lower-case currency", 5, inputs.filter((row) => /[a-z]/.test(cell(row, "currency")))],
    ["an ISO date with slashes", 5, issued(goldInputs, /^\d{4}\//)],
    ["a day-first date with slashes", 10, issued(goldInputs, /^\d\d\//)],
    ["a day-first date with hyphens", 5, issued(goldInputs, /^\d\d-/)],
    ["a day-first date with dots", 5, issued(goldInputs, /^\d\d\./)],
    ["a day-first date no month can lead", 8, issued(goldInputs, /^(1[3-9]|2\d|3[01])\D/)],
    [
      "a day-first date that reads wrongly month first",
      8,
      issued(goldInputs, /^(0\d|1[0-2])(\D)(?!\1)\d\d\2\d{4}$/),
    ],
    ["a day-first due date", 10, inputs.filter((row) => /^\d\d\D/.test(cell(row, "due")))],
    [
      "a stray blank around a customer",
      6,
      inputs.filter((row) => cell(row, "customer") !== cell(row, "customer").trim()),
    ],
    ["a comma in a customer", 5, inputs.filter((row) => cell(row, "customer").includes(","))],
    ["quotes in a customer", 4, inputs.filter((row) => cell(row, "customer").includes('"'))],
    [
      "letters beyond ASCII in a customer",
      10,
      inputs.filter((row) => /[^ -~]/.test(cell(row, "customer"))),
    ],
    [
      "an emoji in a note",
      5,
      inputs.filter((row) => /\p{Extended_Pictographic}/u.test(cell(row, "resolution_note"))),
    ],
    ["a status in capitals", 2, inputs.filter((row) => /^[A-Z]+$/.test(cell(row, "status")))],
  ])("%s, at least %i times", (_kind, least, rows) => {
    expect(rows.length).toBeGreaterThanOrEqual(least);
  });

  it.each<[string, number, InputRow[]]>([
    [
      "a number with another approved resolution beside it",
      5,
      numeric.filter((row) => approvedBeside(row, "resolution_flag", "resolution_amount")),
    ],
    [
      "a number with another approved adjustment beside it",
      3,
      numeric.filter((row) => approvedBeside(row, "approval_flag", "adjusted_amount")),
    ],
    [
      "a text amount with two different approved figures",
      5,
      text.filter(
        (row) =>
          approvedBeside(row, "approval_flag", "adjusted_amount") &&
          approvedBeside(row, "resolution_flag", "resolution_amount") &&
          cell(row, "adjusted_amount") !== cell(row, "resolution_amount"),
      ),
    ],
    [
      "a text amount with an unapproved adjustment and an approved resolution",
      5,
      text.filter(
        (row) =>
          row.file === "finance_invoices_adjustments.csv" &&
          cell(row, "approval_flag") !== "approved" &&
          cell(row, "resolution_flag") === "approved",
      ),
    ],
    [
      "a text amount with a figure that nobody approved",
      8,
      text.filter(
        (row) =>
          valueByRule(row) === undefined &&
          `${cell(row, "resolution_amount")}${cell(row, "adjusted_amount")}` !== "",
      ),
    ],
  ])("%s, at least %i times", (_kind, least, rows) => {
    expect(rows.length).toBeGreaterThanOrEqual(least);
  });

  it("keeps the same words both settled and unresolved", () => {
    const outcomes = (words: string): Set<boolean> =>
      new Set(
        text.filter((row) => letters(row) === words).map((row) => valueByRule(row) !== undefined),
      );
    for (const words of ["free trial", "fx pending", "be confirmed to", "tbd", "note see"])
      expect([words, outcomes(words).size]).toEqual([words, 2]);
  });

  it("has one ledger with a byte order mark and one with CRLF lines", () => {
    const texts = Object.keys(ownColumns).map((file) => readText(`input/${file}`));
    expect(texts.filter((content) => content.startsWith("\uFEFF"))).toHaveLength(1);
    expect(texts.filter((content) => content.includes("\r\n"))).toHaveLength(1);
  });
});
