import { BitSet } from "./bitset.ts";
import type { Expr } from "./expr.ts";
import type { Frame } from "./frame.ts";
import type { Offers, Tried } from "./operator.ts";
import { sampled, sorted } from "./order.ts";
import type { ColumnTask } from "./task.ts";
import { blankCell, loose, typedValue, type Value } from "./typed.ts";

/** No column may cost more tries than this, whatever is in its cells. */
const mostTries = 6000;
const mostProbed = 150;
const probedKinds: ReadonlySet<Expr["kind"]> = new Set(["text", "part", "joined"]);

/** Programs whose output differs, each the smallest with that output. */
export class Pool implements Offers {
  readonly task: ColumnTask;
  readonly #seen = new Map<string, Tried>();
  readonly #tested = new Map<string, Tried>();
  readonly #idOf = new Map<Value, number>();
  /** Every typed cell that was seen, the blank one first, and what is known of each. */
  readonly #cells: string[] = [];
  readonly #typed = new Map<string, number>();
  readonly #blank: boolean[] = [];
  readonly #odd: boolean[] = [];
  readonly #looseCells: string[] = [];
  readonly #want: Int32Array;
  readonly #inStyle: (cell: string) => boolean;
  readonly #looseWant: readonly string[];

  /** Sources that as they stand would leave a cell which is no number or no day somewhere. */
  readonly #unreadable: ReadonlySet<string>;

  readonly #probe: { readonly frame: Frame; readonly at: readonly number[] } | null;

  constructor(task: ColumnTask) {
    this.task = task;
    const at = sampled([...task.want.keys()], mostProbed);
    this.#probe = task.want.length < 2 * mostProbed ? null : { frame: task.pairs.picked(at), at };
    this.#inStyle = styleOf(task.want);
    const { type, sources } = task;
    const unreadable = sources.filter(({ profile }) => type !== "text" && !profile.isAll[type]);
    this.#unreadable = new Set(unreadable.map(({ expr }) => expr.key));
    this.#looseWant = task.gold.map(loose);
    this.#idOfCell(blankCell);
    this.#want = Int32Array.from(task.want, (cell) => this.#idOfCell(cell));
  }

  offer(expr: Expr): Tried | null {
    if (this.#unreadable.has(expr.key)) return null;
    const isNew = !this.#tested.has(expr.key);
    if (isNew && (this.#tested.size >= mostTries || !this.#isHopeful(expr))) return null;
    const tried = this.measure(expr);
    const output = outputKey(tried);
    const known = this.#seen.get(output);
    if (known && known.expr.bits <= expr.bits) return known === tried && isNew ? tried : null;
    this.#seen.set(output, tried);
    return tried;
  }

  /** Texts that are nowhere near right in the first rows are not tried on the others. */
  #isHopeful(expr: Expr): boolean {
    if (this.#probe === null || !probedKinds.has(expr.kind)) return true;
    const { frame, at } = this.#probe;
    const values = frame.vector(expr);
    return values.some((value, index) => {
      const id = this.#id(value);
      const row = at[index] ?? 0;
      return id !== 0 && (id === this.#want[row] || this.#loose(id) === this.#looseWant[row]);
    });
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
    for (const share of [0.4, 0.25, 0.15, 0.1, 0.1]) {
      const ranked = sorted(rest, (tried) => this.#rank(tried, covered));
      const next = ranked.slice(0, Math.ceil(most * share));
      chosen.push(...next);
      const taken = new Set(next);
      rest = rest.filter((tried) => !taken.has(tried));
      covered = next[0] ? covered.or(next[0].hit) : covered;
    }
    return chosen;
  }

  looseHits({ ids }: Tried): number {
    let hits = 0;
    for (const [at, id] of ids.entries())
      if (id !== 0 && this.#loose(id) === this.#looseWant[at]) hits++;
    return hits;
  }

  cell(id: number | undefined): string {
    return this.#cells[id ?? 0] ?? blankCell;
  }

  #loose(id: number): string {
    const known = this.#looseCells[id];
    if (known !== undefined) return known;
    const made = loose(this.cell(id).slice(1));
    this.#looseCells[id] = made;
    return made;
  }

  #rank({ expr, odd, hit }: Tried, covered: BitSet): number {
    return expr.bits / 100 + odd.size / this.task.gold.length - hit.sizeWithout(covered);
  }

  #id(value: Value): number {
    const known = this.#idOf.get(value);
    if (known !== undefined) return known;
    const made = this.#idOfCell(typedValue(this.task.type, value));
    this.#idOf.set(value, made);
    return made;
  }

  #idOfCell(cell: string): number {
    const known = this.#typed.get(cell);
    if (known !== undefined) return known;
    const id = this.#cells.length;
    this.#cells.push(cell);
    this.#typed.set(cell, id);
    this.#blank[id] = cell.trim() === blankCell;
    this.#odd[id] = !this.#blank[id] && !this.#inStyle(cell);
    return id;
  }

  #try(expr: Expr): Tried {
    const { pairs, spare } = this.task;
    const ids = Int32Array.from(pairs.vector(expr), (value) => this.#id(value));
    const others = Int32Array.from(spare.vector(expr), (value) => this.#id(value));
    const want = this.#want;
    const isGiven = (id: number | undefined): boolean => !this.#blank[id ?? 0];
    return {
      expr,
      ids,
      hit: BitSet.where(ids.length, (at) => ids[at] !== 0 && ids[at] === want[at]),
      given: BitSet.where(ids.length, (at) => isGiven(ids[at])),
      spareGiven: BitSet.where(others.length, (at) => isGiven(others[at])),
      odd: BitSet.where(others.length, (at) => this.#odd[others[at] ?? 0] === true),
    };
  }
}

/** Outputs with the same digest are taken for the same: two numbers of 32 bits and the counts. */
const outputKey = ({ ids, hit, odd, spareGiven }: Tried): string => {
  let a = 5381;
  let b = 52711;
  for (const id of ids) {
    a = Math.imul(a, 33) ^ id;
    b = Math.imul(b, 31) + id;
  }
  let c = 7;
  for (const word of spareGiven.words) c = Math.imul(c, 31) ^ word;
  return `${a} ${b} ${c} ${hit.size} ${odd.size}`;
};

/**
 * What all gold cells of a column have in common. A program that gives something else for the
 * rows whose answer is not known is less likely to be the right one.
 */
const styleOf = (gold: readonly string[]): ((typedCell: string) => boolean) => {
  const cells = gold.filter((cell) => cell !== blankCell);
  const distinct = new Set(cells);
  const rules = styles.filter((holds) => cells.every(holds));
  const isClosed = distinct.size * 4 <= cells.length;
  return (cell) =>
    cell === blankCell ||
    (rules.every((holds) => holds(cell)) && (!isClosed || distinct.has(cell)));
};

const styles: readonly ((cell: string) => boolean)[] = [
  (cell) => cell.slice(1).trim() === cell.slice(1),
  (cell) => !/\s\s/.test(cell),
  (cell) => cell.slice(1) === cell.slice(1).toLowerCase(),
  (cell) => cell.slice(1) === cell.slice(1).toUpperCase(),
  (cell) => !/\d/.test(cell),
  (cell) => !/\p{L}/u.test(cell.slice(1)),
  (cell) => !/[^\p{L}\p{N}\s]/u.test(cell.slice(1)),
  (cell) => !/\p{Extended_Pictographic}/u.test(cell.replace(/[\d#*]/g, "")),
  (cell) => cell.startsWith("n"),
  (cell) => cell.startsWith("d"),
];
