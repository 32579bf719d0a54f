import { isBlank, parseAmount } from "../../../kit/index.ts";
import {
  belowMark,
  exploding,
  fillingDown,
  type GroupNames,
  hasCells,
  type JoinOptions,
  joining,
  keeping,
  type LaidRow,
  nameless,
  type PivotOptions,
  pivoting,
  renaming,
  splitting,
  standsAlone,
  titling,
  transposing,
  type UnpivotColumns,
  type UnpivotNames,
  unpivoting,
  unpivotingGroups,
} from "../../../kit/row-steps.ts";
import { call, type Doc, laidOut, list, member, object, property, quoted, remark } from "../doc.ts";
import type { HeaderRow, LayoutStep } from "./layout.ts";

type Begin = LayoutStep["begin"];

const usual = 0.006;
/** What holds for names holds when a row is missing; what is counted does not. */
const doubtful = 0.02;

/** A step by a function of the kit: its name in the program, what it does, and with what. */
const step = (name: string, words: string, kit: string, args: readonly Doc[], begin: Begin) => ({
  name,
  cost: usual,
  words: `rows: ${words}`,
  code: declared(name, words, "rows: AsyncIterable<Row>", call(kit, "rows", ...args)),
  begin,
});

const declared = (name: string, words: string, parameter: string, body: Doc): string => {
  const head = `const ${name} = (${parameter}) =>`;
  const lines = laidOut(body, 2, 2, 1);
  const isShort = !lines.includes("\n") && head.length + lines.length + 2 <= 100;
  const comment = remark(`${words.charAt(0).toUpperCase()}${words.slice(1)}.`);
  return `${comment}\n${head}${isShort ? " " : "\n  "}${lines};\n`;
};

const texts = (columns: readonly string[]): Doc => list(columns.map(quoted));

const field = (name: string, value: Doc): Doc => [`${name}: `, value];

/** Rows with nothing in them are no rows. */
export const givenRows: LayoutStep = {
  ...step("givenRows", "skip those with nothing in them", "skipBlankRows", [], () =>
    keeping(hasCells),
  ),
  cost: 0,
};

/** Files that write the name of a column differently. */
export const underOneName = (names: Readonly<Record<string, string>>): LayoutStep => ({
  ...step(
    "renamedRows",
    "columns that go by several names have one",
    "renameColumns",
    [object(Object.entries(names).map(([from, to]) => field(property(from), quoted(to))))],
    () => renaming(names),
  ),
  cost: 0,
});

/** What can be told from one row alone. */
export interface RowTest {
  readonly code: string;
  readonly words: string;
  readonly holds: (row: LaidRow) => boolean;
}

const cell = (row: LaidRow, column: string): string => row[column] ?? "";

export const hasCell = (column: string): RowTest => ({
  code: `!isBlank(row${member(column)})`,
  words: `${column} is given`,
  holds: (row) => !isBlank(cell(row, column)),
});

export const lacksWord = (column: string, word: string): RowTest => ({
  code: `!row${member(column)}?.includes(${quoted(word)})`,
  words: `${column} does not have "${word}" in it`,
  holds: (row) => !cell(row, column).includes(word),
});

export const isNoNumber = (column: string): RowTest => ({
  code: `parseAmount(row${member(column)}) === null`,
  words: `${column} is not a number`,
  holds: (row) => parseAmount(cell(row, column)) === null,
});

export const endsWith = (column: string, mark: string): RowTest => ({
  code: `row${member(column)}?.trim().endsWith(${quoted(mark)}) === true`,
  words: `${column} ends with "${mark}"`,
  holds: (row) => cell(row, column).trim().endsWith(mark),
});

const lambda = ({ code }: RowTest): Doc => `(row) => ${code}`;

export const keepOnlyRows = (test: RowTest): LayoutStep =>
  step("keptRows", `keep those whose ${test.words}`, "keepRows", [lambda(test)], () =>
    keeping(test.holds),
  );

export const fillingColumns = (columns: readonly string[]): LayoutStep =>
  step(
    "filledRows",
    `blank cells of ${columns.join(" and ")} repeat the one above`,
    "fillDown",
    [texts(columns)],
    () => fillingDown(columns),
  );

/** A row that is the title of those below becomes a column; without a test, one that stands alone. */
export const withTitles = (from: string, to: string, test: RowTest | null): LayoutStep =>
  step(
    "titledRows",
    test === null
      ? `a row with nothing but ${from} is the title of those below it`
      : `a row whose ${test.words} is the title of those below it`,
    "sectionTitles",
    [quoted(from), quoted(to), ...(test ? [lambda(test)] : [])],
    () => titling(from, to, test?.holds ?? ((row) => standsAlone(row, from))),
  );

export const unpivoted = (choice: UnpivotColumns, names: UnpivotNames): LayoutStep => {
  const columns = "keep" in choice ? choice.keep : choice.columns;
  const kind = "keep" in choice ? "keep" : "columns";
  const blank = names.skipBlank ? ["skipBlank: true"] : [];
  const which = kind === "keep" ? `each column but ${andMore(columns)}` : andMore(columns);
  return step(
    "longRows",
    `${which} becomes a row of its own, with its name as ${names.name}`,
    "unpivot",
    [
      object([field(kind, texts(columns))]),
      object([field("name", quoted(names.name)), field("value", quoted(names.value)), ...blank]),
    ],
    () => unpivoting(choice, names),
  );
};

const andMore = (columns: readonly string[]): string =>
  columns.length <= 4
    ? columns.join(", ")
    : `${columns.slice(0, 3).join(", ")} and ${columns.length - 3} more`;

export const unpivotedGroups = (
  groups: Readonly<Record<string, readonly string[]>>,
  names: GroupNames,
): LayoutStep =>
  step(
    "longRows",
    `${names.values.join(" and ")} of each ${names.name} become a row of their own`,
    "unpivotGroups",
    [
      object(
        Object.entries(groups).map(([name, columns]) => field(property(name), texts(columns))),
      ),
      object([field("name", quoted(names.name)), field("values", texts(names.values))]),
    ],
    () => unpivotingGroups(groups, names),
  );

export const pivoted = (options: PivotOptions): LayoutStep => {
  const { by, name, value, namesRow } = options;
  const fields = [
    field("by", texts(by)),
    field("name", quoted(name)),
    field("value", quoted(value)),
    ...(namesRow ? ["namesRow: true"] : []),
  ];
  const which = by.length === 0 ? "each record" : `the same ${by.join(" and ")}`;
  const words = `those of ${which} become one, with ${value} under what ${name} says`;
  const made = step("wideRows", words, "pivot", [object(fields)], () => pivoting(options));
  // Names that no column of the gold has are lost without a row of their own.
  return namesRow ? { ...made, cost: usual * 0.6 } : made;
};

export const sideBySideRows = (options: JoinOptions): LayoutStep => {
  const { every, by = [], skipBlank } = options;
  const fields = [
    ...(every === undefined ? [] : [field("every", `${every}`)]),
    ...(by.length === 0 ? [] : [field("by", texts(by))]),
    ...(skipBlank ? ["skipBlank: true"] : []),
  ];
  const which = every
    ? `every ${every}`
    : by.length > 0
      ? `those of one ${by.join(" and ")}`
      : "all";
  const words = `${which} become one, side by side`;
  const made = step("joinedRows", words, "joinRows", [object(fields)], () => joining(options));
  return every === undefined ? made : { ...made, cost: doubtful };
};

/** A cell that lists several things becomes a row for each. */
export const exploded = (column: string, mark: string): LayoutStep =>
  step(
    "partedRows",
    `each part of ${column} at ${JSON.stringify(mark)} becomes a row of its own`,
    "explode",
    [quoted(column), quoted(mark)],
    () => exploding(column, mark),
  );

export const splitUp = (column: string, mark: string): LayoutStep =>
  step(
    "splitRows",
    `each part of ${column} at ${JSON.stringify(mark)} becomes a column of its own`,
    "splitColumn",
    [quoted(column), quoted(mark)],
    () => splitting(column, mark),
  );

export const transposed = (names: string | null): LayoutStep => ({
  ...step(
    "turnedRows",
    "columns become rows",
    "transpose",
    names === null ? [] : [quoted(names)],
    () => transposing(names),
  ),
  cost: names === null ? doubtful : usual,
});

export const headerWith = (mark: string, lines: number): HeaderRow => {
  const words =
    lines === 1
      ? `the names of the columns stand in the row with ${JSON.stringify(mark)}`
      : `the names of the columns stand in ${lines} rows from the one with ${JSON.stringify(mark)}`;
  const args = [quoted(mark), ...(lines === 1 ? [] : [`${lines}`])];
  return {
    words,
    cost: usual,
    code: declared(
      "namedRows",
      words,
      "input: Input",
      call("belowHeader", "input.rows()", ...args),
    ),
    begin: () => belowMark(mark, lines),
  };
};

const firstIsData = "the first row is data like all others";

export const noHeader: HeaderRow = {
  words: firstIsData,
  cost: usual,
  code: declared("namedRows", firstIsData, "input: Input", call("withoutHeader", "input.rows()")),
  begin: nameless,
};
