import { typed, untagged } from "../../../cells/typing.ts";
import type { NumberCarrier } from "../carriers.ts";
import { isWordy, type Step, settledBy } from "../fallback.ts";
import type { Cells } from "../readings/example.ts";
import { numbersOf } from "../source.ts";
import { type Disturb, firstThatWorks, freeNumbers, type Site } from "./disturbance.ts";
import { withExponent } from "./written-numbers.ts";

const isEmpty = ({ cells, changed }: Site, column: string): boolean =>
  column in cells && !changed.has(column) && (cells[column] ?? "").trim() === "";

/** Whether the step's figure and flag are there in the row's file, and nothing stands in them. */
const isVacant = (site: Site, { figure, flag }: Step): boolean =>
  isEmpty(site, figure) && (flag === null || isEmpty(site, flag.column));

const entry = ({ figure, flag }: Step, value: string, flagged = flag?.value ?? ""): Cells => ({
  [figure]: value,
  ...(flag && { [flag.column]: flagged }),
});

const otherFigure = (site: Site, step: Step, gold: number): string | undefined =>
  site.random.oneOf(
    (site.ground.traits.figures.get(step) ?? []).filter(
      (figure) => typed("number", figure) !== site.source.answer[gold],
    ),
  );

/** An approved figure beside a number, where the arena shows that the number wins. */
export const outvotedFigure: Disturb = (site) =>
  firstThatWorks(site, numbersSaid(site), ({ gold, steps }) =>
    firstThatWorks(site, steps, (step) => {
      const isShown = site.ground.traits.outvoted.has(step) && isVacant(site, step);
      const figure = isShown ? otherFigure(site, step, gold) : undefined;
      return figure === undefined ? null : entry(step, figure);
    }),
  );

const numbersSaid = (site: Site): NumberCarrier[] =>
  numbersOf(site.source).filter(({ reading }) => reading.of(site.cells) !== null);

/** A second figure that does not count beside the one that settles a word. */
export const secondFigure: Disturb = (site) =>
  firstThatWorks(site, numbersOf(site.source), (carrier) => {
    if (!isWordy(site.cells[carrier.column] ?? "")) return null;
    const settling = settledBy(carrier.steps, site.cells)?.step;
    return settling
      ? firstThatWorks(site, carrier.steps, (step) => besides(site, carrier, settling, step))
      : null;
  });

const besides = (site: Site, { gold, steps }: NumberCarrier, settling: Step, step: Step) => {
  const { overruled, refusals } = site.ground.traits;
  const figure = isVacant(site, step) ? otherFigure(site, step, gold) : undefined;
  if (figure === undefined) return null;
  if (steps.indexOf(step) > steps.indexOf(settling))
    return overruled.get(settling)?.has(step) ? entry(step, figure) : null;
  const refusal = site.random.oneOf([...(refusals.get(step) ?? [])]);
  return refusal === undefined ? null : entry(step, figure, refusal);
};

type Writing = (value: string, site: Site) => string | null;

/**
 * A number written in a way that the arena does not know, where it makes no difference whether it
 * is read or taken for words: the figure that then counts is the same one.
 */
const sameEitherWay =
  (write: Writing): Disturb =>
  (site) =>
    firstThatWorks(
      site,
      [...freeNumbers(site), ...wordy(site)],
      ({ column, gold, steps, reading }) => {
        const value = untagged(site.source.answer[gold] ?? "");
        const to = reading.decimal === "point" ? write(value, site) : null;
        if (to === null) return null;
        if (settledBy(steps, site.cells)?.value === site.source.answer[gold])
          return { [column]: to };
        const step = steps.find((one) => isVacant(site, one));
        return step === undefined ? null : { [column]: to, ...entry(step, value) };
      },
    );

const wordy = (site: Site): NumberCarrier[] =>
  numbersOf(site.source).filter(
    ({ column }) => !site.changed.has(column) && isWordy(site.cells[column] ?? ""),
  );

export const exponent = sameEitherWay(withExponent);

export const inBrackets = sameEitherWay((value) =>
  value.startsWith("-") ? `(${value.slice(1)})` : null,
);

const notes = [" as agreed by phone", " per mail, not final", " (revised, see mail)", " approx"];

export const withNote = sameEitherWay((value, { random }) => `${value}${random.oneOf(notes)}`);
