import type { SeededChoice } from "../../cells/seeded-random.ts";
import type { CellChange } from "../../domain/challenge.ts";
import type { Site } from "./disturbances/disturbance.ts";
import type { Ground } from "./ground.ts";
import type { Cells } from "./readings/example.ts";
import type { Source } from "./source.ts";

/** A copy of a row, with what has been done to it so far. */
export interface Draft {
  readonly ground: Ground;
  readonly source: Source;
  readonly random: SeededChoice;
  readonly changes: readonly CellChange[];
}

export const siteOf = ({ changes, ...draft }: Draft): Site => ({
  ...draft,
  cells: cellsOf({ changes, ...draft }),
  changed: new Set(changes.map(({ column }) => column)),
});

export const cellsOf = ({ source, changes }: Draft): Cells => ({
  ...source.cells,
  ...Object.fromEntries(changes.map(({ column, to }) => [column, to])),
});

export const withChanges = (draft: Draft, made: Cells, by: string): Draft => {
  const before = cellsOf(draft);
  const added = Object.entries(made).flatMap(([column, to]) => {
    const from = before[column] ?? "";
    return from === to ? [] : [{ column, from, to, by }];
  });
  return { ...draft, changes: [...draft.changes, ...added] };
};
