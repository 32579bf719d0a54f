import { type Chain, ChainSearch, chainExpr } from "./chain.ts";
import type { Expr } from "./expr.ts";
import { guardsFor } from "./guards.ts";
import type { Operator } from "./operator.ts";
import { operators } from "./operators/registry.ts";
import { sorted } from "./order.ts";
import { Pool } from "./pool.ts";
import type { ColumnTask } from "./task.ts";
import { typedValue } from "./typed.ts";

/** How many of the rows that were not used to learn a program it gets right. */
export interface HeldBack {
  readonly right: number;
  /** What the best plain program gets right of the same rows. */
  readonly plainRight: number;
  readonly rows: number;
  /** Whether rows with the same key were held back together. */
  readonly byKey: boolean;
}

export interface Explanation {
  /** The best single program, without conditions and tables. */
  readonly plain: Chain;
  /** The best chain that holds on rows that were not used to learn it; the plain one where none does. */
  readonly complete: Chain;
  /** Others as good or nearly, the best first. */
  readonly others: readonly Chain[];
  readonly heldBack: HeldBack | null;
}

/** Longer programs are doubted: the next kinds may have a shorter one. */
const shortEnough = 45;
const plainBits = 40;

/** What a column is made of: the smallest program first, and none that is learnt by heart. */
export const explain = (task: ColumnTask): Explanation => {
  const found = new Search(task);
  const plain = found.plain();
  const chains = found.chains(() => true);
  const [best = plain] = chains;
  const held = heldBack(task, best);
  if (holds(held, best, plain))
    return { plain, complete: best, others: chains.slice(1), heldBack: held };
  const honest = found.chains(({ memorises }) => memorises <= 1);
  const [other = plain] = honest;
  if (other.bits > best.bits - 1e-9 && isSame(other, best)) return fallback(plain);
  const heldOther = heldBack(task, other, ({ memorises }) => memorises <= 1);
  return holds(heldOther, other, plain)
    ? { plain, complete: other, others: honest.slice(1), heldBack: heldOther }
    : fallback(plain);
};

const fallback = (plain: Chain): Explanation => ({
  plain,
  complete: plain,
  others: [],
  heldBack: null,
});

const isSame = (a: Chain, b: Chain): boolean =>
  chainExpr(a.branches).key === chainExpr(b.branches).key;

/** A gain on the rows that were used to learn it must show on the others too. */
const leastShare = 0.3;

const holds = (held: HeldBack | null, chain: Chain, plain: Chain): boolean => {
  if (held === null || isSame(chain, plain)) return true;
  const gain = (chain.hits - plain.hits) / Math.max(chain.rows, 1);
  const heldGain = (held.right - held.plainRight) / Math.max(held.rows, 1);
  if (gain <= 0) return held.right >= held.plainRight;
  return heldGain >= leastShare * gain;
};

class Search {
  readonly #task: ColumnTask;
  readonly #pool: Pool;
  #isReady = false;

  constructor(task: ColumnTask) {
    this.#task = task;
    this.#pool = new Pool(task);
  }

  /** Kinds of operators are asked until everything is explained shortly. */
  chains(isAllowed: (expr: Expr) => boolean): Chain[] {
    const search = new ChainSearch(this.#pool);
    for (const { expr } of this.#task.sources) this.#pool.offer(expr);
    const guards = guardsFor(this.#task);
    if (this.#isReady) return search.search(guards, isAllowed);
    let chains = search.search([], isAllowed);
    if (isWhole(chains[0])) return chains;
    for (const kind of operators) {
      for (const operator of kind) this.#ask(operator);
      chains = search.search(guards, isAllowed);
      if (isWhole(chains[0])) return chains;
    }
    this.#isReady = true;
    return chains;
  }

  plain(): Chain {
    for (const { expr } of this.#task.sources) this.#pool.offer(expr);
    this.chains(() => true);
    const candidates = this.#pool.tried.filter(
      ({ expr, hit }) =>
        hit.size > 0 &&
        expr.bits <= plainBits &&
        expr.memorises === 0 &&
        expr.prepared.length === 0 &&
        plainKinds.has(expr.kind),
    );
    const [best] = sorted(candidates, ({ expr, hit }) => expr.bits / 14 - hit.size);
    const rows = this.#task.want.length;
    if (best === undefined) return { branches: [], bits: 14 * rows, hits: 0, rows };
    const hits = best.cells.filter(
      (cell, at) => cell.trim() === this.#task.want[at]?.trim(),
    ).length;
    return {
      branches: [{ expr: best.expr, guard: null, support: best.hit.size }],
      bits: best.expr.bits,
      hits,
      rows,
    };
  }

  #ask({ types, readsLongText, propose }: Operator): void {
    const task = this.#task;
    if (!types.includes(task.type)) return;
    const sources = readsLongText
      ? task.sources
      : task.sources.filter(({ profile }) => !profile.isLong);
    propose({ ...task, sources }, this.#pool);
  }
}

const plainKinds: ReadonlySet<Expr["kind"]> = new Set(["column", "text", "number", "date"]);

const isWhole = (chain: Chain | undefined): boolean =>
  chain !== undefined &&
  chain.branches.length > 0 &&
  chain.hits === chain.rows &&
  chain.bits <= shortEnough * chain.branches.length;

const mostHeld = 400;
const fewestRows = 8;
/** A program this short is fitted to nothing that a few rows less could change. */
const shortBits = 26;

/** Explains the column anew without a quarter of its rows, by row or by key, and tries it on them. */
const heldBack = (
  task: ColumnTask,
  chain: Chain,
  isAllowed: (expr: Expr) => boolean = () => true,
): HeldBack | null => {
  const isShort = chain.branches.length <= 1 && chain.bits <= shortBits;
  if (isShort || task.want.length < fewestRows) return null;
  const key = repeatedKey(task, chain);
  const isHeld = key === null ? byRow : byKey(key, task);
  const kept = without(task, (at) => !isHeld(at));
  const held = without(task, isHeld);
  if (held.want.length < 2 || kept.want.length < fewestRows / 2) return null;
  const again = new Search(kept);
  const plain = again.plain();
  const [found = plain] = again.chains(isAllowed);
  return {
    right: rightOf(found, held),
    plainRight: rightOf(plain, held),
    rows: held.want.length,
    byKey: key !== null,
  };
};

const rightOf = ({ branches }: Chain, { type, pairs, want }: ColumnTask): number =>
  pairs
    .vector(chainExpr(branches))
    .filter((value, at) => typedValue(type, value).trim() === want[at]?.trim()).length;

const byRow = (at: number): boolean => at % 4 === 1;

/**
 * A column that the program reads and whose cells come again: what is looked up by it may be
 * learnt by heart.
 */
const repeatedKey = ({ pairs, want }: ColumnTask, { branches }: Chain): string | null => {
  const sources = branches.flatMap(({ expr }) => expr.sources);
  const repeated = sources.filter((name) => {
    const cells = new Set(pairs.rows.map((row) => row.cells[name] ?? ""));
    return cells.size >= 8 && cells.size * 1.5 <= want.length;
  });
  return repeated[0] ?? null;
};

const byKey = (name: string, { pairs: { rows } }: ColumnTask): ((at: number) => boolean) => {
  const cells = [...new Set(rows.map((row) => row.cells[name] ?? ""))];
  const held = new Set(cells.filter((_, at) => byRow(at)));
  return (at) => held.has(rows[at]?.cells[name] ?? "");
};

/** The task with only some of its rows; the others are as if their answers were not known. */
const without = (task: ColumnTask, keeps: (at: number) => boolean): ColumnTask => {
  const at = [...task.want.keys()].filter(keeps).slice(0, mostHeld);
  const pick = <T>(items: readonly T[]): T[] => at.flatMap((index) => items[index] ?? []);
  return { ...task, pairs: task.pairs.picked(at), gold: pick(task.gold), want: pick(task.want) };
};
