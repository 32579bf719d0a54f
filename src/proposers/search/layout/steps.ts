import { isBlank, parseAmount } from "../../../kit/index.ts";
import {
  belowMark,
  fillingDown,
  hasCells,
  keeping,
  type LaidRow,
  nameless,
  renaming,
  standsAlone,
  titling,
} from "../../../kit/row-steps.ts";
import { call, type Doc, member, object, property, quoted } from "../doc.ts";
import type { HeaderRow, LayoutStep } from "./layout.ts";
import { declaration, entry, kitStep, textList, usualCost } from "./step-code.ts";

/** Rows with nothing in them are no rows. */
export const givenRows: LayoutStep = {
  ...kitStep("givenRows", "skip those with nothing in them", "skipBlankRows", [], () =>
    keeping(hasCells),
  ),
  cost: 0,
};

/** Files that write the name of a column differently. */
export const underOneName = (names: Readonly<Record<string, string>>): LayoutStep => ({
  ...kitStep(
    "renamedRows",
    "columns that go by several names have one",
    "renameColumns",
    [object(Object.entries(names).map(([from, to]) => entry(property(from), quoted(to))))],
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
  kitStep("keptRows", `keep those whose ${test.words}`, "keepRows", [lambda(test)], () =>
    keeping(test.holds),
  );

export const fillingColumns = (columns: readonly string[]): LayoutStep =>
  kitStep(
    "filledRows",
    `blank cells of ${columns.join(" and ")} repeat the one above`,
    "fillDown",
    [textList(columns)],
    () => fillingDown(columns),
  );

/** A row that is the title of those below becomes a column; without a test, one that stands alone. */
export const withTitles = (from: string, to: string, test: RowTest | null): LayoutStep =>
  kitStep(
    "titledRows",
    test === null
      ? `a row with nothing but ${from} is the title of those below it`
      : `a row whose ${test.words} is the title of those below it`,
    "sectionTitles",
    [quoted(from), quoted(to), ...(test ? [lambda(test)] : [])],
    () => titling(from, to, test?.holds ?? ((row) => standsAlone(row, from))),
  );

export const headerWith = (mark: string, lines: number): HeaderRow => {
  const words =
    lines === 1
      ? `the names of the columns stand in the row with ${JSON.stringify(mark)}`
      : `the names of the columns stand in ${lines} rows from the one with ${JSON.stringify(mark)}`;
  const args = [quoted(mark), ...(lines === 1 ? [] : [`${lines}`])];
  return {
    words,
    cost: usualCost,
    code: declaration(
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
  cost: usualCost,
  code: declaration(
    "namedRows",
    firstIsData,
    "input: Input",
    call("withoutHeader", "input.rows()"),
  ),
  begin: nameless,
};
