import type { ArenaFacts } from "../arena-facts.ts";
import type { ColumnSource, NumberSource } from "../column-sources.ts";
import { numberSourcesOf } from "../column-sources.ts";
import { type FallbackStep, isWordy, type ObservedRow, settledBy } from "../fallback.ts";
import type { Cells } from "../readers/example.ts";
import { type CopyState, type Disturb, firstThatWorks } from "./disturbance.ts";

export interface Unsettling {
  readonly name: string;
  readonly disturb: Disturb;
}

const fewestRows = 2;
const acceptableLuck = 0.05;

/**
 * Rows such as these never have an answer: there are a few, none is in the gold, and as many rows
 * without an answer would hardly come together by chance.
 */
const areHopeless = ({ observed }: ArenaFacts, isSuch: (row: ObservedRow) => boolean): boolean => {
  const such = observed.filter(isSuch);
  const share = observed.filter(({ isAnswered }) => !isAnswered).length / observed.length;
  return (
    such.length >= fewestRows &&
    such.every(({ isAnswered }) => !isAnswered) &&
    share ** such.length < acceptableLuck
  );
};

const isUnsettled = ({ column, steps }: NumberSource, cells: Cells): boolean =>
  column in cells && isWordy(cells[column] ?? "") && settledBy(steps, cells) === null;

/** The word stays, and nobody has approved the figure beside it any more. */
const flagTaken: Disturb = (state) =>
  firstThatWorks(state, numberSourcesOf(state.source), (columnSource) => {
    const { steps } = columnSource;
    const isWord = isWordy(state.cells[columnSource.column] ?? "");
    if (!isWord || !areHopeless(state.facts, ({ cells }) => isUnsettled(columnSource, cells)))
      return null;
    const taken = steps.filter(({ figure }) => (state.cells[figure] ?? "").trim() !== "");
    const changes = taken.map((step) => withoutFlag(state, columnSource, step));
    const made = Object.assign({}, ...changes.map((change) => change ?? {}));
    const isDone = changes.every((change) => change !== null);
    return isDone && isUnsettled(columnSource, { ...state.cells, ...made }) ? made : null;
  });

/** A flag with which such a figure is known to settle nothing. */
const withoutFlag = (
  state: CopyState,
  columnSource: NumberSource,
  { figure, flag }: FallbackStep,
): Cells | null => {
  if (flag === null) return null;
  const values = state.facts.observed
    .filter(({ cells }) => isUnsettled(columnSource, cells) && (cells[figure] ?? "").trim() !== "")
    .map(({ cells }) => cells[flag.column] ?? "");
  const value = state.random.oneOf([...new Set(values)]);
  return value === undefined ? null : { [flag.column]: value };
};

/** Blank where the arena leaves every row without an answer that is blank there. */
const cellBlanked: Disturb = (state) =>
  firstThatWorks(
    state,
    state.source.columnSources.filter((columnSource) => !isSettledElsewhere(columnSource)),
    ({ column }) => {
      const isBlank = ({ cells }: ObservedRow): boolean =>
        column in cells && (cells[column] ?? "").trim() === "";
      return areHopeless(state.facts, isBlank) ? { [column]: "" } : null;
    },
  );

const isSettledElsewhere = (columnSource: ColumnSource): boolean =>
  columnSource.type === "number" && columnSource.steps.length > 0;

/** What takes a row's answer away for certain; its copy then belongs to no master table. */
export const unsettlings: readonly Unsettling[] = [
  { name: "the settling flag taken away", disturb: flagTaken },
  { name: "a needed cell blanked", disturb: cellBlanked },
];
