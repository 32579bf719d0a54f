import { typed } from "../../cells/typing.ts";
import type { Column } from "../../domain/arena.ts";
import { fallbackSteps, isWordy, type Known, type Step, settledBy } from "./fallback.ts";
import { type DateReading, dateReading } from "./readings/dates.ts";
import type { Cells, Example, Reading } from "./readings/example.ts";
import { type NumberReading, numberReading } from "./readings/numbers.ts";
import { textReading } from "./readings/texts.ts";

interface Carried {
  /** The gold column, by place, and the input column that says what it holds. */
  readonly gold: number;
  readonly column: string;
}

export interface TextCarrier extends Carried {
  readonly type: "text";
  readonly reading: Reading;
}

export interface DateCarrier extends Carried {
  readonly type: "date";
  readonly reading: DateReading;
}

export interface NumberCarrier extends Carried {
  readonly type: "number";
  readonly reading: NumberReading;
  /** What settles the number where it is a word. */
  readonly steps: readonly Step[];
}

export type Carrier = TextCarrier | DateCarrier | NumberCarrier;

/** A carrier that says fewer of the answers, its fallback counted in, is not understood. */
const fewestSaid = 0.8;
/** Words may stand for most numbers of a ledger; below this it is the words that are the rule. */
const fewestRead = 0.2;
const fewestRows = 3;

/** Every input column that carries a gold column, the likeliest first for each. */
export const findCarriers = (
  columns: readonly Column[],
  examples: readonly Example[],
  known: readonly Known[],
): Carrier[] => {
  const names = [...new Set(examples.flatMap(({ cells }) => Object.keys(cells)))];
  const over = (type: Column["type"], read: (name: string, gold: number) => Carrier): Carrier[] =>
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
    reading: textReading(column, gold, examples),
  }));
  const derived = derivedTexts(columns, texts);
  return [
    ...texts,
    ...over("date", (column, gold) => ({
      type: "date",
      gold,
      column,
      reading: dateReading(column, gold, examples),
    })),
    ...over("number", (column, gold) => ({
      type: "number",
      gold,
      column,
      reading: numberReading(column, gold, examples, derived),
      steps: fallbackSteps(column, gold, examples, known),
    })),
  ];
};

const derivedTexts = (columns: readonly Column[], texts: readonly Carrier[]): Set<number> => {
  const carried = new Set(texts.map(({ gold }) => gold));
  return new Set(
    [...columns.keys()].filter((at) => columns[at]?.type === "text" && !carried.has(at)),
  );
};

const likely = (carriers: readonly Carrier[], examples: readonly Example[]): Carrier[] =>
  carriers
    .map((carrier) => ({ carrier, ...countsOf(carrier, examples) }))
    .filter(
      ({ filled, read, said }) =>
        read >= fewestRows && read >= fewestRead * filled && said >= fewestSaid * filled,
    )
    .sort((a, b) => b.said - a.said)
    .map(({ carrier }) => carrier);

const countsOf = (carrier: Carrier, examples: readonly Example[]) => {
  const { gold, column, reading } = carrier;
  const filled = examples.filter(({ cells, answer }) => column in cells && answer[gold] !== "t");
  const right = (say: (cells: Cells) => string | null): number =>
    filled.filter(({ cells, answer }) => say(cells) === answer[gold]).length;
  return {
    filled: filled.length,
    read: right(reading.of),
    said: right((cells) => saidBy(carrier, cells)),
  };
};

/** One carrier for each gold column that a file with these columns carries. */
export const carriersAmong = (
  carriers: readonly Carrier[],
  names: readonly string[],
): Carrier[] => {
  const chosen = new Map<number, Carrier>();
  for (const carrier of carriers)
    if (!chosen.has(carrier.gold) && names.includes(carrier.column))
      chosen.set(carrier.gold, carrier);
  return [...chosen.values()];
};

/** What the row says of the gold column as the judge compares it, as far as that is shown. */
export const saidBy = (carrier: Carrier, cells: Cells): string | null => {
  const said = carrier.reading.of(cells);
  if (said !== null || carrier.type !== "number") return said;
  return settledBy(carrier.steps, cells)?.value ?? null;
};

/** A row is explained when each gold column that its file carries is what the row says. */
export const isExplained = (carriers: readonly Carrier[], { cells, answer }: Example): boolean =>
  carriers.every(
    (carrier) =>
      saidBy(carrier, cells) === answer[carrier.gold] ||
      (answer[carrier.gold] === "t" && (cells[carrier.column] ?? "").trim() === ""),
  );

/**
 * Whether the answer stays the same beyond doubt after these columns were changed. A changed
 * number that is neither in a known notation nor a plain word must be the right one whichever way
 * it is read: as the figure in it, or as words that the fallback settles.
 */
export const isCertain = (
  carriers: readonly Carrier[],
  example: Example,
  changed: ReadonlySet<string>,
): boolean =>
  isExplained(carriers, example) &&
  carriers.every(
    (carrier) =>
      carrier.type !== "number" ||
      !changed.has(carrier.column) ||
      carrier.reading.of(example.cells) !== null ||
      isSameEitherWay(carrier, example),
  );

const isSameEitherWay = ({ column, gold }: NumberCarrier, { cells, answer }: Example): boolean => {
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
