import type { CellRule } from "../../cells/checks.ts";
import type { Check, Metrics } from "../../domain/evaluation.ts";
import { visible } from "../../domain/visible.ts";
import type { CellWatch } from "./cell-watch.ts";
import type { Subset } from "./subset.ts";
import type { TableScan } from "./table-scan.ts";

/**
 * Whether a check passed, and why, in one sentence. No sentence about a failure tells how many rows
 * a table has: beside the visible counts that would give away how many held-out rows were matched.
 */
export type Verdict = Omit<Check, "name">;

const passed = (detail: string): Verdict => ({ passed: true, detail });
const failed = (detail: string): Verdict => ({ passed: false, detail });

export const readableVerdict = ({ table, fault, rowCount }: TableScan): Verdict =>
  fault === null
    ? passed(`${table.file} read: ${counted(rowCount, "row")}`)
    : failed(`${table.file} ${fault}`);

export const unreadVerdict = ({ table }: TableScan): Verdict =>
  failed(`${table.file} could not be read`);

export const headerVerdict = ({ table, names }: TableScan): Verdict => {
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

export const subsetVerdict = (subset: Subset, inner: TableScan, outer: TableScan): Verdict => {
  const { rows, first } = subset.missing();
  return rows === 0
    ? passed(`${counted(inner.rowCount, "row")} of ${inner.table.file}, all in ${outer.table.file}`)
    : failed(
        `${counted(rows, "row")} of ${inner.table.file} ${rows === 1 ? "is" : "are"} not in ${outer.table.file}; first row ${first}`,
      );
};

const faultWords: Record<CellRule, string> = {
  numeric: "no number",
  parseable: "no date (YYYY-MM-DD)",
  present: "blank or a word for nothing",
};

const soundWords: Record<CellRule, string> = {
  numeric: "each a number or blank",
  parseable: "each a date or blank",
  present: "none blank",
};

export const cellsVerdict = (
  watch: CellWatch,
  rule: CellRule,
  { table, names }: TableScan,
): Verdict => {
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
    `${counted(faults, "cell")} in ${listed(columns)} ${faults === 1 ? "is" : "are"} ${faultWords[rule]}; first in row ${first.row}, ${shown(first.column)}: "${visible(first.value, 40)}"`,
  );
};

export const referenceVerdict = (metrics: Metrics): Verdict => {
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
