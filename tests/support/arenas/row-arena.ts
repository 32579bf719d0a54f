import type { ColumnType } from "../../../src/domain/columns.ts";
import { type ArenaKind, arenaOf, type Cell } from "./arena.ts";
import { type Dice, diceFor, times } from "./dice.ts";

type Cells = Readonly<Record<string, Cell>>;

interface RowArena {
  readonly name: string;
  readonly about: string;
  readonly goal: string;
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly required?: readonly string[];
  readonly rows?: number;
  /** What is the same in all rows of one seed: a layout, a factor, a list of names. */
  readonly row: (dice: Dice) => (at: number) => { readonly input: Cells; readonly gold: Cells };
}

/** An arena of one feed in which each row tells its own answer, be it with the help of the others. */
export const rowArena = ({
  name,
  about,
  goal,
  columns,
  required,
  rows = 160,
  row,
}: RowArena): ArenaKind => ({
  name,
  solvable: true,
  about,
  make: (seed) => {
    const dice = diceFor(name, seed);
    const made = times(rows, row(dice));
    return arenaOf({
      name,
      goal,
      columns,
      required: required ?? Object.keys(columns).slice(0, 1),
      inputs: { [`${name}.csv`]: made.map(({ input }) => input) },
      gold: made.map(({ gold }) => gold),
    });
  },
});
