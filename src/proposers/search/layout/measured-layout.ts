import type { Arena } from "../../../domain/arena.ts";
import type { InputRows } from "../../../domain/proposing.ts";
import type { LaidRow } from "../../../kit/row-steps.ts";
import { Fit, type Fitness } from "./fit.ts";
import { type Layout, type LayoutStep, recordsUnder, rowsAfter, withStep } from "./layout.ts";
import type { Sample } from "./sample.ts";

const mostGrown = 15;

/** A layout, the rows that it makes of each file, and how well they fit the gold. */
export interface MeasuredLayout {
  readonly layout: Layout;
  readonly files: readonly (readonly LaidRow[])[];
  readonly columns: readonly string[];
  readonly fitness: Fitness;
  readonly score: number;
}

/** Lays out a sample's rows and measures them; layouts under which they grow too many have no measure. */
export class LayoutMeasure {
  readonly fit: Fit;
  readonly #inputs: readonly InputRows[];
  readonly #most: number;

  constructor({ inputs, gold, size, wanted }: Sample, arena: Arena) {
    this.#inputs = inputs;
    this.fit = new Fit(gold, arena, size, wanted);
    const given = inputs.reduce((sum, { rows }) => sum + rows.length, 0);
    this.#most = (Math.max(wanted ?? 0, given, gold.length) + 20) * mostGrown;
  }

  of(layout: Layout): MeasuredLayout | null {
    const files = this.#inputs.map((input) =>
      layout.steps.reduce(
        (rows, step) => rowsAfter(step, rows),
        recordsUnder(layout.headed, input),
      ),
    );
    return this.#measured(layout, files);
  }

  /** The same with one step more, which goes on from the rows that are there. */
  after({ layout, files }: MeasuredLayout, step: LayoutStep): MeasuredLayout | null {
    return this.#measured(
      withStep(layout, step),
      files.map((rows) => rowsAfter(step, rows)),
    );
  }

  /** Of all that stands in the files, whatever the rows make of it so far. */
  attainable(): number {
    return this.fit.attainable(
      this.#inputs.flatMap(({ header, rows }) => [header, ...rows].flat()),
    );
  }

  #measured(layout: Layout, files: MeasuredLayout["files"]): MeasuredLayout | null {
    const rows = files.flat();
    if (rows.length > this.#most) return null;
    const columns = namesIn(rows);
    const fitness = this.fit.of(rows, columns);
    const score = fitness.score - costOf(layout);
    return { layout, files, columns, fitness, score };
  }
}

/** Of two that show the same the shorter one. */
const costOf = ({ steps, headed }: Layout): number =>
  [...(headed ? [headed] : []), ...steps].reduce(
    (sum, { code, cost }) => sum + cost + code.length / 1_000_000,
    0,
  );

const namesIn = (rows: readonly LaidRow[]): string[] => {
  const names = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row)) if (name !== "") names.add(name);
  return [...names];
};

/** Layouts that come to the same are tried once. */
export const signature = ({ files, columns, fitness }: MeasuredLayout): string =>
  [
    files.map(({ length }) => length).join(","),
    columns.length,
    fitness.shown.toFixed(9),
    fitness.excess.toFixed(9),
    JSON.stringify(files[0]?.slice(0, 2)),
    JSON.stringify(files[0]?.at(-1)),
  ].join(" ");
