import { BitSet } from "./bitset.ts";
import type { Expr } from "./expr.ts";
import type { Offers, Tried } from "./operator.ts";
import { sorted } from "./order.ts";
import { styleOf } from "./style.ts";
import type { ColumnTask } from "./task.ts";
import { blankCell, loose, typedValue, type Value } from "./typed.ts";

/** No column may cost more tries than this, whatever is in its cells. */
const mostTries = 6000;

/** Programs whose output differs, each the smallest with that output. */
export class Pool implements Offers {
  readonly task: ColumnTask;
  readonly #seen = new Map<string, Tried>();
  readonly #tested = new Map<string, Tried>();
  readonly #typed = new Map<Value, string>();
  readonly #inStyle: (cell: string) => boolean;
  readonly #looseWant: readonly string[];

  constructor(task: ColumnTask) {
    this.task = task;
    this.#inStyle = styleOf(task.want);
    this.#looseWant = task.gold.map(loose);
  }

  offer(expr: Expr): Tried | null {
    const isNew = !this.#tested.has(expr.key);
    if (isNew && this.#tested.size >= mostTries) return null;
    const tried = this.measure(expr);
    const output = outputKey(tried);
    const known = this.#seen.get(output);
    if (known && known.expr.bits <= expr.bits) return known === tried && isNew ? tried : null;
    this.#seen.set(output, tried);
    return tried;
  }

  measure(expr: Expr): Tried {
    const known = this.#tested.get(expr.key);
    if (known) return known;
    const tried = this.#try(expr);
    this.#tested.set(expr.key, tried);
    return tried;
  }

  get tried(): readonly Tried[] {
    return [...this.#seen.values()];
  }

  best(most: number): readonly Tried[] {
    const chosen: Tried[] = [];
    let rest = this.tried.filter(({ hit }) => hit.size > 0);
    let covered = new BitSet(this.task.gold.length);
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

  looseHits({ cells }: Tried): number {
    let hits = 0;
    for (const [at, cell] of cells.entries())
      if (cell !== blankCell && this.#loose(cell) === this.#looseWant[at]) hits++;
    return hits;
  }

  readonly #looseCells = new Map<string, string>();
  #loose(cell: string): string {
    const known = this.#looseCells.get(cell);
    if (known !== undefined) return known;
    const made = loose(cell.slice(1));
    this.#looseCells.set(cell, made);
    return made;
  }

  #rank({ expr, odd, hit }: Tried, covered: BitSet): number {
    return expr.bits / 100 + odd.size / this.task.gold.length - hit.sizeWithout(covered);
  }

  #cell(value: Value): string {
    const known = this.#typed.get(value);
    if (known !== undefined) return known;
    const made = typedValue(this.task.type, value);
    this.#typed.set(value, made);
    return made;
  }

  #try(expr: Expr): Tried {
    const { pairs, spare, want } = this.task;
    const cells = pairs.vector(expr).map((value) => this.#cell(value));
    const others = spare.vector(expr).map((value) => this.#cell(value));
    return {
      expr,
      cells,
      hit: BitSet.where(cells.length, (at) => cells[at] !== blankCell && cells[at] === want[at]),
      given: BitSet.where(cells.length, (at) => !isBlankCell(cells[at])),
      spareGiven: BitSet.where(others.length, (at) => !isBlankCell(others[at])),
      odd: BitSet.where(
        others.length,
        (at) => !isBlankCell(others[at]) && !this.#inStyle(others[at] ?? blankCell),
      ),
    };
  }
}

/** Outputs with the same digest are taken for the same: two numbers of 32 bits and the counts. */
const outputKey = ({ cells, hit, odd, spareGiven }: Tried): string => {
  let a = 5381;
  let b = 52711;
  for (const cell of cells) {
    const length = Math.min(cell.length, 300);
    for (let at = 0; at < length; at++) {
      const code = cell.charCodeAt(at);
      a = Math.imul(a, 33) ^ code;
      b = Math.imul(b, 31) + code;
    }
    a = Math.imul(a, 33) ^ cell.length;
    b = Math.imul(b, 31) + 7;
  }
  return `${a} ${b} ${hit.size} ${odd.size} ${spareGiven.words.join(" ")}`;
};

const isBlankCell = (cell: string | undefined): boolean => (cell ?? blankCell).trim() === blankCell;
