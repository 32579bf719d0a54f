import { csvLine } from "../../../src/cells/csv-line.ts";
import { type Dice, diceFor, times } from "../../support/arenas/dice.ts";

/** One row: as a feed shows it, and as it should come out. */
export interface MadeRow {
  readonly feed: string;
  readonly shown: Readonly<Record<string, string | number | Date>>;
  readonly right: Readonly<Record<string, string | number>>;
}

type Shown = readonly MadeRow["shown"][];

/** A kind of data that somebody may bring, with the files as they would bring them. */
export interface MadeSet {
  readonly name: string;
  readonly about: string;
  readonly rows: number;
  /** Rows whose right answer is given to `init`. */
  readonly gold: number;
  readonly row: (dice: Dice) => (at: number) => MadeRow;
  /** The bytes of one feed. */
  readonly write: (rows: Shown) => Promise<string | Uint8Array> | string | Uint8Array;
}

/** As many again, that neither `init` nor the loop ever sees. */
const unseenRows = 400;

export interface MadeFiles {
  readonly feeds: ReadonlyMap<string, string | Uint8Array>;
  readonly gold: string;
}

/** What is given to `init`, and what comes the month after. */
export const filesOf = async (set: MadeSet): Promise<{ now: MadeFiles; later: MadeFiles }> => {
  const dice = diceFor(set.name, 1);
  const rows = times(set.rows + unseenRows, set.row(dice));
  const seen = rows.slice(0, set.rows);
  return {
    now: await filesFrom(set, seen, dice.shuffled(seen).slice(0, set.gold)),
    later: await filesFrom(set, rows.slice(set.rows), rows.slice(set.rows)),
  };
};

const filesFrom = async (
  { write }: MadeSet,
  rows: readonly MadeRow[],
  known: readonly MadeRow[],
): Promise<MadeFiles> => {
  const feeds = new Map<string, string | Uint8Array>();
  for (const feed of new Set(rows.map((row) => row.feed)))
    feeds.set(feed, await write(rows.filter((row) => row.feed === feed).map(({ shown }) => shown)));
  return { feeds, gold: delimited(known.map(({ right }) => right)) };
};

/** Rows of CSV under the first row's names. */
export const delimited = (rows: Shown, delimiter = ","): string => {
  const header = Object.keys(rows[0] ?? {});
  const lines = [header, ...rows.map((row) => header.map((name) => String(row[name] ?? "")))];
  return lines
    .map((cells) =>
      delimiter === ","
        ? csvLine(cells)
        : `${cells.map((cell) => quoted(cell, delimiter)).join(delimiter)}\r\n`,
    )
    .join("");
};

const quoted = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell;
