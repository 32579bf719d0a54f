import type { CellRule } from "../../cells/checks.ts";
import type { Check, Metrics } from "../../domain/evaluation.ts";
import { visible } from "../../domain/visible.ts";
import type { RowSubset } from "./subset.ts";
import type { CellWatch, TableScan } from "./table-scan.ts";

/**
 * Whether a check passed, and why, in one sentence. No sentence about a failure tells how many rows
 * a table has: beside the visible counts that would give away how many held-out rows were matched.
 */
export type CheckResult = Omit<Check, "name">;

const passed = (detail: string): CheckResult => ({ passed: true, detail });
const failed = (detail: string): CheckResult => ({ passed: false, detail });

export const readableResult = ({ table, fault, rowCount }: TableScan): CheckResult =>
  fault === null
    ? passed(`${table.file} read: ${counted(rowCount, "row")}`)
    : failed(`${table.file} ${fault}`);

export const unreadResult = ({ table }: TableScan): CheckResult =>
  failed(`${table.file} could not be read`);

export const headerResult = ({ table, names }: TableScan): CheckResult => {
  const declared = table.columns.map(({ name }) => name);
  const missing = declared.filter((name) => !names.includes(name));
  const extra = undeclared(names, new Set(declared));
  const findings = [
    ...(missing.length > 0 ? [`lacks ${listed(missing)}`] : []),
    ...(extra.length > 0 ? [`has undeclared or repeated ${listed(extra)}`] : []),
  ];
  if (findings.length > 0) return failed(`${table.file} ${findings.join(" and ")}`);
  return declared.every((name, at) => names[at] === name)
    ? passed(`${table.file} has exactly ${listed(declared)}`)
    : failed(
        `${table.file} has its columns out of order: ${listed(names)}, not ${listed(declared)}`,
      );
};

/** Names beyond one of each that is declared. */
const undeclared = (names: readonly string[], declared: ReadonlySet<string>): string[] => {
  const left = new Set(declared);
  return names.filter((name) => !left.delete(name));
};

export const subsetResult = (
  subset: RowSubset,
  inner: TableScan,
  outer: TableScan,
): CheckResult => {
  const { rows, first } = subset.missing();
  return rows === 0
    ? passed(`${counted(inner.rowCount, "row")} of ${inner.table.file}, all in ${outer.table.file}`)
    : failed(
        `${counted(rows, "row")} of ${inner.table.file} ${rows === 1 ? "is" : "are"} not in ${outer.table.file}; first row ${first}`,
      );
};

const faultWords: Record<CellRule, readonly [one: string, several: string]> = {
  numeric: ["is not a number", "are not numbers"],
  parseable: ["is not a date (YYYY-MM-DD)", "are not dates (YYYY-MM-DD)"],
  present: ["is blank or a null word", "are blank or null words"],
};

const soundWords: Record<CellRule, string> = {
  numeric: "each a number or blank",
  parseable: "each a date or blank",
  present: "none blank",
};

export const cellsResult = (
  watch: CellWatch,
  rule: CellRule,
  { table, names }: TableScan,
): CheckResult => {
  const { cells, faults, first, columns } = watch;
  const absent = columns.filter((column) => !names.includes(column));
  if (absent.length > 0) return failed(`${table.file} has no column ${listed(absent)}`);
  if (first === null)
    return passed(
      columns.length === 0
        ? `${table.file} requires no column`
        : `${counted(cells, "cell")} in ${listed(columns)}: ${soundWords[rule]}`,
    );
  return failed(
    `${counted(faults, "cell")} in ${listed(columns)} ${faultWords[rule][faults === 1 ? 0 : 1]}; first in row ${first.row}, ${shown(first.column)}: "${visible(first.value, 40)}"`,
  );
};

export const referenceResult = (metrics: Metrics): CheckResult => {
  const { referenceRows, matchedRows, missingRows, unexpectedRows, leftOutRows } = metrics;
  const aside = leftOutRows > 0 ? `; ${counted(leftOutRows, "row")} outside the gold left out` : "";
  return {
    passed: missingRows === 0 && unexpectedRows === 0,
    detail: `${matchedRows} of ${counted(referenceRows, "reference row")} matched, ${missingRows} missing, ${unexpectedRows} unexpected${aside}`,
  };
};

const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? "" : "s"}`;

const mostNames = 12;

const listed = (names: readonly string[]): string => {
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : "";
  return names.slice(0, mostNames).map(shown).join(", ") + more;
};

const shown = (name: string): string => (name === "" ? '""' : visible(name, 40));
