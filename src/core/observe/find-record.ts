import { strictRowsOf } from "../../cells/csv-rows.ts";
import { comparedRow, typedRow } from "../../cells/typing.ts";
import type { Arena } from "../../domain/arena.ts";
import type { Column } from "../../domain/columns.ts";
import type { OpenFeed } from "../../domain/ports/files.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import { Problem } from "../../domain/problems.ts";

/** An input row as it stands. */
export interface InputRow {
  readonly feed: string;
  /** Counted from 1 below the header. */
  readonly row: number;
  readonly header: readonly string[];
  readonly cells: readonly string[];
}

/** What a record is told by. */
export interface RecordKey {
  readonly asked: string;
  /** The columns that the arena names; none where any cell of an input row tells it. */
  readonly columns: readonly Column[];
  /** One text for the same record, cells being those of the key's columns, in their order. */
  readonly textOf: (cells: readonly string[]) => string;
  readonly wanted: string;
}

export const recordKey = ({ master, gold }: Arena, asked: string): RecordKey => {
  const columns = gold.key.flatMap((name) => master.columns.find((one) => one.name === name) ?? []);
  const parts = columns.length > 1 ? partsOf(asked, columns) : [asked];
  const textOf = (cells: readonly string[]): string =>
    columns.length === 0
      ? (cells[0] ?? "")
      : JSON.stringify(comparedRow(columns, typedRow(columns, cells.map(trimmed))));
  return { asked, columns, textOf, wanted: textOf(parts) };
};

const trimmed = (cell: string): string => cell.trim();

/** A key of several columns is given as a line of CSV. */
const partsOf = (asked: string, columns: readonly Column[]): readonly string[] => {
  const parts = csvCells(asked);
  if (parts.length === columns.length) return parts;
  const names = columns.map(({ name }) => name).join(",");
  throw Problem.of("bad-usage", {
    command: "observe",
    message: `a record of this arena is told by ${columns.length} columns, so --row takes their values as a line of CSV: ${names}`,
  });
};

const csvCells = (line: string): readonly string[] => {
  try {
    return strictRowsOf(Buffer.from(line), { bom: false })[0] ?? [];
  } catch {
    return [];
  }
};

export interface FoundInputs {
  readonly rows: readonly InputRow[];
  /** How many there are, of which those are the first. */
  readonly total: number;
  /** A cell that is the same but for blanks and case, if there is one. */
  readonly near: string | undefined;
}

/** A story of more rows than this would be nobody's. */
export const mostInputRows = 20;

export const findInputs = (
  { ports }: Workspace,
  feeds: readonly OpenFeed[],
  key: RecordKey,
  goldKeys: ReadonlySet<string>,
): FoundInputs => {
  const rows: InputRow[] = [];
  let total = 0;
  let near: string | undefined;
  for (const feed of feeds) {
    const rowsOfFeed = (): Iterable<string[]> => ports.feeds.rows(feed);
    let header: readonly string[] | undefined;
    let places: readonly number[] | null = null;
    let row = 0;
    for (const cells of rowsOfFeed()) {
      if (header === undefined) {
        header = cells;
        places = placesOfKey(key, header, goldKeys, rowsOfFeed);
        continue;
      }
      row++;
      if (!holdsKey(key, places, cells)) {
        near ??= cells.find((cell) => folded(cell) === folded(key.asked));
        continue;
      }
      if (++total <= mostInputRows) rows.push({ feed: feed.name, row, header, cells });
    }
  }
  return { rows, total, near };
};

const folded = (text: string): string => text.trim().toLowerCase();

/** Null where the record may be told by any cell. */
const holdsKey = (
  { textOf, wanted }: RecordKey,
  places: readonly number[] | null,
  cells: readonly string[],
): boolean =>
  places === null
    ? cells.some((cell) => textOf([cell]) === wanted)
    : textOf(places.map((at) => cells[at] ?? "")) === wanted;

/** The columns that the arena's key names; where a feed calls it otherwise, the one that holds most of the gold's. */
const placesOfKey = (
  key: RecordKey,
  header: readonly string[],
  goldKeys: ReadonlySet<string>,
  rows: () => Iterable<string[]>,
): readonly number[] | null => {
  if (key.columns.length === 0) return null;
  const named = key.columns.map(({ name }) => header.indexOf(name));
  if (key.columns.length > 1 || !named.includes(-1)) return named;
  const hits = header.map(() => 0);
  for (const cells of rows())
    for (const at of hits.keys())
      if (goldKeys.has(key.textOf([cells[at] ?? ""]))) hits[at] = (hits[at] ?? 0) + 1;
  const most = Math.max(0, ...hits);
  return most === 0 ? null : [hits.indexOf(most)];
};
