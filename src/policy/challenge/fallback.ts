import { isNumeric, typed } from "../../cells/typing.ts";
import type { Cells, Example } from "./readers/example.ts";

/** Where the number itself is a word, such as "tbd": the column that settles it, and when it may. */
export interface FallbackStep {
  readonly figure: string;
  /** The column and the value that let the figure count; null where it always does. */
  readonly flag: { readonly column: string; readonly value: string } | null;
}

/** A row of the inputs, and whether the gold has an answer for it. */
export interface ObservedRow {
  readonly cells: Cells;
  readonly isAnswered: boolean;
}

const fewestRows = 3;
const mostSteps = 4;
const mostFlagValues = 8;

/** A cell without any digit says no number, in whatever way numbers are read. */
export const isWordy = (cell: string): boolean => !/\p{N}/u.test(cell);

/** Which columns settle a wordy number, in the order in which they are asked. */
export const fallbackSteps = (
  column: string,
  gold: number,
  examples: readonly Example[],
  observed: readonly ObservedRow[],
): FallbackStep[] => {
  const isOpen = ({ cells }: { cells: Cells }): boolean =>
    column in cells && isWordy(cells[column] ?? "");
  const unanswered = observed
    .filter((row) => !row.isAnswered && isOpen(row))
    .map(({ cells }) => cells);
  const steps: FallbackStep[] = [];
  let open = examples.filter(isOpen);
  while (steps.length < mostSteps) {
    const step = bestStep(stepsIn(column, open), gold, open, unanswered);
    if (step === undefined) break;
    steps.push(step);
    open = open.filter(({ cells }) => figureOf(step, cells) === null);
  }
  return steps;
};

/** What the step makes of the row as the judge compares it; null where it does not apply. */
export const figureOf = ({ figure, flag }: FallbackStep, cells: Cells): string | null => {
  const written = (cells[figure] ?? "").trim();
  const counts = flag === null || cells[flag.column] === flag.value;
  return counts && isNumeric(written) ? typed("number", written) : null;
};

/** What the first step that applies makes of the row. */
export const settledBy = (
  steps: readonly FallbackStep[],
  cells: Cells,
): { readonly step: FallbackStep; readonly value: string } | null => {
  for (const step of steps) {
    const value = figureOf(step, cells);
    if (value !== null) return { step, value };
  }
  return null;
};

const stepsIn = (column: string, open: readonly Example[]): FallbackStep[] => {
  const columns = [...new Set(open.flatMap(({ cells }) => Object.keys(cells)))];
  const figures = columns.filter(
    (name) => name !== column && open.some(({ cells }) => isNumeric((cells[name] ?? "").trim())),
  );
  const flags = columns.flatMap((name) =>
    valuesOf(name, open).map((value) => ({ column: name, value })),
  );
  return figures.flatMap((figure) => [
    ...flags.filter((flag) => flag.column !== figure).map((flag) => ({ figure, flag })),
    { figure, flag: null },
  ]);
};

const valuesOf = (column: string, open: readonly Example[]): string[] => {
  const values = new Set(open.map(({ cells }) => cells[column] ?? ""));
  values.delete("");
  return values.size > mostFlagValues ? [] : [...values];
};

/** The step that is right wherever it applies, on most rows, and on fewest that have no answer. */
const bestStep = (
  steps: readonly FallbackStep[],
  gold: number,
  open: readonly Example[],
  unanswered: readonly Cells[],
): FallbackStep | undefined => {
  const scored = steps.flatMap((step) => {
    const figures = open.map(({ cells, answer }) => ({ said: figureOf(step, cells), answer }));
    const settled = figures.filter(({ said }) => said !== null);
    const isSure =
      settled.length >= fewestRows && settled.every(({ said, answer }) => said === answer[gold]);
    const astray = unanswered.filter((cells) => figureOf(step, cells) !== null).length;
    return isSure ? [{ step, score: settled.length - astray }] : [];
  });
  return scored.toSorted((a, b) => b.score - a.score)[0]?.step;
};
