import { oddBits } from "./bits.ts";
import { BitSet } from "./bitset.ts";
import type { Expr } from "./expr.ts";
import type { Guard } from "./frame.ts";
import type { Tried } from "./operator.ts";
import { inTurn, sorted } from "./order.ts";
import type { ColumnTask } from "./task.ts";

/** What may be a branch: a program, as it is or under a condition. */
export interface BranchOption {
  readonly expr: Expr;
  readonly guard: Guard | null;
  readonly hit: BitSet;
  readonly given: BitSet;
  readonly spareGiven: BitSet;
  /** Rows without a known answer for which it gives something unlike the gold's cells. */
  readonly odd: BitSet;
  readonly bits: number;
  /** Whether its condition does no more than keep rows out. */
  readonly isFilter: boolean;
}

/** The rows that something explains, and those for which it gives a cell. */
type Covered = Pick<BranchOption, "hit" | "given" | "spareGiven">;

/** What it costs to get a row wrong, and to put one out that nobody asked for. */
interface Penalties {
  readonly miss: number;
  readonly spare: number;
}

const mostOptions = 1000;
/** A condition that does no more than keep rows out must keep out several. */
const oddsBits = 9;

/** The programs as they are and, unless one explains all, under each condition; the shortest first. */
export const branchOptions = (
  programs: readonly Tried[],
  guards: readonly Guard[],
  { pairs, spare, want }: ColumnTask,
  penalties: Penalties,
): BranchOption[] => {
  const plains = programs.map(plainOption).filter(({ hit }) => hit.size > 0);
  const [first] = sorted(plains, ({ hit }) => -hit.size);
  if (first && first.hit.size === want.length) return sorted(plains, ({ bits }) => bits);
  const covered = first?.hit ?? new BitSet(want.length);
  const guarded = programs.map((tried) =>
    sorted(
      guards
        .map((guard) => guardedOption(tried, guard, pairs.where(guard), spare.where(guard)))
        .filter(({ hit }) => hit.size > 0),
      (option) => worthOf(option, covered, penalties),
    ),
  );
  const plainAndGuarded = [...plains, ...inTurn(guarded).slice(0, mostOptions)];
  return distinctRows(sorted(plainAndGuarded, ({ bits }) => bits));
};

/** The lower, the better: what is explained beyond the rows that are covered counts most. */
const worthOf = (
  { hit, given, bits, spareGiven, odd }: BranchOption,
  covered: BitSet,
  { miss, spare }: Penalties,
): number =>
  bits +
  spare * spareGiven.size +
  oddBits * odd.size -
  miss * (hit.size + 3 * hit.sizeWithout(covered) - given.without(hit).size / 2);

const plainOption = ({ expr, hit, given, spareGiven, odd }: Tried): BranchOption => ({
  expr,
  guard: null,
  hit,
  given,
  spareGiven,
  bits: expr.bits,
  odd,
  isFilter: false,
});

const guardedOption = (tried: Tried, guard: Guard, rows: BitSet, spare: BitSet): BranchOption => {
  const [hit, given] = [tried.hit.and(rows), tried.given.and(rows)];
  const helps = given.without(hit).size < tried.given.without(tried.hit).size;
  const said = helps ? guard.bits : Math.max(guard.bits, oddsBits);
  return {
    expr: tried.expr,
    guard,
    hit,
    given,
    spareGiven: tried.spareGiven.and(spare),
    bits: tried.expr.bits + said,
    odd: tried.odd.and(spare),
    isFilter: !helps,
  };
};

/** Of those that explain the same rows the first. */
export const distinctRows = <Some extends Covered>(items: readonly Some[]): Some[] => {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = rowsKey(item);
    return !seen.has(key) && seen.add(key);
  });
};

const rowsKey = ({ hit, given, spareGiven }: Covered): string =>
  `${hit.words.join()}/${given.words.join()}/${spareGiven.words.join()}`;
