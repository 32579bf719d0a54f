import { typed } from "../../../cells/typing.ts";
import { type CellReader, type Cells, type Example, isShown } from "./example.ts";
import {
  type Decimal,
  type Grouping,
  groupingOf,
  numberSaid,
  OwnCodes,
  ownColumn,
  type Sign,
  type WrittenNumber,
  writtenNumber,
} from "./written-number.ts";

export interface NumberReader extends CellReader {
  /** What may stand in front of this row's number, and behind it; "" where nothing need. */
  readonly before: (example: Example) => readonly string[];
  readonly after: (example: Example) => readonly string[];
  readonly groupings: readonly Grouping[];
  readonly signs: readonly Sign[];
  readonly decimal: Decimal;
}

interface Donor {
  readonly example: Example;
  readonly number: WrittenNumber;
  readonly grouping: Grouping | null;
  readonly isRight: boolean;
}

/** Which notations the column uses, each shown by rows whose answer is the number as read so. */
export const numberReader = (
  column: string,
  gold: number,
  examples: readonly Example[],
  derived: ReadonlySet<number>,
): NumberReader => {
  const styles = (["point", "comma"] as const).map((decimal) => ({
    decimal,
    donors: donorsOf(column, gold, examples, decimal),
  }));
  const [best] = styles.toSorted((a, b) => rightOnes(b.donors) - rightOnes(a.donors));
  const { donors, decimal } = best ?? { donors: [], decimal: "point" };
  const shown = shownIn(donors);
  const before = withDonors(shown.before, donors, features.before);
  const after = withDonors(shown.after, donors, features.after);
  return {
    read: (cells: Cells) => {
      const cell = cells[column] ?? "";
      if (isPlain(cell.trim(), decimal)) return typed("number", cell.trim());
      const [donor] = donorsOf(column, gold, [{ cells, answer: [] }], decimal);
      return donor && hasOnly(shown, donor) ? numberSaid(donor.number, decimal) : null;
    },
    before: (example) => allowedFor(before, example, derived),
    after: (example) => allowedFor(after, example, derived),
    groupings: [...shown.grouping].filter((grouping) => grouping !== null),
    signs: [...shown.sign],
    decimal,
  };
};

const isPlain = (text: string, decimal: Decimal): boolean =>
  (decimal === "point" ? /^[+-]?\d+(?:\.\d+)?$/ : /^[+-]?\d+$/).test(text);

const donorsOf = (
  column: string,
  gold: number,
  examples: readonly Example[],
  decimal: Decimal,
): Donor[] =>
  examples.flatMap((example) => {
    const number = writtenNumber(example.cells[column] ?? "", new OwnCodes(example.cells, column));
    if (number === null) return [];
    const grouping = groupingOf(number.digits, decimal);
    return [
      { example, number, grouping, isRight: numberSaid(number, decimal) === example.answer[gold] },
    ];
  });

const rightOnes = (donors: readonly Donor[]): number =>
  donors.filter(({ isRight }) => isRight).length;

const features = {
  sign: ({ number }: Donor) => number.sign,
  before: ({ number }: Donor) => number.before,
  after: ({ number }: Donor) => number.after,
  grouping: ({ grouping }: Donor) => grouping,
};

interface Shown {
  readonly sign: ReadonlySet<Sign>;
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
  readonly grouping: ReadonlySet<Grouping | null>;
}

/** A wrong row speaks against its notation only if no part of that is odd: "~900" is a word. */
const shownIn = (donors: readonly Donor[]): Shown => {
  const right = donors.filter(({ isRight }) => isRight);
  const possible = among(right, []);
  const against = donors.filter((donor) => !donor.isRight && hasOnly(possible, donor));
  return among(right, against);
};

const among = (right: readonly Donor[], against: readonly Donor[]): Shown => ({
  sign: shownValues(features.sign, right, against),
  before: shownValues(features.before, right, against),
  after: shownValues(features.after, right, against),
  grouping: shownValues(features.grouping, right, against),
});

const shownValues = <Value>(
  feature: (donor: Donor) => Value,
  right: readonly Donor[],
  against: readonly Donor[],
): Set<Value> => {
  const timesIn = (donors: readonly Donor[], value: Value): number =>
    donors.filter((donor) => feature(donor) === value).length;
  const values = [...new Set(right.map(feature))];
  return new Set(values.filter((value) => isShown(timesIn(right, value), timesIn(against, value))));
};

const hasOnly = (shown: Shown, donor: Donor): boolean =>
  donor.grouping !== null &&
  shown.grouping.has(features.grouping(donor)) &&
  shown.sign.has(features.sign(donor)) &&
  shown.before.has(features.before(donor)) &&
  shown.after.has(features.after(donor));

/** What stands beside numbers, each with the rows that show it. */
type Surroundings = ReadonlyMap<string, readonly Example[]>;

const withDonors = (
  tokens: ReadonlySet<string>,
  donors: readonly Donor[],
  feature: (donor: Donor) => string,
): Surroundings =>
  new Map(
    [...tokens].map((token) => [
      token,
      donors
        .filter((donor) => donor.isRight && feature(donor) === token)
        .map(({ example }) => example),
    ]),
  );

const allowedFor = (
  tokens: Surroundings,
  example: Example,
  derived: ReadonlySet<number>,
): string[] =>
  [...tokens].flatMap(([token, donors]) =>
    hasOwnCode(token, example) && isAnsweredAlike(donors, example, derived) ? [token] : [],
  );

/** A code of the row's own can stand only where the row has one. */
const hasOwnCode = (token: string, { cells }: Example): boolean => {
  const own = ownColumn(token);
  return own === null || (cells[own] ?? "").trim() !== "";
};

/**
 * A sign that goes with one answer only, as € goes with EUR, may be what says so: it is written on
 * no row that has another. Nor is any sign on a new answer that no input column carries.
 */
const isAnsweredAlike = (
  donors: readonly Example[],
  { answer }: Example,
  derived: ReadonlySet<number>,
): boolean =>
  answer.every((value, at) => {
    const values = new Set(donors.map((donor) => donor.answer[at]));
    return !value.startsWith("t") || values.has(value) || (values.size > 1 && !derived.has(at));
  });
