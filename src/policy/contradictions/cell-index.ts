import { MarkNumbers, Postings } from "../../cells/mark-index.ts";
import { wholeMarks, wholeOrPieceMarks } from "../../cells/marks.ts";

export interface InputTable {
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * What a gold cell can be recognised by, as numbers; empty for a blank cell. Marks are coarse: one
 * too many keeps a finding back, one too few invents one.
 */
export type CellMarks = readonly number[];

interface IndexedRow {
  readonly file: string;
  /** Counted from 1 below the header; 0 is the header itself, which in a file without one is data. */
  readonly row: number;
  readonly cells: readonly string[];
  /** Those marks of the gold that this row has, blanks filled from above. */
  readonly marks: ReadonlySet<number>;
}

export interface CellIndex {
  readonly gold: readonly (readonly CellMarks[])[];
  readonly inputs: readonly IndexedRow[];
  readonly postings: Postings;
}

export const indexCells = (
  gold: readonly (readonly string[])[],
  inputs: readonly InputTable[],
): CellIndex => {
  const numbers = new MarkNumbers();
  const numbered = gold.map((row) => row.map((cell) => numbers.numbered(wholeMarks(cell))));
  const rows = inputs.flatMap((table) => indexedRows(table, numbers));
  const postings = new Postings(
    rows.map(({ marks }) => marks),
    numbers.size,
  );
  return { gold: numbered, inputs: rows, postings };
};

const indexedRows = (table: InputTable, numbers: MarkNumbers): IndexedRow[] => {
  const read = (cell: string): CellMarks => numbers.known(wholeOrPieceMarks(cell));
  const file = table.name;
  const header = { file, row: 0, cells: table.header, marks: new Set(table.header.flatMap(read)) };
  const above: CellMarks[] = [];
  const below = table.rows.map((cells, at) => {
    for (const [column, cell] of cells.entries())
      if (cell.trim() !== "") above[column] = read(cell);
    return { file, row: at + 1, cells, marks: new Set(above.slice(0, cells.length).flat()) };
  });
  return [header, ...below];
};

/** The input rows that hold any mark of the cell. */
export const rowsHolding = ({ postings }: CellIndex, cell: CellMarks): number[] => {
  const [only] = cell;
  return cell.length === 1 && only !== undefined
    ? [...postings.rowsWith(only)]
    : [...new Set(cell.flatMap((mark) => [...postings.rowsWith(mark)]))];
};

/** An upper bound of how many those are, which costs nothing. */
export const mostHolding = ({ postings }: CellIndex, cell: CellMarks): number =>
  cell.reduce((sum, mark) => sum + postings.countOf(mark), 0);

export const rowHolds = (row: IndexedRow | undefined, cell: CellMarks): boolean =>
  row !== undefined && cell.some((mark) => row.marks.has(mark));
