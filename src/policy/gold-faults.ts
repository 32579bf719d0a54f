import { plannedChecks } from "../cells/checks.ts";
import type { Arena } from "../domain/arena.ts";
import type { CellBatch } from "../domain/cell-batch.ts";
import { visible } from "../domain/visible.ts";
import { countOf } from "./figures.ts";
import { ColumnScan } from "./judge/column-scan.ts";

/** A column of the gold with cells that its own check never lets pass. */
export interface GoldFault {
  readonly check: string;
  readonly column: string;
  readonly rows: number;
  /** The first of them. */
  readonly file: string;
  readonly line: number;
  readonly cell: string;
  /** For people: what is wrong, and the way out. */
  readonly detail: string;
}

type Found = Omit<GoldFault, "detail">;

/** Looks for gold that no output can both reproduce and pass its checks with. */
export class GoldFaults {
  readonly #required: readonly { check: string; column: string; at: number; scan: ColumnScan }[];
  readonly #found = new Map<string, Found>();

  constructor(arena: Arena) {
    const { columns } = arena.master;
    this.#required = plannedChecks(arena, "master-only").flatMap((check) =>
      check.about === "cells" && check.rule.must === "present"
        ? columns.flatMap((column, at) =>
            check.columns.includes(column.name)
              ? [
                  {
                    check: check.name,
                    column: column.name,
                    at,
                    scan: new ColumnScan(column, [check.rule], { does: "nothing" }),
                  },
                ]
              : [],
          )
        : [],
    );
  }

  /** One row of a batch, in which the master table's columns stand at the given positions. */
  take(
    file: string,
    line: number,
    batch: CellBatch,
    row: number,
    positions: readonly number[],
  ): void {
    for (const { check, column, at, scan } of this.#required) {
      const position = positions[at] ?? -1;
      scan.takeFrom(batch, row, position);
      if (scan.broken === 0) continue;
      const known = this.#found.get(check);
      const cell = position === -1 ? "" : batch.text(row, position);
      const first = known ?? { check, column, rows: 0, file, line, cell };
      this.#found.set(check, { ...first, rows: first.rows + 1 });
    }
  }

  get faults(): readonly GoldFault[] {
    return [...this.#found.values()].map((fault) => ({
      ...fault,
      detail: `${placeOf(fault)}; ${wayOut(fault)}`,
    }));
  }
}

const placeOf = ({ check, column, rows, file, line, cell }: Found): string => {
  const more = rows > 1 ? ` (and ${countOf(rows - 1, "row")} more)` : "";
  const holds = cell.trim() === "" ? "blank" : `"${visible(cell, 60)}"`;
  return `${file} line ${line}: ${column} is ${holds}${more}, so no output can match it and pass ${check}`;
};

const wayOut = ({ column, cell }: Found): string => {
  const free = `take "${column}" out of "required" in data/arena.json`;
  return cell.trim() === ""
    ? `fill it in, or ${free}`
    : `if that is a real value and not a missing one, ${free}; else correct the gold`;
};
