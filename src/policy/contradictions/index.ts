import { readingsOf, readingsWithPieces } from "./readings.ts";

export interface InputTable {
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a gold cell can be read as, by number; empty for a blank cell. */
export type Readings = readonly number[];

interface InputRow {
  readonly file: string;
  /** Counted from 1 below the header; 0 is the header itself, which in a file without one is data. */
  readonly row: number;
  readonly cells: readonly string[];
  /** Those readings of the gold that this row offers, blanks filled from above. */
  readonly holds: ReadonlySet<number>;
}

export interface Index {
  readonly gold: readonly (readonly Readings[])[];
  readonly inputs: readonly InputRow[];
  /** By reading: the input rows that hold it. Readings that the gold lacks are never kept. */
  readonly postings: readonly (readonly number[])[];
}

export const indexOf = (
  gold: readonly (readonly string[])[],
  inputs: readonly InputTable[],
): Index => {
  const numbers = new Map<string, number>();
  const numbered = gold.map((row) =>
    row.map((cell) => readingsOf(cell).map((reading) => numberOf(numbers, reading))),
  );
  const rows = inputs.flatMap((table) => rowsOf(table, numbers));
  return { gold: numbered, inputs: rows, postings: postingsOf(rows, numbers.size) };
};

const numberOf = (numbers: Map<string, number>, reading: string): number => {
  const number = numbers.get(reading) ?? numbers.size;
  numbers.set(reading, number);
  return number;
};

const rowsOf = (table: InputTable, numbers: ReadonlyMap<string, number>): InputRow[] => {
  const read = (cell: string): Readings =>
    readingsWithPieces(cell).flatMap((reading) => numbers.get(reading) ?? []);
  const file = table.name;
  const header = { file, row: 0, cells: table.header, holds: new Set(table.header.flatMap(read)) };
  const above: Readings[] = [];
  const below = table.rows.map((cells, at) => {
    for (const [column, cell] of cells.entries())
      if (cell.trim() !== "") above[column] = read(cell);
    return { file, row: at + 1, cells, holds: new Set(above.slice(0, cells.length).flat()) };
  });
  return [header, ...below];
};

const postingsOf = (rows: readonly InputRow[], size: number): number[][] => {
  const postings: number[][] = Array.from({ length: size }, () => []);
  for (const [at, row] of rows.entries())
    for (const reading of row.holds) postings[reading]?.push(at);
  return postings;
};

/** The input rows that hold any reading of the cell. */
export const rowsHolding = (index: Index, cell: Readings): readonly number[] => {
  const [only] = cell;
  return cell.length === 1 && only !== undefined
    ? (index.postings[only] ?? [])
    : [...new Set(cell.flatMap((reading) => index.postings[reading] ?? []))];
};

/** An upper bound of the above that costs nothing. */
export const holdersOf = (index: Index, cell: Readings): number =>
  cell.reduce((sum, reading) => sum + (index.postings[reading]?.length ?? 0), 0);

export const holds = (row: InputRow | undefined, cell: Readings): boolean =>
  row !== undefined && cell.some((reading) => row.holds.has(reading));
