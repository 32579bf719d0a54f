import type { Carrier, NumberCarrier } from "../carriers.ts";
import { isWordy, type Known, type Step, settledBy } from "../fallback.ts";
import type { Ground } from "../ground.ts";
import type { Cells } from "../readings/example.ts";
import { numbersOf } from "../source.ts";
import { type Disturb, firstThatWorks, type Site } from "./disturbance.ts";

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
const areHopeless = ({ known }: Ground, isSuch: (row: Known) => boolean): boolean => {
  const such = known.filter(isSuch);
  const share = known.filter(({ isAnswered }) => !isAnswered).length / known.length;
  return (
    such.length >= fewestRows &&
    such.every(({ isAnswered }) => !isAnswered) &&
    share ** such.length < acceptableLuck
  );
};

const isUnsettled = ({ column, steps }: NumberCarrier, cells: Cells): boolean =>
  column in cells && isWordy(cells[column] ?? "") && settledBy(steps, cells) === null;

/** The word stays, and nobody has approved the figure beside it any more. */
const flagTaken: Disturb = (site) =>
  firstThatWorks(site, numbersOf(site.source), (carrier) => {
    const { steps } = carrier;
    const isWord = isWordy(site.cells[carrier.column] ?? "");
    if (!isWord || !areHopeless(site.ground, ({ cells }) => isUnsettled(carrier, cells)))
      return null;
    const taken = steps.filter(({ figure }) => (site.cells[figure] ?? "").trim() !== "");
    const changes = taken.map((step) => withoutFlag(site, carrier, step));
    const made = Object.assign({}, ...changes.map((change) => change ?? {}));
    const isDone = changes.every((change) => change !== null);
    return isDone && isUnsettled(carrier, { ...site.cells, ...made }) ? made : null;
  });

/** A flag with which such a figure is known to settle nothing. */
const withoutFlag = (site: Site, carrier: NumberCarrier, { figure, flag }: Step): Cells | null => {
  if (flag === null) return null;
  const values = site.ground.known
    .filter(({ cells }) => isUnsettled(carrier, cells) && (cells[figure] ?? "").trim() !== "")
    .map(({ cells }) => cells[flag.column] ?? "");
  const value = site.random.oneOf([...new Set(values)]);
  return value === undefined ? null : { [flag.column]: value };
};

/** Blank where the arena leaves every row without an answer that is blank there. */
const cellBlanked: Disturb = (site) =>
  firstThatWorks(
    site,
    site.source.carriers.filter((carrier) => !isSettledElsewhere(carrier)),
    ({ column }) => {
      const isBlank = ({ cells }: Known): boolean =>
        column in cells && (cells[column] ?? "").trim() === "";
      return areHopeless(site.ground, isBlank) ? { [column]: "" } : null;
    },
  );

const isSettledElsewhere = (carrier: Carrier): boolean =>
  carrier.type === "number" && carrier.steps.length > 0;

/** What takes a row's answer away for certain; its copy then belongs to no master table. */
export const unsettlings: readonly Unsettling[] = [
  { name: "the settling flag taken away", disturb: flagTaken },
  { name: "a needed cell blanked", disturb: cellBlanked },
];
