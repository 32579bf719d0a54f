import type { InputRows } from "../../../domain/proposing.ts";
import type { HeaderStep, LaidRow, RowStep } from "../../../kit/row-steps.ts";
import { type Row, recordOf } from "../rows.ts";

/** One change of how rows lie in a file, before any of them is cleaned. */
export interface LayoutStep {
  readonly name: string;
  /** The function of that name, which turns rows into rows. */
  readonly code: string;
  readonly words: string;
  /** How little one would expect it: what it must bring at least. */
  readonly cost: number;
  /** The same step as it runs here: the kit's own, begun anew for each file. */
  readonly begin: () => RowStep;
}

/** How the records of a file are found in it. */
export interface Layout {
  /** Where the names of the columns stand, if that is not the first row. */
  readonly headed: HeaderRow | null;
  readonly steps: readonly LayoutStep[];
}

export interface HeaderRow {
  readonly code: string;
  readonly words: string;
  readonly cost: number;
  readonly begin: () => HeaderStep;
}

export const plainLayout: Layout = { headed: null, steps: [] };

/** A kind of step that is there already gets a number, so that no name is given twice. */
export const withStep = (layout: Layout, step: LayoutStep): Layout => {
  const same = layout.steps.filter(({ name }) => name.replace(/\d+$/, "") === step.name).length;
  if (same === 0) return { ...layout, steps: [...layout.steps, step] };
  const name = `${step.name}${same + 1}`;
  const code = step.code.replace(`const ${step.name} =`, `const ${name} =`);
  return { ...layout, steps: [...layout.steps, { ...step, name, code }] };
};

export const rowsLaidOut = (layout: Layout, input: InputRows): readonly Row[] => {
  const rows = layout.steps.reduce(
    (before, step) => rowsAfter(step, before),
    recordsUnder(layout.headed, input),
  );
  return rows.map((cells) => ({ file: input.name, cells }));
};

/** What a step makes of a file's rows. */
export const rowsAfter = ({ begin }: LayoutStep, rows: readonly LaidRow[]): readonly LaidRow[] => {
  const step = begin();
  const made: LaidRow[] = [];
  for (const row of rows) for (const one of step.take(row)) made.push(one);
  for (const one of step.end()) made.push(one);
  return made;
};

export const recordsUnder = (
  headed: HeaderRow | null,
  { header, rows }: InputRows,
): readonly LaidRow[] => {
  if (!headed) return rows.map((cells) => recordOf(header, cells));
  const step = headed.begin();
  return [header, ...rows].map(step.take).filter((row) => row !== null);
};

/** The expression that gives an input's records, with the file's name in a column where one is named. */
export const recordsDoc = ({ headed, steps }: Layout, fileColumn: string | null): string => {
  const records = steps.reduce(
    (inner, { name }) => `${name}(${inner})`,
    headed ? "namedRows(input)" : "input.records()",
  );
  return fileColumn === null
    ? records
    : `withColumn(${records}, ${JSON.stringify(fileColumn)}, input.name)`;
};
