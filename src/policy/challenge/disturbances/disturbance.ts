import type { SeededChoice } from "../../../cells/seeded-random.ts";
import type { CellChange } from "../../../domain/challenge.ts";
import type { ChallengeLevel } from "../../../domain/challenge-levels.ts";
import type { ArenaFacts } from "../arena-facts.ts";
import type {
  ColumnSource,
  DateSource,
  NumberSource,
  SourceRow,
  TextSource,
} from "../column-sources.ts";
import type { Cells } from "../readers/example.ts";

/** A copy of a row on its way to become harder. */
export interface CopyState {
  readonly facts: ArenaFacts;
  readonly source: SourceRow;
  /** The cells as they are by now. */
  readonly cells: Cells;
  /** Columns that were changed already; each is changed once. */
  readonly changed: ReadonlySet<string>;
  readonly random: SeededChoice;
}

/** New cells by column, all of them new; null where the row offers nothing to disturb so. */
export type Disturb = (state: CopyState) => Cells | null;

export interface Disturbance {
  readonly name: string;
  readonly level: ChallengeLevel;
  readonly disturb: Disturb;
}

const isFree = ({ cells, changed }: CopyState, column: string): boolean =>
  !changed.has(column) && (cells[column] ?? "").trim() !== "";

export const freeTexts = (state: CopyState): TextSource[] =>
  state.source.columnSources
    .filter((one) => one.type === "text")
    .filter((one) => isFreely(state, one));

export const freeDates = (state: CopyState): DateSource[] =>
  state.source.columnSources
    .filter((one) => one.type === "date")
    .filter((one) => isFreely(state, one));

export const freeNumbers = (state: CopyState): NumberSource[] =>
  state.source.columnSources
    .filter((one) => one.type === "number")
    .filter((one) => isFreely(state, one));

/** An identifier is told from its rows' answers by its letters: it is made fresh and left alone. */
const isFreely = (state: CopyState, { column }: ColumnSource): boolean =>
  isFree(state, column) && !state.facts.identifiers.some((one) => one.column === column);

/** Tries the choices in random order until one gives something new. */
export const firstThatWorks = <Choice>(
  { random, cells }: CopyState,
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

/** A copy of a row, with what has been done to it so far. */
export interface RowCopy {
  readonly facts: ArenaFacts;
  readonly source: SourceRow;
  readonly random: SeededChoice;
  readonly changes: readonly CellChange[];
}

export const copyStateOf = ({ changes, ...copy }: RowCopy): CopyState => ({
  ...copy,
  cells: cellsOf({ changes, ...copy }),
  changed: new Set(changes.map(({ column }) => column)),
});

export const cellsOf = ({ source, changes }: RowCopy): Cells => ({
  ...source.cells,
  ...Object.fromEntries(changes.map(({ column, to }) => [column, to])),
});

export const withChanges = (copy: RowCopy, made: Cells, by: string): RowCopy => {
  const before = cellsOf(copy);
  const added = Object.entries(made).flatMap(([column, to]) => {
    const from = before[column] ?? "";
    return from === to ? [] : [{ column, from, to, by }];
  });
  return { ...copy, changes: [...copy.changes, ...added] };
};
