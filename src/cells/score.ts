import type { Arena } from "../domain/arena.ts";
import { type Column, isPlain } from "../domain/columns.ts";
import type { Check, Metrics } from "../domain/evaluation.ts";
import { breaksRule, type PlannedCheck, plannedChecks, referenceCheck } from "./checks.ts";
import { isHeldOut } from "./held-out.ts";
import { NearRows } from "./near-rows.ts";
import { comparedRow, isBlankCell, untagged } from "./typing.ts";

export interface MatchCounts {
  readonly reference: number;
  readonly output: number;
  readonly matched: number;
  readonly leftOut: number;
  /** By column: how many of its values are in both, counted as multisets. */
  readonly matchedValues: readonly number[];
}

export const metricsOf = (columns: readonly Column[], counts: MatchCounts): Metrics => {
  const { reference, output, matched, matchedValues } = counts;
  const f1 = (both: number): number => share(2 * both, reference + output);
  const columnF1 = columns.flatMap(({ name, ignore }, at) =>
    ignore ? [] : [[name, f1(matchedValues[at] ?? 0)] as const],
  );
  return {
    referenceRows: reference,
    outputRows: output,
    matchedRows: matched,
    missingRows: reference - matched,
    unexpectedRows: output - matched,
    leftOutRows: counts.leftOut,
    recall: share(matched, reference),
    precision: output === 0 && reference > 0 ? 0 : share(matched, output),
    rowF1: f1(matched),
    columnF1: Object.fromEntries(columnF1),
    meanColumnF1:
      columnF1.reduce((sum, [, score]) => sum + score, 0) / Math.max(1, columnF1.length),
  };
};

/** Where nothing was asked for and nothing given, all is right. */
const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);

/** The share of checks passed, other than the one that compares with the gold. */
export const contractOf = (checks: readonly Pick<Check, "name" | "passed">[]): number => {
  const contract = checks.filter(({ name }) => name !== referenceCheck);
  return contract.filter(({ passed }) => passed).length / contract.length;
};

export const fitnessOf = (visible: Metrics, contract: number): number =>
  (visible.rowF1 / 2 + visible.meanColumnF1 / 2) * contract;

type TypedRows = readonly (readonly string[])[];

export interface VisibleScore {
  readonly metrics: Metrics;
  readonly contract: number;
  readonly fitness: number;
  /** The checks that would fail, the comparison with the gold aside. */
  readonly failing: readonly string[];
  /**
   * Rows that are not in the visible gold and fall on the held-out side: counted as right, since
   * nobody may know better. The score is the judge's to the last digit where they are.
   */
  readonly presumedRight: number;
}

/** The judge's arithmetic for rows in memory, on the gold that proposers may see. */
export class VisibleScorer {
  readonly #arena: Arena;
  readonly #values: readonly ValueCounts[];
  /** By the numbers of its cells: how often a row stands in the visible gold. */
  readonly #rows = new Map<string, number>();
  readonly #mostCopies: number;
  readonly #keyColumns: readonly number[];
  readonly #keys = new Set<string>();
  readonly #goldRows: number;
  readonly #near: NearRows | null;
  readonly #isPlain: boolean;
  readonly #plan: readonly PlannedCheck[];

  constructor(arena: Arena, gold: TypedRows) {
    const { columns } = arena.master;
    this.#arena = arena;
    this.#plan = plannedChecks(arena, "master-only");
    this.#isPlain = columns.every(isPlain);
    const typedGold = this.#isPlain ? gold : gold.map((row) => comparedRow(columns, row));
    this.#values = columns.map((_, at) => new ValueCounts(typedGold.map((row) => row[at] ?? "")));
    this.#keyColumns = arena.gold.key.map((key) => columns.findIndex(({ name }) => name === key));
    for (const row of typedGold) {
      const numbers = this.#numbersOf(row);
      add(this.#rows, numbers.join(), 1);
      this.#keys.add(this.#keyOf(numbers));
    }
    this.#mostCopies = Math.max(1, ...this.#rows.values());
    this.#goldRows = typedGold.length;
    this.#near = columns.some(({ tolerance }) => tolerance !== undefined)
      ? new NearRows(
          columns,
          (at) => this.#values[at]?.cells() ?? [],
          typedGold.map((row) => this.#numbersOf(row)),
        )
      : null;
  }

  /** `alsoFailing` names checks that fail for reasons other than the cells of these rows. */
  score(output: TypedRows, alsoFailing: readonly string[] = []): VisibleScore {
    const { columns } = this.#arena.master;
    const { presumedRight, ...counts } = this.#count(output);
    const metrics = metricsOf(columns, counts);
    const failing = new Set([...alsoFailing, ...this.#failingCells(output)]);
    const checks = plannedChecks(this.#arena, "all").map(({ name }) => ({
      name,
      passed: !failing.has(name),
    }));
    const contract = contractOf(checks);
    return {
      metrics,
      contract,
      fitness: fitnessOf(metrics, contract),
      failing: [...failing],
      presumedRight,
    };
  }

  #count(output: TypedRows): MatchCounts & { presumedRight: number } {
    const wantedRows = new Map(this.#rows);
    const wantedValues = this.#values.map((values) => values.counts.slice());
    const matchedValues = this.#values.map(() => 0);
    const presumed = new Map<string, number>();
    let [compared, matched, leftOut, presumedRight] = [0, 0, 0, 0];
    for (const row of this.#compared(output)) {
      const numbers = this.#numbersOf(row);
      if (this.#near && !((wantedRows.get(numbers.join()) ?? 0) > 0))
        this.#near.settle(numbers, row, (one) => (wantedRows.get(one.join()) ?? 0) > 0);
      const isMatch = add(wantedRows, numbers.join(), -1) >= 0;
      if (!isMatch) {
        if (this.#isLeftOut(numbers)) {
          leftOut++;
          continue;
        }
        if (this.#mayBeHeldOut(row, numbers, presumed)) {
          presumedRight++;
          continue;
        }
      }
      compared++;
      if (isMatch) matched++;
      for (const [at, number] of numbers.entries()) {
        const wanted = wantedValues[at];
        if (!wanted?.[number]) continue;
        wanted[number]--;
        matchedValues[at] = (matchedValues[at] ?? 0) + 1;
      }
    }
    const reference = this.#goldRows;
    return { reference, output: compared, matched, leftOut, matchedValues, presumedRight };
  }

  #compared(output: TypedRows): TypedRows {
    return this.#isPlain
      ? output
      : output.map((row) => comparedRow(this.#arena.master.columns, row));
  }

  #isLeftOut(numbers: readonly number[]): boolean {
    return this.#arena.gold.partial && !this.#keys.has(this.#keyOf(numbers));
  }

  /** A row under a visible key is wrong for certain: its right answer is known. */
  #mayBeHeldOut(
    row: readonly string[],
    numbers: readonly number[],
    presumed: Map<string, number>,
  ): boolean {
    const { name, holdout } = this.#arena;
    const hasVisibleKey = this.#keyColumns.length > 0 && this.#keys.has(this.#keyOf(numbers));
    if (holdout === 0 || hasVisibleKey || !isHeldOut(name, holdout, row)) return false;
    return add(presumed, JSON.stringify(row), 1) <= this.#mostCopies;
  }

  #failingCells(output: TypedRows): string[] {
    const { columns } = this.#arena.master;
    return this.#plan.flatMap((check) => {
      if (check.about !== "cells" && check.about !== "repeats") return [];
      const at = check.columns.map((column) => columns.findIndex(({ name }) => name === column));
      const isBroken =
        check.about === "cells"
          ? output.some((row) => at.some((one) => breaksRule(check.rule, row[one] ?? "t")))
          : hasRepeats(this.#compared(output), at, check.blanksCount);
      return isBroken ? [check.name] : [];
    });
  }

  #numbersOf(row: readonly string[]): number[] {
    return this.#values.map((values, at) => values.numberOf(row[at] ?? "t"));
  }

  #keyOf(numbers: readonly number[]): string {
    return this.#keyColumns.map((at) => numbers[at]).join();
  }
}

const hasRepeats = (rows: TypedRows, at: readonly number[], blanksCount: boolean): boolean => {
  const seen = new Set<string>();
  return rows.some((row) => {
    const cells = at.map((one) => row[one] ?? "t");
    if (!blanksCount && cells.every((cell) => isBlankCell(untagged(cell)))) return false;
    const before = seen.size;
    seen.add(cells.length === 1 ? (cells[0] ?? "") : JSON.stringify(cells));
    return seen.size === before;
  });
};

/** A column's values, each with a number and how often the gold has it. */
class ValueCounts {
  readonly counts: Uint32Array;
  readonly #numbers = new Map<string, number>();

  constructor(cells: readonly string[]) {
    for (const cell of cells)
      if (!this.#numbers.has(cell)) this.#numbers.set(cell, this.#numbers.size);
    this.counts = new Uint32Array(this.#numbers.size);
    for (const cell of cells) {
      const number = this.numberOf(cell);
      this.counts[number] = (this.counts[number] ?? 0) + 1;
    }
  }

  /** In the order of their numbers. */
  cells(): string[] {
    return [...this.#numbers.keys()];
  }

  /** -1 for what the gold does not have. */
  numberOf(cell: string): number {
    return this.#numbers.get(cell) ?? -1;
  }
}

/** The count after the addition. */
const add = (counts: Map<string, number>, key: string, by: number): number => {
  const count = (counts.get(key) ?? 0) + by;
  counts.set(key, count);
  return count;
};
