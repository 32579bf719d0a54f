import { typed, untagged } from "../../../cells/typing.ts";
import type { NumberSource } from "../column-sources.ts";
import { numberSourcesOf } from "../column-sources.ts";
import { type FallbackStep, isWordy, settledBy } from "../fallback.ts";
import type { Cells } from "../readers/example.ts";
import { type CopyState, type Disturb, firstThatWorks, freeNumbers } from "./disturbance.ts";
import { withExponent } from "./written-numbers.ts";

const isEmpty = ({ cells, changed }: CopyState, column: string): boolean =>
  column in cells && !changed.has(column) && (cells[column] ?? "").trim() === "";

/** Whether the step's figure and flag are there in the row's file, and nothing stands in them. */
const isVacant = (state: CopyState, { figure, flag }: FallbackStep): boolean =>
  isEmpty(state, figure) && (flag === null || isEmpty(state, flag.column));

const entry = (
  { figure, flag }: FallbackStep,
  value: string,
  flagged = flag?.value ?? "",
): Cells => ({
  [figure]: value,
  ...(flag && { [flag.column]: flagged }),
});

const otherFigure = (state: CopyState, step: FallbackStep, gold: number): string | undefined =>
  state.random.oneOf(
    (state.facts.evidence.figures.get(step) ?? []).filter(
      (figure) => typed("number", figure) !== state.source.answer[gold],
    ),
  );

/** An approved figure beside a number, where the arena shows that the number wins. */
export const outvotedFigure: Disturb = (state) =>
  firstThatWorks(state, numbersSaid(state), ({ gold, steps }) =>
    firstThatWorks(state, steps, (step) => {
      const isShown = state.facts.evidence.outvoted.has(step) && isVacant(state, step);
      const figure = isShown ? otherFigure(state, step, gold) : undefined;
      return figure === undefined ? null : entry(step, figure);
    }),
  );

const numbersSaid = (state: CopyState): NumberSource[] =>
  numberSourcesOf(state.source).filter(({ reader }) => reader.read(state.cells) !== null);

/** A second figure that does not count beside the one that settles a word. */
export const secondFigure: Disturb = (state) =>
  firstThatWorks(state, numberSourcesOf(state.source), (columnSource) => {
    if (!isWordy(state.cells[columnSource.column] ?? "")) return null;
    const settling = settledBy(columnSource.steps, state.cells)?.step;
    return settling
      ? firstThatWorks(state, columnSource.steps, (step) =>
          besides(state, columnSource, settling, step),
        )
      : null;
  });

const besides = (
  state: CopyState,
  { gold, steps }: NumberSource,
  settling: FallbackStep,
  step: FallbackStep,
) => {
  const { overruled, refusals } = state.facts.evidence;
  const figure = isVacant(state, step) ? otherFigure(state, step, gold) : undefined;
  if (figure === undefined) return null;
  if (steps.indexOf(step) > steps.indexOf(settling))
    return overruled.get(settling)?.has(step) ? entry(step, figure) : null;
  const refusal = state.random.oneOf([...(refusals.get(step) ?? [])]);
  return refusal === undefined ? null : entry(step, figure, refusal);
};

type Writing = (value: string, state: CopyState) => string | null;

/**
 * A number written in a way that the arena does not know, where it makes no difference whether it
 * is read or taken for words: the figure that then counts is the same one.
 */
const sameEitherWay =
  (write: Writing): Disturb =>
  (state) =>
    firstThatWorks(
      state,
      [...freeNumbers(state), ...wordy(state)],
      ({ column, gold, steps, reader }) => {
        const value = untagged(state.source.answer[gold] ?? "");
        const to = reader.decimal === "point" ? write(value, state) : null;
        if (to === null) return null;
        if (settledBy(steps, state.cells)?.value === state.source.answer[gold])
          return { [column]: to };
        const step = steps.find((one) => isVacant(state, one));
        return step === undefined ? null : { [column]: to, ...entry(step, value) };
      },
    );

const wordy = (state: CopyState): NumberSource[] =>
  numberSourcesOf(state.source).filter(
    ({ column }) => !state.changed.has(column) && isWordy(state.cells[column] ?? ""),
  );

export const exponent = sameEitherWay(withExponent);

export const inBrackets = sameEitherWay((value) =>
  value.startsWith("-") ? `(${value.slice(1)})` : null,
);

const notes = [" as agreed by phone", " per mail, not final", " (revised, see mail)", " approx"];

export const withNote = sameEitherWay((value, { random }) => `${value}${random.oneOf(notes)}`);
