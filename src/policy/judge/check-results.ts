import type { CellRule } from "../../cells/checks.ts";
import type { Check, Metrics } from "../../domain/evaluation.ts";
import { visible } from "../../domain/visible.ts";
import { countOf } from "../figures.ts";
import type { Repeat, RepeatWatch } from "./repeats.ts";
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
    ? passed(`${table.file} read: ${countOf(rowCount, "row")}`)
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
    ? passed(`${countOf(inner.rowCount, "row")} of ${inner.table.file}, all in ${outer.table.file}`)
    : failed(
        `${countOf(rows, "row")} of ${inner.table.file} ${rows === 1 ? "is" : "are"} not in ${outer.table.file}; first row ${first}`,
      );
};

/** What is wrong with one cell or several, and what is right with all of them. */
const wordsOf = (rule: CellRule): { one: string; several: string; sound: string } => {
  switch (rule.must) {
    case "numeric":
      return {
        one: "is not a number",
        several: "are not numbers",
        sound: "each a number or blank",
      };
    case "parseable":
      return {
        one: "is not a date (YYYY-MM-DD)",
        several: "are not dates (YYYY-MM-DD)",
        sound: "each a date or blank",
      };
    case "present":
      return {
        one: "is blank or a null word",
        several: "are blank or null words",
        sound: "none blank",
      };
    case "filled":
      return { one: "is blank", several: "are blank", sound: "none blank" };
    case "match": {
      const pattern = `the pattern ${visible(rule.pattern, 60)}`;
      return {
        one: `does not match ${pattern}`,
        several: `do not match ${pattern}`,
        sound: `each matches ${pattern} or is blank`,
      };
    }
    case "be-one-of": {
      const values = listed(rule.values.map(String));
      return {
        one: `is none of ${values}`,
        several: `are none of ${values}`,
        sound: `each one of ${values} or blank`,
      };
    }
    case "be-at-least":
      return {
        one: `is less than ${rule.bound}`,
        several: `are less than ${rule.bound}`,
        sound: `none less than ${rule.bound}`,
      };
    case "be-at-most":
      return {
        one: `is more than ${rule.bound}`,
        several: `are more than ${rule.bound}`,
        sound: `none more than ${rule.bound}`,
      };
  }
};

const repeatWords = ({ value, earlier, later }: Repeat): string =>
  `"${visible(value, 60)}" in rows ${earlier} and ${later}`;

export const repeatsResult = (watch: RepeatWatch, { table, names }: TableScan): CheckResult => {
  const { columns, repeated, first } = watch;
  const absent = columns.filter((column) => !names.includes(column));
  if (absent.length > 0) return failed(`${table.file} has no column ${listed(absent)}`);
  return repeated === 0
    ? passed(`no two rows have the same ${listed(columns)}`)
    : failed(
        `${countOf(repeated, "row")} ${repeated === 1 ? "repeats" : "repeat"} the ${listed(columns)} of an earlier row; first ${first.map(repeatWords).join("; ")}`,
      );
};

export const cellsResult = (
  watch: CellWatch,
  rule: CellRule,
  { table, names, rowCount }: TableScan,
): CheckResult => {
  const { faults, first, columns } = watch;
  const words = wordsOf(rule);
  const absent = columns.filter((column) => !names.includes(column));
  if (absent.length > 0) return failed(`${table.file} has no column ${listed(absent)}`);
  if (first === null)
    return passed(
      columns.length === 0
        ? `${table.file} requires no column`
        : `${countOf(rowCount * columns.length, "cell")} in ${listed(columns)}: ${words.sound}`,
    );
  return failed(
    `${countOf(faults, "cell")} in ${listed(columns)} ${faults === 1 ? words.one : words.several}; first in row ${first.row}, ${shown(first.column)}: "${visible(first.value, 40)}"`,
  );
};

export const referenceResult = (metrics: Metrics): CheckResult => {
  const { referenceRows, matchedRows, missingRows, unexpectedRows, leftOutRows } = metrics;
  const aside = leftOutRows > 0 ? `; ${countOf(leftOutRows, "row")} outside the gold left out` : "";
  return {
    passed: missingRows === 0 && unexpectedRows === 0,
    detail: `${matchedRows} of ${countOf(referenceRows, "reference row")} matched, ${missingRows} missing, ${unexpectedRows} unexpected${aside}`,
  };
};

const mostNames = 12;

const listed = (names: readonly string[]): string => {
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : "";
  return names.slice(0, mostNames).map(shown).join(", ") + more;
};

const shown = (name: string): string => (name === "" ? '""' : visible(name, 40));
