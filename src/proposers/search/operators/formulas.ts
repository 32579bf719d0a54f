import type { Expr } from "../expr.ts";
import type { Offers, Operator } from "../operator.ts";
import { counted, sampled, sorted } from "../order.ts";
import type { ColumnTask } from "../task.ts";
import { placesIn, roundedTo } from "./amount-forms.ts";
import { combined, type Formula, variants } from "./arithmetic.ts";
import { amountsFor } from "./formula-amounts.ts";
import { measured } from "./measures.ts";
import { numberOf } from "./number-forms.ts";

const mostAmounts = 12;
const mostFormulas = 500;
const mostProbes = 40;

/**
 * Amounts put together: sums, differences, products and shares of up to three of them, what is not
 * given as nothing where some are not.
 */
export const formulas: Operator = {
  name: "formulas",
  types: ["number"],
  readsLongText: false,
  propose: (task, offers) => {
    const at = sampled([...task.want.keys()], mostProbes);
    const want = at.map((index) => Number((task.want[index] ?? "t").slice(1) || Number.NaN));
    if (at.length < 3) return;
    const probed = (expr: Expr): number[] => {
      const values = task.pairs.vector(expr);
      return at.map((index) => numberOf(values[index] ?? null) ?? Number.NaN);
    };
    const amounts = amountsFor(task, offers, probed, want).slice(0, mostAmounts);
    const singles = amounts.flatMap((expr, leaf) => variants(expr, leaf, probed(expr)));
    const pairs = distinct(singles.flatMap((a) => singles.flatMap((b) => combined(a, b))));
    const near = nearest([...singles, ...pairs], want);
    for (const formula of near) offer(formula, task, offers);
    // Such as grams that were meant as kilograms, or minutes as hours.
    for (const { expr } of proportional(pairs, want)) measured(expr(), task, offers);
    if (near.some((formula) => isRight(formula, want))) return;
    const triples = pairs
      .slice(0, mostFormulas)
      .flatMap((a) => singles.flatMap((b) => combined(a, b)));
    for (const formula of nearest(triples, want)) offer(formula, task, offers);
  },
};

const distinct = (formulas: readonly Formula[]): Formula[] => {
  const seen = new Set<string>();
  return sorted(formulas, ({ bits }) => bits).filter(({ values }) => {
    const key = values.map((value) => Math.fround(value)).join();
    return !seen.has(key) && seen.add(key);
  });
};

const isClose = (value: number, wanted: number): boolean =>
  Math.abs(value - wanted) <= (Number.isInteger(wanted) ? 0.5 : 0.0051);

const mostNear = 40;

/** Those that give the gold's number, but for the rounding, in a tenth of the rows. */
const nearest = (formulas: readonly Formula[], want: readonly number[]): Formula[] => {
  const counted = formulas.flatMap((formula) => {
    const near = want.filter((wanted, at) => isClose(formula.values[at] ?? Number.NaN, wanted));
    const isNear = near.length * 10 >= want.length && near.length >= 2;
    return isNear ? [{ formula, near: near.length }] : [];
  });
  return sorted(counted, ({ formula, near }) => formula.bits / 100 - near)
    .slice(0, mostNear)
    .map(({ formula }) => formula);
};

const mostScaled = 4;

/** Products and quotients that are the gold's number but for one factor in most rows. */
const proportional = (formulas: readonly Formula[], want: readonly number[]): Formula[] => {
  const shares = formulas.flatMap((formula) => {
    const ratios = want.flatMap((wanted, at) => {
      const ratio = wanted / (formula.values[at] ?? Number.NaN);
      return Number.isFinite(ratio) && ratio > 0 ? [ratio.toPrecision(2)] : [];
    });
    const [usual] = counted(ratios);
    const isScaled = usual !== undefined && Number(usual[0]) !== 1;
    return isScaled && usual[1] * 2 > want.length ? [{ formula, times: usual[1] }] : [];
  });
  return sorted(shares, ({ formula, times }) => formula.bits / 100 - times)
    .slice(0, mostScaled)
    .map(({ formula }) => formula);
};

const isRight = ({ values }: Formula, want: readonly number[]): boolean => {
  const known = values.filter((value) => !Number.isNaN(value)).length;
  const right = want.filter((wanted, at) => Math.abs((values[at] ?? Number.NaN) - wanted) < 1e-9);
  return known >= 3 && right.length * 10 >= known * 9;
};

const offer = (formula: Formula, task: ColumnTask, offers: Offers): void => {
  const expr = formula.expr();
  if (formula.leaves.length < 2 && expr.kind !== "formula") return;
  offers.offer(expr);
  for (const places of new Set([0, 2, ...placesIn(task)])) offers.offer(roundedTo(expr, places));
};
