import type { InputRows } from "../../domain/proposing.ts";

/** One record of an input file, as a genome meets it. */
export interface Row {
  readonly file: string;
  readonly cells: Readonly<Record<string, string>>;
}

/** A file's records; a cell that a ragged row lacks is blank. */
export const recordsOf = ({ name, header, rows }: InputRows): Row[] =>
  rows.map((cells) => ({ file: name, cells: recordOf(header, cells) }));

export const recordOf = (
  header: readonly string[],
  cells: readonly string[],
): Record<string, string> => {
  const record: Record<string, string> = Object.create(null);
  for (const [at, name] of header.entries()) if (!(name in record)) record[name] = cells[at] ?? "";
  return record;
};

/** The columns of all files, each once, in order of appearance. */
export const columnsOf = (rows: readonly Row[]): string[] => {
  const names = new Set<string>();
  let last: Row["cells"] | undefined;
  for (const { cells } of rows) {
    if (last !== undefined && sameShape(last, cells)) continue;
    for (const name of Object.keys(cells)) if (name !== "") names.add(name);
    last = cells;
  }
  return [...names];
};

const sameShape = (a: Row["cells"], b: Row["cells"]): boolean => {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => name in b);
};

export const isBlankRow = ({ cells }: Row): boolean =>
  Object.values(cells).every((cell) => cell.trim() === "");
