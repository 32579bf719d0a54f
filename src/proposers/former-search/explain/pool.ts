import { BitSet } from "../../search/bitset.ts";
import { sorted } from "../../search/order.ts";
import { styleOf } from "../../search/style.ts";
import { blankCell, loose, typedValue } from "../../search/typed.ts";
import type { Expr } from "../expr.ts";
import type { Task } from "./task.ts";

/** A program with what it does to the rows whose answer is known, and to those without one. */
export interface Tried {
  readonly expr: Expr;
  readonly cells: readonly string[];
  /** Where it gives the gold's cell, which is not blank. */
  readonly hit: BitSet;
  readonly given: BitSet;
  readonly spareGiven: BitSet;
  /** Rows without a known answer for which it gives something unlike the gold's cells. */
  readonly odd: BitSet;
}

/** Programs whose output differs, each the smallest with that output. */
export class Pool {
  readonly task: Task;
  readonly #seen = new Map<string, Tried>();
  readonly #tested = new Map<string, Tried>();
  readonly #inStyle: (cell: string) => boolean;
  readonly #looseWant: readonly string[];

  constructor(task: Task) {
    this.task = task;
    this.#inStyle = styleOf(task.want);
    this.#looseWant = task.gold.map(loose);
  }

  /** The program tried, or null when a smaller one does the same. */
  add(expr: Expr): Tried | null {
    const isNew = !this.#tested.has(expr.key);
    const tried = this.try(expr);
    const output = `${tried.cells.join("\n")}\n\n${tried.odd.size} ${tried.spareGiven.words.join(" ")}`;
    const known = this.#seen.get(output);
    if (known && known.expr.bits <= expr.bits) return known === tried && isNew ? tried : null;
    this.#seen.set(output, tried);
    return tried;
  }

  try(expr: Expr): Tried {
    const known = this.#tested.get(expr.key);
    if (known) return known;
    const tried = this.#try(expr);
    this.#tested.set(expr.key, tried);
    return tried;
  }

  get tried(): Tried[] {
    return [...this.#seen.values()];
  }

  /** Those that are right in most rows, then those that are right in most of the rows left over. */
  best(most: number): Tried[] {
    const chosen: Tried[] = [];
    let rest = this.tried.filter(({ hit }) => hit.size > 0);
    let covered = new BitSet(this.task.rows.length);
    for (const share of [0.5, 0.3, 0.2]) {
      const ranked = sorted(rest, (tried) => this.#rank(tried, covered));
      const next = ranked.slice(0, Math.ceil(most * share));
      chosen.push(...next);
      const taken = new Set(next);
      rest = rest.filter((tried) => !taken.has(tried));
      covered = next[0] ? covered.or(next[0].hit) : covered;
    }
    return chosen;
  }

  #rank({ expr, odd, hit }: Tried, covered: BitSet): number {
    return expr.bits / 100 + odd.size / this.task.rows.length - hit.sizeWithout(covered);
  }

  /** In which share of the rows it gives the gold's cell but for case, blanks and marks. */
  looseHits({ cells }: Tried): number {
    let hits = 0;
    for (const [at, cell] of cells.entries())
      if (cell !== blankCell && loose(cell.slice(1)) === this.#looseWant[at]) hits++;
    return hits;
  }

  #try(expr: Expr): Tried {
    const { type, rows, want, spare } = this.task;
    const cells = rows.map((row) => typedValue(type, expr.run(row)));
    const others = spare.map((row) => typedValue(type, expr.run(row)));
    return {
      expr,
      cells,
      hit: BitSet.where(rows.length, (at) => cells[at] !== blankCell && cells[at] === want[at]),
      given: BitSet.where(rows.length, (at) => !isBlank(cells[at])),
      spareGiven: BitSet.where(spare.length, (at) => !isBlank(others[at])),
      odd: BitSet.where(
        spare.length,
        (at) => !isBlank(others[at]) && !this.#inStyle(others[at] ?? blankCell),
      ),
    };
  }
}

const isBlank = (cell: string | undefined): boolean => (cell ?? blankCell).trim() === blankCell;
