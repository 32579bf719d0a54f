import { missBits, oddBits } from "./bits.ts";
import type { Chain } from "./branches.ts";
import { ChainSearch } from "./chain.ts";
import type { Expr } from "./expr.ts";
import { guardsFor } from "./guards.ts";
import { type HeldBack, holds, isSameProgram, partsFor, rightOf } from "./held-back.ts";
import type { Operator } from "./operator.ts";
import { combining, learning, operators } from "./operators/registry.ts";
import { sorted } from "./order.ts";
import { Pool } from "./pool.ts";
import type { ColumnTask, Source } from "./task.ts";

export interface Explanation {
  /** The best single program, without conditions and tables. */
  readonly plain: Chain;
  /** The best chain that holds on rows that were not used to learn it; the plain one where none does. */
  readonly complete: Chain;
  /** Others as good or nearly, the best first. */
  readonly others: readonly Chain[];
  readonly heldBack: HeldBack | null;
  /** The programs that were worth keeping, for trying again. */
  readonly tried: readonly Expr[];
}

/** Longer programs are doubted: the next kinds may have a shorter one. */
const shortEnough = 45;
const plainBits = 40;

/** What a column is made of: the smallest program first, and none that is learnt by heart. */
export const explain = (task: ColumnTask): Explanation => new Search(task).explanation();

/** The same with more sources: those that were tried before are not tried again. */
export const explainAgain = (
  task: ColumnTask,
  before: Explanation,
  more: readonly Source[],
): Explanation => {
  const search = new Search({ ...task, sources: [...task.sources, ...more] });
  search.begin(before.tried, more);
  return search.explanation();
};

const always = (): boolean => true;
const isHonest = ({ memorises }: Expr): boolean => memorises <= 1;
const mostKept = 400;

class Search {
  readonly #task: ColumnTask;
  readonly #pool: Pool;
  /** Which groups of operators were asked. */
  #asked = 0;

  constructor(task: ColumnTask) {
    this.#task = task;
    this.#pool = new Pool(task);
    for (const { expr } of task.sources) this.#pool.offer(expr);
  }

  explanation(): Explanation {
    const plainOnly = this.chains(always);
    const plain = this.plain();
    const worthwhile = this.#pool.best(mostKept);
    const ingredients = this.#pool.tried.filter(
      ({ expr, given }) => given.size > 0 && ingredientKinds.has(expr.kind),
    );
    const tried = [...new Set([...worthwhile, ...ingredients.slice(0, mostKept)])]
      .map(({ expr }) => expr)
      .filter(({ memorises }) => memorises === 0);
    const fallback = { plain, complete: plain, others: [], heldBack: null, tried };
    const [best = plain] = plainOnly;
    const held = this.#heldBack(best, tried, always);
    if (holds(held, best, plain))
      return { ...fallback, complete: best, others: plainOnly.slice(1), heldBack: held };
    const honest = this.chains(isHonest);
    const [other = plain] = honest;
    if (isSameProgram(other, best)) return fallback;
    const heldOther = this.#heldBack(other, tried, isHonest);
    return holds(heldOther, other, plain)
      ? { ...fallback, complete: other, others: honest.slice(1), heldBack: heldOther }
      : fallback;
  }

  /** Starts from what was tried before, so that only what may be new is asked. */
  begin(tried: readonly Expr[], more: readonly Source[] | null): void {
    for (const expr of tried) this.#pool.offer(expr);
    for (const operator of operators.flat()) {
      if (
        more === null ? learning.has(operator) : learning.has(operator) || combining.has(operator)
      )
        this.#ask(operator, this.#task.sources);
      else if (more !== null) this.#ask(operator, more);
    }
    this.#asked = operators.length;
  }

  /** Kinds of operators are asked until everything is explained shortly. */
  chains(isAllowed: (expr: Expr) => boolean): Chain[] {
    const search = new ChainSearch(this.#pool);
    let chains = this.#asked === 0 ? search.search([], isAllowed) : [];
    if (isWhole(chains[0]) && chains[0]?.odd === 0) return chains;
    const guards = guardsFor(this.#task);
    for (; this.#asked < operators.length; ) {
      for (const operator of operators[this.#asked] ?? []) this.#ask(operator, this.#task.sources);
      this.#asked++;
      chains = search.search(guards, isAllowed);
      if (isWhole(chains[0])) return chains;
    }
    return search.search(guards, isAllowed);
  }

  #heldBack(
    chain: Chain,
    tried: readonly Expr[],
    isAllowed: (expr: Expr) => boolean,
  ): HeldBack | null {
    const parts = partsFor(this.#task, chain);
    if (parts === null) return null;
    const again = new Search(parts.kept);
    again.begin(tried, null);
    const plain = again.plain();
    // What the program does without must not be what is tried here.
    const byHeart = chain.branches.some(({ expr }) => !isHonest(expr));
    const [found = plain] = again.chains((expr) => isAllowed(expr) && (byHeart || isHonest(expr)));
    return {
      right: rightOf(found, parts.held),
      plainRight: rightOf(plain, parts.held),
      rows: parts.held.want.length,
      byKey: parts.byKey,
    };
  }

  plain(): Chain {
    const candidates = this.#pool.tried.filter(
      ({ expr, hit }) =>
        hit.size > 0 &&
        expr.bits <= plainBits &&
        expr.memorises === 0 &&
        expr.prepared.length === 0 &&
        plainKinds.has(expr.kind),
    );
    const [best] = sorted(
      candidates,
      ({ expr, hit, odd }) => (expr.bits + oddBits * odd.size) / 14 - hit.size,
    );
    const rows = this.#task.want.length;
    if (best === undefined) return { branches: [], bits: 14 * rows, hits: 0, rows, odd: 0 };
    const hits = this.#task.want.filter(
      (cell, at) => this.#pool.cell(best.ids[at]).trim() === cell.trim(),
    ).length;
    return {
      branches: [{ expr: best.expr, guard: null, support: best.hit.size }],
      bits: best.expr.bits + oddBits * best.odd.size + missBits(rows) * (rows - hits),
      hits,
      rows,
      odd: best.odd.size,
    };
  }

  #ask({ types, readsLongText, propose }: Operator, among: readonly Source[]): void {
    const task = this.#task;
    if (!types.includes(task.type)) return;
    const sources = readsLongText ? among : among.filter(({ profile }) => !profile.isLong);
    propose({ ...task, sources }, this.#pool);
  }
}

/** What formulas are made of, right or not by itself. */
const ingredientKinds: ReadonlySet<Expr["kind"]> = new Set(["number", "usual"]);
const plainKinds: ReadonlySet<Expr["kind"]> = new Set(["column", "text", "number", "date"]);

const isWhole = (chain: Chain | undefined): boolean =>
  chain !== undefined &&
  chain.branches.length > 0 &&
  // Of more branches than this there may be one formula that says the same.
  chain.branches.length <= 2 &&
  chain.hits === chain.rows &&
  // One answer for what is left may hide a rule for it.
  chain.branches.every(({ expr }) => expr.kind !== "constant") &&
  chain.bits <= shortEnough * chain.branches.length;
