import type { SeededChoice } from "../../../cells/seeded-random.ts";
import type { ChallengeLevel } from "../../../domain/challenge-levels.ts";
import type { Carrier, DateCarrier, NumberCarrier, TextCarrier } from "../carriers.ts";
import type { Ground } from "../ground.ts";
import type { Cells } from "../readings/example.ts";
import type { Source } from "../source.ts";

/** A copy of a row on its way to become harder. */
export interface Site {
  readonly ground: Ground;
  readonly source: Source;
  /** The cells as they are by now. */
  readonly cells: Cells;
  /** Columns that were changed already; each is changed once. */
  readonly changed: ReadonlySet<string>;
  readonly random: SeededChoice;
}

/** New cells by column, all of them new; null where the row offers nothing to disturb so. */
export type Disturb = (site: Site) => Cells | null;

export interface Disturbance {
  readonly name: string;
  readonly level: ChallengeLevel;
  readonly disturb: Disturb;
}

const isFree = ({ cells, changed }: Site, column: string): boolean =>
  !changed.has(column) && (cells[column] ?? "").trim() !== "";

export const freeTexts = (site: Site): TextCarrier[] =>
  site.source.carriers.filter((one) => one.type === "text").filter((one) => isFreely(site, one));

export const freeDates = (site: Site): DateCarrier[] =>
  site.source.carriers.filter((one) => one.type === "date").filter((one) => isFreely(site, one));

export const freeNumbers = (site: Site): NumberCarrier[] =>
  site.source.carriers.filter((one) => one.type === "number").filter((one) => isFreely(site, one));

/** An identifier is told from its rows' answers by its letters: it is made fresh and left alone. */
const isFreely = (site: Site, { column }: Carrier): boolean =>
  isFree(site, column) && !site.ground.identifiers.some((one) => one.column === column);

/** Tries the choices in random order until one gives something new. */
export const firstThatWorks = <Choice>(
  { random, cells }: Site,
  choices: readonly Choice[],
  change: (choice: Choice) => Cells | null,
): Cells | null => {
  for (const choice of random.shuffled(choices)) {
    const made = change(choice);
    if (made && Object.entries(made).some(([column, to]) => to !== (cells[column] ?? "")))
      return made;
  }
  return null;
};
