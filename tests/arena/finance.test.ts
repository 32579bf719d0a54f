import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Cause, financeReasons, type GoldRow, type Rule } from "./finance-reasons.ts";
import {
  causesAgainst,
  cell,
  common,
  data,
  decimal,
  gold,
  headerOf,
  idOf,
  inputOf,
  inputs,
  isoDay,
  numericAmount,
  ownColumns,
  type Row,
  readText,
  rowsById,
  settled,
  unresolved,
  valueByRule,
} from "./finance-rows.ts";

const ruleCount = (rule: Rule): number => settled.filter((reason) => reason.rule === rule).length;
const causeCount = (cause: Cause): number =>
  unresolved.filter((reason) => reason.unresolved === cause).length;
const asText = (row: GoldRow | Row): string => JSON.stringify(Object.values(row));

describe("the finance arena", () => {
  it("declares the gold's columns for the master table", () => {
    const arena: unknown = JSON.parse(readText("arena.json"));
    const columns = {
      date: "date",
      entity: "text",
      currency: "text",
      value: "number",
      category: "text",
    };
    expect(headerOf("gold/expected.csv")).toEqual(Object.keys(columns));
    expect(arena).toMatchObject({
      tables: { master: { columns } },
      gold: { file: "gold/expected.csv", table: "master", key: [], partial: false },
    });
  });

  it("has exactly the five ledgers", () => {
    const files = readdirSync(new URL("input/", data)).filter((name) =>
      name.startsWith("finance_"),
    );
    expect(files.sort()).toEqual(Object.keys(ownColumns));
  });

  it.each(Object.entries(ownColumns))("%s has its columns and no others", (file, own) => {
    expect(headerOf(`input/${file}`).sort()).toEqual([...common, ...own].sort());
  });

  it("has 80 to 120 input rows with ids of their own", () => {
    expect(inputs.length).toBeGreaterThanOrEqual(80);
    expect(inputs.length).toBeLessThanOrEqual(120);
    expect(new Set(inputs.map((row) => cell(row, "invoice_id"))).size).toBe(inputs.length);
  });
});

describe("the written-down reasons", () => {
  it("give every input row exactly one reason, in input order", () => {
    expect(financeReasons.map(idOf)).toEqual([...rowsById.keys()]);
  });

  it("make exactly the gold, in order", () => {
    expect(gold.map(asText)).toEqual(settled.map((reason) => asText(reason.settled)));
  });

  it("never give two gold rows alike", () => {
    expect(new Set(gold.map(asText)).size).toBe(gold.length);
  });

  it("leave most gold rows to a resolution or an adjustment", () => {
    expect(gold.length).toBeGreaterThanOrEqual(74);
    expect(gold.length).toBeLessThanOrEqual(84);
    expect(ruleCount("amount") / gold.length).toBeLessThan(0.45);
    expect(ruleCount("resolution_amount")).toBeGreaterThanOrEqual(25);
    expect(ruleCount("adjusted_amount")).toBeGreaterThanOrEqual(12);
  });

  it.each<[Cause, number]>([
    ["blank customer", 3],
    ["blank status", 3],
    ["unreadable date", 5],
    ["text without approval", 12],
  ])("leave rows unresolved for: %s", (cause, least) => {
    expect(causeCount(cause)).toBeGreaterThanOrEqual(least);
  });
});

describe("each settled row follows the written rules", () => {
  it.each(settled.map((reason) => [reason.invoice_id, reason] as const))("%s", (_id, reason) => {
    const row = inputOf(reason);
    expect(causesAgainst(row)).toEqual([]);
    expect({ rule: reason.rule, value: reason.settled.value }).toEqual(valueByRule(row));
    expect(reason.settled.value).toMatch(decimal);
    expect(reason.settled).toMatchObject({
      date: isoDay(cell(row, "issued")),
      entity: cell(row, "customer").trim(),
      currency: cell(row, "currency").toUpperCase(),
      category: cell(row, "status").toLowerCase(),
    });
  });
});

describe("each unresolved row has the one cause written down for it", () => {
  it.each(unresolved.map((reason) => [reason.invoice_id, reason] as const))("%s", (_id, reason) => {
    expect(causesAgainst(inputOf(reason))).toEqual([reason.unresolved]);
  });
});

describe("no row rests on a detail the rules leave open", () => {
  it("approves only figures that are plain decimals", () => {
    const approved = inputs.flatMap((row) => [
      ...(cell(row, "approval_flag") === "approved" ? [cell(row, "adjusted_amount")] : []),
      ...(cell(row, "resolution_flag") === "approved" ? [cell(row, "resolution_amount")] : []),
    ]);
    expect(approved.filter((figure) => !decimal.test(figure))).toEqual([]);
  });

  it("uses four plain flags", () => {
    const flags = inputs.flatMap((row) => [
      cell(row, "approval_flag"),
      cell(row, "resolution_flag"),
    ]);
    expect(new Set(flags)).toEqual(new Set(["approved", "pending", "rejected", ""]));
  });

  it("has a currency code on every row and statuses without stray blanks", () => {
    expect(inputs.filter((row) => !/^[a-z]{3}$/i.test(cell(row, "currency")))).toEqual([]);
    expect(inputs.filter((row) => !/^[a-z]*$/i.test(cell(row, "status")))).toEqual([]);
  });

  it("names no currency in a numeric amount but the row's own", () => {
    const foreign = inputs.filter((row) => {
      const code = /[A-Z]{3}/.exec(cell(row, "amount").toUpperCase())?.[0];
      const own = cell(row, "currency").toUpperCase();
      return numericAmount(row) !== undefined && code !== undefined && code !== own;
    });
    expect(foreign).toEqual([]);
  });

  it("never issues an invoice on the day it is due", () => {
    const same = inputs.filter((row) => {
      const issued = isoDay(cell(row, "issued"));
      return issued !== undefined && issued === isoDay(cell(row, "due"));
    });
    expect(same).toEqual([]);
  });
});
