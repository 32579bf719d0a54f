import type { SeededChoice } from "../../cells/seeded-random.ts";
import type { ColumnSource } from "./column-sources.ts";
import type { Cells, Example } from "./readers/example.ts";

/** An input column whose values tell rows apart, such as invoice numbers. */
export interface Identifier {
  readonly column: string;
  /** The source columns of gold columns that repeat it. */
  readonly columnSources: readonly ColumnSource[];
}

interface Question {
  /** Every input row. */
  readonly rows: readonly Cells[];
  readonly examples: readonly Example[];
  readonly columnSources: readonly ColumnSource[];
  /** Gold columns, by place, that make up the key. */
  readonly key: readonly number[];
  /** Gold columns, by place, that no input column carries. */
  readonly unsourced: readonly number[];
}

/** A value with one running number in it and no blank: INV-1001, 2024/0042, A17b. */
const shape = /^([\p{L}\p{N}_#:/-]*?)(\d{1,15})([\p{L}_#:-]{0,6})$/u;
const fewestRows = 3;

export const findIdentifiers = (question: Question): Identifier[] => {
  const columns = [...new Set(question.examples.flatMap(({ cells }) => Object.keys(cells)))];
  return columns.flatMap((column) => {
    const columnSources = question.columnSources.filter(
      (columnSource) => columnSource.column === column,
    );
    return isIdentifier(question, column, columnSources) ? [{ column, columnSources }] : [];
  });
};

const isIdentifier = (
  question: Question,
  column: string,
  columnSources: readonly ColumnSource[],
): boolean => {
  const isKey = columnSources.some(({ gold }) => question.key.includes(gold));
  const rows = isKey ? question.examples.map(({ cells }) => cells) : question.rows;
  const values = rows.flatMap((cells) => filled(cells[column]));
  const isMeasured = columnSources.some(
    ({ type, gold }) => type !== "text" && !question.key.includes(gold),
  );
  return (
    values.length >= fewestRows &&
    new Set(values).size === values.length &&
    values.every((value) => shape.test(value) && !looksLikeDate(value)) &&
    !isMeasured &&
    (columnSources.length > 0 || !mayFeedAnswers(question, column, values))
  );
};

const filled = (cell = ""): string[] => (cell.trim() === "" ? [] : [cell.trim().toUpperCase()]);

const looksLikeDate = (value: string): boolean =>
  /^\d{1,4}[-/]\d{1,2}[-/]\d{1,4}$|^(19|20)\d{6}$/.test(value);

/** A quantity may be unique too; and a gold column may be made of the identifier unseen. */
const mayFeedAnswers = (
  { examples, unsourced }: Question,
  column: string,
  values: readonly string[],
): boolean => {
  const varied = unsourced.filter(
    (at) => new Set(examples.map(({ answer }) => answer[at])).size > 1,
  );
  if (varied.length === 0) return false;
  return (
    values.some((value) => /^\d+$/.test(value)) ||
    examples.some(({ cells, answer }) => {
      const digits = shape.exec((cells[column] ?? "").trim())?.[2];
      return digits !== undefined && varied.some((at) => answer[at]?.includes(digits));
    })
  );
};

const mostTries = 1_000;

/** A value of the same form that occurs nowhere yet. */
export const freshValue = (
  value: string,
  used: ReadonlySet<string>,
  random: SeededChoice,
): string => {
  const [, before = "", digits = "", after = ""] = shape.exec(value.trim()) ?? [];
  for (let tries = 0; ; tries++) {
    const length = digits.length + Math.floor(tries / mostTries);
    const fresh = `${before}${runningNumber(length, digits.startsWith("0"), random)}${after}`;
    if (!used.has(fresh.toUpperCase())) return fresh;
  }
};

const runningNumber = (length: number, mayStartWithZero: boolean, random: SeededChoice): string =>
  Array.from({ length }, (_, at) =>
    at === 0 && !mayStartWithZero ? 1 + random.below(9) : random.below(10),
  ).join("");
