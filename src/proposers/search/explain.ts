import { canonicalToken } from "../../kit/index.ts";
import { missBits, oddBits } from "./bits.ts";
import { type Chain, ChainSearch, chainExpr } from "./chain.ts";
import type { Expr } from "./expr.ts";
import { guardsFor } from "./guards.ts";
import type { Operator } from "./operator.ts";
import { combining, learning, operators } from "./operators/registry.ts";
import { sorted } from "./order.ts";
import { Pool } from "./pool.ts";
import type { ColumnTask, Source } from "./task.ts";
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

const isSame = (a: Chain, b: Chain): boolean =>
  chainExpr(a.branches).key === chainExpr(b.branches).key;

/** A gain on the rows that were used to learn it must show on the others too. */
const leastShare = 0.3;
const fewExpected = 4;

const holds = (held: HeldBack | null, chain: Chain, plain: Chain): boolean => {
  if (held === null || isSame(chain, plain)) return true;
  const gain = (chain.hits - plain.hits) / Math.max(chain.rows, 1);
  const heldGain = (held.right - held.plainRight) / Math.max(held.rows, 1);
  if (gain <= 0) return held.right >= held.plainRight;
  // Of a rare thing so few rows were held back that they say nothing.
  if (gain * held.rows < fewExpected && held.right >= held.plainRight && !held.byKey) return true;
  return heldGain >= leastShare * gain;
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
    if (isSame(other, best)) return fallback;
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
  chain.bits <= shortEnough * chain.branches.length;

const mostHeld = 400;
const fewestRows = 8;
/** A program this short is fitted to nothing that a few rows less could change. */
const shortBits = 26;

/** The rows to learn from and a quarter to try it on, by row or by key; null where it is plain. */
const partsFor = (
  task: ColumnTask,
  chain: Chain,
): { kept: ColumnTask; held: ColumnTask; byKey: boolean } | null => {
  const isShort = chain.branches.length <= 1 && chain.bits <= shortBits;
  if (isShort || task.want.length < fewestRows) return null;
  const key = repeatedKey(task, chain);
  const isHeld = key === null ? byRow : byKey(key, task);
  const kept = without(task, (at) => !isHeld(at));
  const held = without(task, isHeld);
  if (held.want.length < 2 || kept.want.length < fewestRows / 2) return null;
  return { kept, held, byKey: key !== null };
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
const repeatedKey = (task: ColumnTask, { branches }: Chain): string | null => {
  const { pairs, want } = task;
  const byHeart = branches.filter(
    ({ expr }) => expr.kind === "usual" || (expr.memorises > 1 && expr.kind !== "band"),
  );
  const sources = byHeart.flatMap(({ expr }) => expr.sources);
  const repeated = sources.filter((name) => {
    const cells = new Set(pairs.rows.map((row) => row.cells[name] ?? ""));
    const isRepeated = cells.size >= 8 && cells.size * 1.5 <= want.length;
    return isRepeated && !areSynonyms(cells, name, task);
  });
  return repeated[0] ?? null;
};

/**
 * Many spellings of few values, of which the rows without an answer show hardly any other: those
 * have to be learnt one by one, and no key tells of the next.
 */
const areSynonyms = (
  cells: ReadonlySet<string>,
  name: string,
  { want, spare }: ColumnTask,
): boolean => {
  const known = new Set([...cells].map((cell) => canonicalToken(cell)));
  const unseen = spare.rows.filter((row) => !known.has(canonicalToken(row.cells[name])));
  return new Set(want).size * 2 <= known.size && unseen.length * 10 <= spare.rows.length;
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
