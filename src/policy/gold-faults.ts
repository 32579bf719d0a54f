import { breaksRule, type CellRule, plannedChecks } from "../cells/checks.ts";
import { typedRow } from "../cells/typing.ts";
import type { Arena } from "../domain/arena.ts";
import { visible } from "../domain/visible.ts";
import { countOf } from "./figures.ts";

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
  readonly #arena: Arena;
  readonly #rules: readonly { check: string; rule: CellRule; column: string; at: number }[];
  readonly #found = new Map<string, Found>();

  constructor(arena: Arena) {
    this.#arena = arena;
    this.#rules = plannedChecks(arena, "master-only").flatMap((check) =>
      check.about === "cells" && check.rule.must === "present"
        ? check.columns.map((column) => ({
            check: check.name,
            rule: check.rule,
            column,
            at: arena.master.columns.findIndex(({ name }) => name === column),
          }))
        : [],
    );
  }

  take(file: string, line: number, cells: readonly string[]): void {
    const typed = typedRow(this.#arena.master.columns, cells);
    for (const { check, rule, column, at } of this.#rules) {
      if (!breaksRule(rule, typed[at] ?? "t")) continue;
      const known = this.#found.get(check);
      const first = known ?? { check, column, rows: 0, file, line, cell: cells[at] ?? "" };
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
