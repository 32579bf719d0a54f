import { branchBits, missBits, oddBits } from "./bits.ts";
import { BitSet } from "./bitset.ts";
import { type BranchOption, branchOptions, distinctRows } from "./branch-options.ts";
import type { Chain } from "./branches.ts";
import { clash, type Expr } from "./expr.ts";
import type { Guard } from "./frame.ts";
import type { Tried } from "./operator.ts";
import { sorted } from "./order.ts";
import type { Pool } from "./pool.ts";
import { blankCell } from "./typed.ts";

interface State {
  readonly options: readonly BranchOption[];
  readonly hit: BitSet;
  readonly given: BitSet;
  readonly spareGiven: BitSet;
  readonly bits: number;
  readonly cost: number;
}

const beam = 8;
const deepest = 6;
const mostPrograms = 40;
const mostHelping = 500;
const mostStates = 400;
const oneForAll = 0.8;
/** A wrong cell is worse than none: a branch that is right in less than a quarter misleads. */
const leastRight = 0.25;

export class ChainSearch {
  readonly #pool: Pool;
  readonly #rows: number;
  readonly #wantsBlank: BitSet;
  readonly #missBits: number;
  /** What a row costs that is put out although no visible gold row asks for it. */
  readonly #spareBits: number;
  /** What the best chains so far are made of: more programs must not crowd it out. */
  readonly #kept = new Set<Tried>();

  constructor(pool: Pool) {
    const { want, leaves, hidden } = pool.task;
    this.#pool = pool;
    this.#rows = want.length;
    this.#wantsBlank = BitSet.where(want.length, (at) => want[at] === blankCell);
    this.#missBits = missBits(want.length);
    this.#spareBits = leaves ? -Math.log2(Math.max(hidden, 0.05)) : 0;
  }

  /** The cheapest chain first, of the programs that are allowed in it. */
  search(guards: readonly Guard[], isAllowed: (expr: Expr) => boolean): Chain[] {
    const options = this.#options(guards, isAllowed);
    let states = [this.#state([])];
    const ended = [...states];
    for (let depth = 0; depth < deepest; depth++) {
      const next = states.flatMap((state) => this.#grown(state, options));
      states = varied(sorted(next, ({ cost }) => cost)).slice(0, beam);
      ended.push(...states);
      if (states.length === 0) break;
    }
    const best = sorted(ended, ({ cost }) => cost).slice(0, 6);
    const improved = best.map((state, at) => (at < 2 ? this.#improved(state, options) : state));
    const ranked = sorted(distinct(improved), ({ cost }) => cost);
    for (const { expr } of ranked[0]?.options ?? []) this.#kept.add(this.#pool.measure(expr));
    return ranked.map((state) => this.#chain(state));
  }

  #options(guards: readonly Guard[], isAllowed: (expr: Expr) => boolean): BranchOption[] {
    const among = new Set([...this.#kept, ...this.#pool.best(mostPrograms)]);
    const best = [...among].filter(({ expr }) => isAllowed(expr));
    const penalties = { miss: this.#missBits, spare: this.#spareBits };
    return branchOptions(best, guards, this.#pool.task, penalties);
  }

  #grown(state: State, options: readonly BranchOption[]): State[] {
    const found: State[] = [];
    for (const option of options) {
      const grown = this.#after(state, option);
      if (grown !== null && grown.cost < state.cost) found.push(grown);
    }
    return varied(sorted(found, ({ cost }) => cost)).slice(0, beam);
  }

  #after(state: State, option: BranchOption): State | null {
    // What only keeps rows out of the whole column is a rule for rows.
    if (option.isFilter && state.options.length === 0) return null;
    if (option.hit.sizeWithout(state.given) === 0) return null;
    const needs = option.expr.prepared;
    if (
      needs.length > 0 &&
      clash([...state.options.flatMap(({ expr }) => expr.prepared), ...needs])
    )
      return null;
    // One answer for all is no rule unless it nearly is.
    const isOneForAll = state.options.length === 0 && option.expr.kind === "constant";
    if (isOneForAll && option.guard === null && option.hit.size < oneForAll * this.#rows)
      return null;
    const gained = option.hit.without(state.given);
    if (gained.size < leastRight * option.given.sizeWithout(state.given)) return null;
    return this.#costed({
      options: [...state.options, option],
      hit: state.hit.or(gained),
      given: state.given.or(option.given),
      spareGiven: state.spareGiven.or(option.spareGiven),
      bits:
        state.bits + option.bits + branchBits + oddBits * option.odd.sizeWithout(state.spareGiven),
    });
  }

  #state(options: readonly BranchOption[]): State {
    const none = new BitSet(this.#rows);
    const spareGiven = new BitSet(this.#pool.task.spare.rows.length);
    const start = this.#costed({ options: [], hit: none, given: none, spareGiven, bits: 0 });
    return options.reduce((state, option) => this.#after(state, option) ?? state, start);
  }

  /** Whatever single branch more, less or moved makes the chain cheaper, until none does. */
  #improved(from: State, options: readonly BranchOption[]): State {
    let best = from;
    for (let round = 0; round < deepest; round++) {
      const found = this.#neighbours(best, options).reduce(
        (least, state) => (state.cost < least.cost - 1e-9 ? state : least),
        best,
      );
      if (found === best) return best;
      best = found;
    }
    return best;
  }

  #neighbours({ options: chain }: State, options: readonly BranchOption[]): State[] {
    const without = chain.map((_, at) => chain.filter((_, other) => other !== at));
    return [chain, ...without].flatMap((base) => {
      const state = this.#state(base);
      // Only what explains a row that is missed can help.
      const helping = options
        .filter(({ hit }) => hit.sizeWithout(state.hit) > 0)
        .slice(0, mostHelping);
      return [state, ...base.flatMap((_, at) => this.#inserted(base, at, helping))];
    });
  }

  #inserted(base: readonly BranchOption[], at: number, options: readonly BranchOption[]): State[] {
    const head = this.#state(base.slice(0, at));
    return options.flatMap((option) => {
      const next = this.#after(head, option);
      if (next === null) return [];
      return base.slice(at).reduce((state, one) => this.#after(state, one) ?? state, next);
    });
  }

  #costed(state: Omit<State, "cost">): State {
    const { hit, given, spareGiven, bits } = state;
    const right = hit.size + this.#wantsBlank.sizeWithout(given);
    const missed = this.#missBits * (this.#rows - right);
    return { ...state, cost: bits + missed + this.#spareBits * spareGiven.size };
  }

  #oddOf(options: readonly BranchOption[]): number {
    let given = new BitSet(this.#pool.task.spare.rows.length);
    let odd = 0;
    for (const option of options) {
      odd += option.odd.sizeWithout(given);
      given = given.or(option.spareGiven);
    }
    return odd;
  }

  #chain({ options, hit, given, cost }: State): Chain {
    let taken = new BitSet(this.#rows);
    const branches = options.map((option) => {
      const support = option.hit.without(taken).size;
      taken = taken.or(option.given);
      return { expr: option.expr, guard: option.guard, support };
    });
    const hits = hit.size + this.#wantsBlank.without(given).size;
    return { branches, bits: cost, hits, rows: this.#rows, odd: this.#oddOf(options) };
  }
}

/** Of states that explain the same rows the cheapest, and few that end alike. */
const varied = (states: readonly State[]): State[] => {
  const ends = new Map<string, number>();
  return distinct(states).filter(({ options }) => {
    const end = options.map(({ expr }) => expr.key).join();
    ends.set(end, (ends.get(end) ?? 0) + 1);
    return (ends.get(end) ?? 0) <= 2;
  });
};

/** Of states that explain the same rows the cheapest. */
const distinct = (states: readonly State[]): State[] => distinctRows(states.slice(0, mostStates));
