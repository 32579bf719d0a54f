import type { InputRows } from "../../../domain/proposing.ts";
import { type Row, recordOf, recordsOf } from "../rows.ts";

/** One change of how rows lie in a file, before any of them is cleaned. */
export interface LayoutStep {
  readonly name: string;
  /** The function of that name, which turns rows into rows. */
  readonly code: string;
  readonly words: string;
  readonly apply: (rows: readonly Row[]) => Row[];
}

/** How the records of a file are found in it. */
export interface Layout {
  /** What stands in the row that holds the names, where that is not the first one. */
  readonly headed: HeaderRow | null;
  readonly steps: readonly LayoutStep[];
}

export interface HeaderRow {
  /** A cell by which the row with the names is known. */
  readonly mark: string;
  readonly code: string;
}

export const plainLayout: Layout = { headed: null, steps: [] };

export const withStep = (layout: Layout, step: LayoutStep): Layout => ({
  ...layout,
  steps: [...layout.steps, step],
});

export const applied = ({ headed, steps }: Layout, input: InputRows): readonly Row[] => {
  const rows = headed ? below(headed.mark, input) : recordsOf(input);
  return steps.reduce<readonly Row[]>((before, step) => step.apply(before), rows);
};

const below = (mark: string, { name, header, rows }: InputRows): Row[] => {
  const all = [header, ...rows];
  const at = all.findIndex((cells) => cells.includes(mark));
  const names = all[at] ?? header;
  return all.slice(at + 1).map((cells) => ({ file: name, cells: recordOf(names, cells) }));
};

export const headerRow = (mark: string): HeaderRow => ({
  mark,
  code: `// The names of the columns stand in the row with ${JSON.stringify(mark)} in it.
async function* belowHeader(rows: AsyncIterable<string[]>): AsyncGenerator<Row> {
  let header: string[] | null = null;
  for await (const cells of rows) {
    if (header) yield Object.fromEntries(header.map((name, at) => [name, cells[at] ?? ""]));
    else if (cells.includes(${JSON.stringify(mark)})) header = cells;
  }
}
`,
});

/** The expression that gives an input's records. */
export const recordsDoc = ({ headed, steps }: Layout): string =>
  steps.reduce(
    (inner, { name }) => `${name}(${inner})`,
    headed ? "belowHeader(input.rows())" : "input.records()",
  );
