import { isNumeric } from "../../cells/typing.ts";
import type { NumberSource } from "./column-sources.ts";
import { numberSourcesOf, type SourceRow } from "./column-sources.ts";
import { type FallbackStep, figureOf, isWordy, settledBy } from "./fallback.ts";
import { fewestDonors } from "./readers/example.ts";

/** What rows with known answers show of the ways in which words and figures stand side by side. */
export interface ChallengeEvidence {
  /** By number column: words that stand for a number and leave it to the fallback. */
  readonly words: ReadonlyMap<string, readonly string[]>;
  /** Number columns that may be blank, since the fallback settles them. */
  readonly blankable: ReadonlySet<string>;
  /** Steps whose figure does not count beside a number. */
  readonly outvoted: ReadonlySet<FallbackStep>;
  /** Steps whose figure does not count after that of another step. */
  readonly overruled: ReadonlyMap<FallbackStep, ReadonlySet<FallbackStep>>;
  /** By step: the values of its flag with which its figure does not count. */
  readonly refusals: ReadonlyMap<FallbackStep, ReadonlySet<string>>;
  /** By step: figures that stand in its column. */
  readonly figures: ReadonlyMap<FallbackStep, readonly string[]>;
  /** Columns of running text that no answer comes from. */
  readonly notes: ReadonlySet<string>;
}

const fewestWords = 3;

export const evidenceOf = (sources: readonly SourceRow[]): ChallengeEvidence => {
  const cases = sources.flatMap((source) =>
    numberSourcesOf(source).map((columnSource) => caseOf(source, columnSource)),
  );
  const settled = cases.filter(({ by }) => by !== null);
  const steps = [...new Set(cases.flatMap(({ columnSource }) => columnSource.steps))];
  return {
    words: wordsIn(settled),
    blankable: new Set(often(settled.filter(({ cell }) => cell.trim() === "").map(columnOf))),
    outvoted: outvotedIn(cases.filter(({ by, isWord }) => by === null && !isWord)),
    overruled: new Map(
      steps.map((step) => [step, outvotedIn(settled.filter(({ by }) => by === step))]),
    ),
    refusals: new Map(steps.map((step) => [step, refusalsOf(step, settled)])),
    figures: new Map(steps.map((step) => [step, figuresOf(step, sources)])),
    notes: notesIn(sources),
  };
};

interface Case {
  readonly source: SourceRow;
  readonly columnSource: NumberSource;
  readonly cell: string;
  readonly isWord: boolean;
  /** The step that settled it; null where the cell itself says the number. */
  readonly by: FallbackStep | null;
}

const caseOf = (source: SourceRow, columnSource: NumberSource): Case => {
  const cell = source.cells[columnSource.column] ?? "";
  const isWord = isWordy(cell);
  const by = isWord ? (settledBy(columnSource.steps, source.cells)?.step ?? null) : null;
  return { source, columnSource, cell, isWord, by };
};

/** The steps whose figure would have counted in some of these cases, and did not. */
const outvotedIn = (cases: readonly Case[]): Set<FallbackStep> =>
  new Set(
    often(
      cases.flatMap(({ source, columnSource }) =>
        columnSource.steps.filter((step) => isElsewise(step, source, columnSource)),
      ),
    ),
  );

const columnOf = ({ columnSource }: Case): string => columnSource.column;

/** The step's figure would count, and is not the answer. */
const isElsewise = (
  step: FallbackStep,
  { cells, answer }: SourceRow,
  { gold }: NumberSource,
): boolean => {
  const figure = figureOf(step, cells);
  return figure !== null && figure !== answer[gold];
};

const often = <T>(items: readonly T[]): T[] =>
  [...new Set(items)].filter((one) => items.filter((item) => item === one).length >= fewestDonors);

/**
 * Words seen where a figure other than nothing was the answer: "waived" beside an approved 0 may
 * itself mean nothing. One word alone may be a rule of its own; several show that any will do.
 */
const wordsIn = (settled: readonly Case[]): Map<string, string[]> => {
  const words = new Map<string, Set<string>>();
  for (const { source, columnSource, cell } of settled)
    if (cell.trim() !== "" && source.answer[columnSource.gold] !== "n0")
      words.set(
        columnSource.column,
        (words.get(columnSource.column) ?? new Set()).add(cell.trim()),
      );
  return new Map(
    [...words]
      .filter(([, one]) => one.size >= fewestWords)
      .map(([column, one]) => [column, [...one]]),
  );
};

const refusalsOf = (step: FallbackStep, settled: readonly Case[]): Set<string> =>
  new Set(
    settled
      .filter(({ source, columnSource, by }) => {
        const place = by === null ? -1 : columnSource.steps.indexOf(by);
        return (
          columnSource.steps.indexOf(step) < place &&
          isNumeric((source.cells[step.figure] ?? "").trim()) &&
          figureOf(step, source.cells) === null
        );
      })
      .flatMap(({ source }) => (step.flag ? [source.cells[step.flag.column] ?? ""] : [])),
  );

const figuresOf = (step: FallbackStep, sources: readonly SourceRow[]): string[] => [
  ...new Set(
    sources
      .map(({ cells }) => (cells[step.figure] ?? "").trim())
      .filter((figure) => isNumeric(figure)),
  ),
];

const notesIn = (sources: readonly SourceRow[]): Set<string> => {
  const used = new Set(
    sources.flatMap(({ columnSources }) => [
      ...columnSources.map(({ column }) => column),
      ...columnSources.flatMap((columnSource) =>
        columnSource.type === "number" ? columnSource.steps.flatMap(columnsOfStep) : [],
      ),
    ]),
  );
  const columns = [...new Set(sources.flatMap(({ cells }) => Object.keys(cells)))];
  return new Set(columns.filter((column) => !used.has(column) && isRunningText(column, sources)));
};

const columnsOfStep = ({ figure, flag }: FallbackStep): string[] =>
  flag === null ? [figure] : [figure, flag.column];

const isRunningText = (column: string, sources: readonly SourceRow[]): boolean => {
  const texts = sources.map(({ cells }) => cells[column] ?? "").filter((cell) => cell !== "");
  const long = texts.filter((cell) => cell.split(" ").length >= 3);
  const withCommas = long.filter((cell) => cell.includes(","));
  return (
    long.length * 2 >= texts.length && new Set(long).size >= 3 && withCommas.length >= fewestDonors
  );
};
