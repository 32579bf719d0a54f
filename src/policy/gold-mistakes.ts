import { breaksRule, type CellRule, plannedChecks } from "../cells/checks.ts";
import { comparedRow, typedRow } from "../cells/typing.ts";
import type { Arena } from "../domain/arena.ts";
import { visible } from "../domain/visible.ts";
import type { GoldRule } from "./gold.ts";
import { type Repeat, RepeatWatch } from "./judge/repeats.ts";

interface WatchedCell extends GoldRule {
  readonly column: string;
}

/** Finds what makes a gold no right answer: cells that break their column's own rules, and repeats. */
export class GoldMistakes {
  readonly #arena: Arena;
  /** What each cell of the gold must be. */
  readonly rules: readonly WatchedCell[];
  readonly #repeats: readonly RepeatWatch[];

  constructor(arena: Arena) {
    const plan = plannedChecks(arena, "master-only");
    this.#arena = arena;
    this.#repeats = plan.flatMap((check) =>
      check.about === "repeats" ? [new RepeatWatch(check)] : [],
    );
    // A blank where one is required is reported with the evaluation: it may be a real value.
    this.rules = plan.flatMap((check) =>
      check.about === "cells" && check.rule.must !== "present"
        ? check.columns.map((column) => ({
            column,
            at: arena.master.columns.findIndex(({ name }) => name === column),
            rule: check.rule,
          }))
        : [],
    );
  }

  /** What is wrong with one row of the gold, in words that follow "in line N". */
  inCells(cells: readonly string[]): string | null {
    const typed = typedRow(this.#arena.master.columns, cells);
    for (const { column, at, rule } of this.rules)
      if (breaksRule(rule, typed[at] ?? "t"))
        return `${quoted(column)} is ${quoted(cells[at] ?? "")}, ${wanted(rule)}`;
    return null;
  }

  /** What an earlier row has already and may not be there twice. */
  repeated(
    number: number,
    cellsOf: () => readonly string[],
  ): { columns: string; repeat: Repeat } | null {
    if (this.#repeats.length === 0) return null;
    const { columns } = this.#arena.master;
    const compared = comparedRow(columns, typedRow(columns, cellsOf()));
    for (const watch of this.#repeats) {
      watch.see(number, { compared: () => compared });
      const [repeat] = watch.first;
      if (repeat) return { columns: watch.columns.join(", "), repeat };
    }
    return null;
  }
}

const quoted = (text: string): string => `"${visible(text, 60)}"`;

const wanted = (rule: CellRule): string => {
  switch (rule.must) {
    case "numeric":
      return "not a plain number like 1234.5";
    case "parseable":
      return "not a day like 2026-01-31";
    case "match":
      return `which does not match the pattern ${visible(rule.pattern, 60)}`;
    case "be-one-of":
      return `not one of ${visible(rule.values.join(", "), 100)}`;
    case "be-at-least":
      return `less than ${rule.bound}`;
    case "be-at-most":
      return `more than ${rule.bound}`;
    case "filled":
    case "present":
      return "which may not be blank";
  }
};
