import { typed } from "../../cells/typing.ts";
import type { Column } from "../../domain/columns.ts";
import type { GoldRow } from "../contradictions/find-contradictions.ts";
import {
  type FallbackStep,
  fallbackSteps,
  isWordy,
  type ObservedRow,
  settledBy,
} from "./fallback.ts";
import { type DateReader, dateReader } from "./readers/dates.ts";
import type { CellReader, Cells, Example } from "./readers/example.ts";
import { type NumberReader, numberReader } from "./readers/numbers.ts";
import { textReader } from "./readers/texts.ts";

interface SourcedColumn {
  /** The gold column, by place, and the input column that says what it holds. */
  readonly gold: number;
  readonly column: string;
}

export interface TextSource extends SourcedColumn {
  readonly type: "text";
  readonly reader: CellReader;
}

export interface DateSource extends SourcedColumn {
  readonly type: "date";
  readonly reader: DateReader;
}

export interface NumberSource extends SourcedColumn {
  readonly type: "number";
  readonly reader: NumberReader;
  /** What settles the number where it is a word. */
  readonly steps: readonly FallbackStep[];
}

export type ColumnSource = TextSource | DateSource | NumberSource;

/** A source column that says fewer of the answers, its fallback counted in, is not understood. */
const fewestSaid = 0.8;
/** Words may stand for most numbers of a ledger; below this it is the words that are the rule. */
const fewestRead = 0.2;
const fewestRows = 3;

/** Every input column that carries a gold column, the likeliest first for each. */
export const findColumnSources = (
  columns: readonly Column[],
  examples: readonly Example[],
  observed: readonly ObservedRow[],
): ColumnSource[] => {
  const names = [...new Set(examples.flatMap(({ cells }) => Object.keys(cells)))];
  const over = (
    type: Column["type"],
    read: (name: string, gold: number) => ColumnSource,
  ): ColumnSource[] =>
    columns.flatMap((column, gold) =>
      column.type === type
        ? likely(
            names.map((name) => read(name, gold)),
            examples,
          )
        : [],
    );
  const texts = over("text", (column, gold) => ({
    type: "text",
    gold,
    column,
    reader: textReader(column, gold, examples),
  }));
  const derived = derivedTexts(columns, texts);
  return [
    ...texts,
    ...over("date", (column, gold) => ({
      type: "date",
      gold,
      column,
      reader: dateReader(column, gold, examples),
    })),
    ...over("number", (column, gold) => ({
      type: "number",
      gold,
      column,
      reader: numberReader(column, gold, examples, derived),
      steps: fallbackSteps(column, gold, examples, observed),
    })),
  ];
};

const derivedTexts = (columns: readonly Column[], texts: readonly ColumnSource[]): Set<number> => {
  const carried = new Set(texts.map(({ gold }) => gold));
  return new Set(
    [...columns.keys()].filter((at) => columns[at]?.type === "text" && !carried.has(at)),
  );
};

const likely = (
  columnSources: readonly ColumnSource[],
  examples: readonly Example[],
): ColumnSource[] =>
  columnSources
    .map((columnSource) => ({ columnSource, ...countsOf(columnSource, examples) }))
    .filter(
      ({ filled, read, said }) =>
        read >= fewestRows && read >= fewestRead * filled && said >= fewestSaid * filled,
    )
    .sort((a, b) => b.said - a.said)
    .map(({ columnSource }) => columnSource);

const countsOf = (columnSource: ColumnSource, examples: readonly Example[]) => {
  const { gold, column, reader } = columnSource;
  const filled = examples.filter(({ cells, answer }) => column in cells && answer[gold] !== "t");
  const right = (say: (cells: Cells) => string | null): number =>
    filled.filter(({ cells, answer }) => say(cells) === answer[gold]).length;
  return {
    filled: filled.length,
    read: right(reader.read),
    said: right((cells) => saidBy(columnSource, cells)),
  };
};

/** One source column for each gold column that a file with these columns carries. */
export const columnSourcesAmong = (
  columnSources: readonly ColumnSource[],
  names: readonly string[],
): ColumnSource[] => {
  const chosen = new Map<number, ColumnSource>();
  for (const columnSource of columnSources)
    if (!chosen.has(columnSource.gold) && names.includes(columnSource.column))
      chosen.set(columnSource.gold, columnSource);
  return [...chosen.values()];
};

/** What the row says of the gold column as the judge compares it, as far as that is shown. */
export const saidBy = (columnSource: ColumnSource, cells: Cells): string | null => {
  const said = columnSource.reader.read(cells);
  if (said !== null || columnSource.type !== "number") return said;
  return settledBy(columnSource.steps, cells)?.value ?? null;
};

/** A row is explained when each gold column that its file carries is what the row says. */
export const isExplained = (
  columnSources: readonly ColumnSource[],
  { cells, answer }: Example,
): boolean =>
  columnSources.every(
    (columnSource) =>
      saidBy(columnSource, cells) === answer[columnSource.gold] ||
      (answer[columnSource.gold] === "t" && (cells[columnSource.column] ?? "").trim() === ""),
  );

/**
 * Whether the answer stays the same beyond doubt after these columns were changed. A changed
 * number that is neither in a known notation nor a plain word must be the right one whichever way
 * it is read: as the figure in it, or as words that the fallback settles.
 */
export const isCertain = (
  columnSources: readonly ColumnSource[],
  example: Example,
  changed: ReadonlySet<string>,
): boolean =>
  isExplained(columnSources, example) &&
  columnSources.every(
    (columnSource) =>
      columnSource.type !== "number" ||
      !changed.has(columnSource.column) ||
      columnSource.reader.read(example.cells) !== null ||
      isSameEitherWay(columnSource, example),
  );

const isSameEitherWay = ({ column, gold }: NumberSource, { cells, answer }: Example): boolean => {
  const cell = cells[column] ?? "";
  if (isWordy(cell)) return true;
  const [figure, ...others] = cell.match(/\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g) ?? [];
  const isNegative = /^\s*\(.*\)\s*$|(?:^|[^eE])-\s*\d/.test(cell);
  return (
    figure !== undefined &&
    others.length === 0 &&
    typed("number", isNegative ? `-${figure}` : figure) === answer[gold]
  );
};

/** An input row whose answer is known and is what its cells say. */
export interface SourceRow extends Example {
  readonly file: string;
  /** Counted from 1 below the header. */
  readonly row: number;
  readonly header: readonly string[];
  readonly raw: readonly string[];
  readonly gold: GoldRow;
  /** One for each gold column that the row's file carries. */
  readonly columnSources: readonly ColumnSource[];
}

export const numberSourcesOf = ({ columnSources }: SourceRow): NumberSource[] =>
  columnSources.filter((columnSource) => columnSource.type === "number");
