import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import {
  type Cause,
  financeReasons,
  type Rule,
  type SettledReason,
  type UnresolvedReason,
} from "./finance-reasons.ts";

/** The input rows, and a plain reading of the written rules to hold the reasons against. */

export type Row = Record<string, string>;

export interface InputRow {
  readonly file: string;
  readonly cells: Row;
}

export const data = new URL("../../data/", import.meta.url);
export const common = [
  "invoice_id",
  "customer",
  "amount",
  "currency",
  "issued",
  "due",
  "status",
  "resolution_amount",
  "resolution_flag",
  "resolution_note",
];
export const ownColumns: Record<string, readonly string[]> = {
  "finance_invoices.csv": [],
  "finance_invoices_adjustments.csv": ["adjustment_reason", "adjusted_amount", "approval_flag"],
  "finance_invoices_collections.csv": ["collector", "escalation_level", "promise_to_pay"],
  "finance_invoices_flags.csv": ["risk_flag", "review_code"],
  "finance_invoices_regional.csv": ["region", "business_unit", "tax_zone"],
};

export const readText = (path: string): string => readFileSync(new URL(path, data), "utf8");
const readRows = (path: string): Row[] =>
  parse<Row>(readText(path), { bom: true, columns: true, skip_empty_lines: true });
export const headerOf = (path: string): string[] =>
  parse(readText(path), { bom: true, to_line: 1 })[0] ?? [];

export const inputs: InputRow[] = Object.keys(ownColumns).flatMap((file) =>
  readRows(`input/${file}`).map((cells) => ({ file, cells })),
);
export const gold = readRows("gold/expected.csv");
export const settled: SettledReason[] = financeReasons.filter((reason) => "settled" in reason);
export const unresolved: UnresolvedReason[] = financeReasons.filter(
  (reason) => "unresolved" in reason,
);

export const cell = (row: InputRow, column: string): string => row.cells[column] ?? "";
export const idOf = (row: { file: string; invoice_id: string }): string =>
  `${row.file} ${row.invoice_id}`;
export const rowsById = new Map(
  inputs.map((row) => [idOf({ file: row.file, invoice_id: cell(row, "invoice_id") }), row]),
);

export function inputOf(reason: { file: string; invoice_id: string }): InputRow {
  const row = rowsById.get(idOf(reason));
  if (row === undefined) throw new Error(`no input row ${idOf(reason)}`);
  return row;
}

export const decimal = /^[+-]?\d+(\.\d+)?$/;

export function numericAmount(row: InputRow): string | undefined {
  const marks = ["USD", "EUR", "GBP", "AUD", "CHF", "$", "€", "£", ",", "CR"];
  let text = cell(row, "amount").toUpperCase();
  for (const mark of [cell(row, "currency").toUpperCase(), ...marks])
    text = text.split(mark).join("");
  text = text.replace(/\s/g, "");
  return decimal.test(text) ? text : undefined;
}

export function isoDay(written: string): string | undefined {
  const iso = /^(\d{4})([-/])(\d\d)\2(\d\d)$/.exec(written);
  const dayFirst = /^(\d\d)([-/.])(\d\d)\2(\d{4})$/.exec(written);
  const [year, month, day] = iso
    ? [iso[1], iso[3], iso[4]]
    : [dayFirst?.[4], dayFirst?.[3], dayFirst?.[1]];
  const text = `${year}-${month}-${day}`;
  const time = new Date(`${text}T00:00:00Z`);
  const real = !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
  return real ? text : undefined;
}

export function valueByRule(row: InputRow): { rule: Rule; value: string } | undefined {
  const amount = numericAmount(row);
  if (amount !== undefined) return { rule: "amount", value: amount };
  if (cell(row, "approval_flag") === "approved")
    return { rule: "adjusted_amount", value: cell(row, "adjusted_amount") };
  if (cell(row, "resolution_flag") === "approved")
    return { rule: "resolution_amount", value: cell(row, "resolution_amount") };
  return undefined;
}

export function causesAgainst(row: InputRow): Cause[] {
  const causes: Cause[] = [];
  if (cell(row, "customer").trim() === "") causes.push("blank customer");
  if (cell(row, "status").trim() === "") causes.push("blank status");
  if (isoDay(cell(row, "issued")) === undefined) causes.push("unreadable date");
  if (valueByRule(row) === undefined) causes.push("text without approval");
  return causes;
}
