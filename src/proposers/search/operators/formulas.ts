import { difference, product, quotient, sum } from "../../../kit/index.ts";
import { call, type Doc, flat } from "../doc.ts";
import { type Expr, exprOf } from "../expr.ts";
import type { Offers, Operator } from "../operator.ts";
import { counted, inTurn, sampled, sorted } from "../order.ts";
import type { ColumnTask } from "../task.ts";
import type { Value } from "../typed.ts";
import { placesIn, roundedTo } from "./amount-forms.ts";
import { amountIn, measured } from "./measures.ts";

/** A formula over amounts, with what it gives for some rows. */
interface Formula {
  readonly expr: Expr;
  readonly leaves: readonly string[];
  readonly values: readonly number[];
}

const mostLeaves = 8;
const mostFormulas = 500;
const mostProbes = 40;

/** Amounts put together: sums, differences, products and shares of up to three of them. */
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
    const leaves = leavesOf(task, offers).slice(0, mostLeaves);
    const singles = leaves.flatMap((expr) => variants(expr, probed));
    const pairs = distinct(singles.flatMap((a) => singles.flatMap((b) => joined(a, b))));
    const near = nearest([...singles, ...pairs], want);
    for (const formula of near) offer(formula, task, offers);
    // Such as grams that were meant as kilograms, or minutes as hours.
    for (const { expr } of proportional(pairs, want)) measured(expr, task, offers);
    if (near.some((formula) => isRight(formula, want))) return;
    const triples = pairs
      .slice(0, mostFormulas)
      .flatMap((a) => singles.flatMap((b) => joined(a, b)));
    for (const formula of nearest(triples, want)) offer(formula, task, offers);
  },
};

const numberOf = (value: Value): number | null => (typeof value === "number" ? value : null);

/** The amounts that were read in each column, and the gold's own that are explained. */
const leavesOf = ({ sources, pairs }: ColumnTask, offers: Offers): Expr[] => {
  const solved = sources
    .filter(({ expr }) => expr.kind === "solved")
    .map(({ expr }) => expr)
    .filter((expr) => pairs.vector(expr).some((value) => typeof value === "number"));
  const reads = sorted(
    offers.tried.filter(({ expr }) => expr.kind === "number" || expr.kind === "usual"),
    ({ expr, given }) => expr.bits - given.size + (expr.kind === "usual" ? 1e6 : 0),
  );
  // What is a number as it stands was never read as one.
  const numbers = sources.filter(
    ({ expr, profile }) => expr.kind === "column" && profile.isAll.number,
  );
  const asIs = numbers.map(({ expr }) => amountIn(expr));
  const others = reads
    .map(({ expr }) => expr)
    .filter(
      ({ kind, sources: [from] }) => kind === "usual" || numbers.every(({ name }) => name !== from),
    );
  const known = new Set<string>();
  const read = inTurn([others, asIs]).flatMap((expr) => {
    const name = expr.kind === "usual" ? expr.key : (expr.sources[0] ?? "");
    if (known.has(name) || !pairs.vector(expr).some((value) => typeof value === "number"))
      return [];
    known.add(name);
    return [expr];
  });
  return [...solved, ...read];
};

/** The amount itself; as a share of a hundred where it may be one. */
const variants = (expr: Expr, probed: (expr: Expr) => number[]): Formula[] => {
  const base: Formula = { expr, leaves: [expr.key], values: probed(expr) };
  const known = base.values.filter((value) => !Number.isNaN(value));
  if (known.length === 0 || known.some((value) => value < 0 || value > 100)) return [base];
  const isShare = known.every((value) => value <= 1);
  const share = isShare ? base : constantly(base, "quotient", "/ 100", [null, 100]);
  return [
    base,
    share,
    constantly(share, "sum", "1 +", [1, null]),
    constantly(share, "difference", "1 -", [1, null]),
  ];
};

const functions = { sum, difference, product, quotient };
type Name = keyof typeof functions;

/** A function of the amount and a constant; `null` stands for the amount. */
const constantly = (
  from: Formula,
  name: Name,
  words: string,
  places: readonly (number | null)[],
): Formula => {
  const run = (value: number | null): number | null => {
    const [a = null, b = null] = places.map((place) => place ?? value);
    return functions[name](a, b);
  };
  const expr = exprOf({
    kind: "formula",
    code: call(name, ...places.map((place): Doc => (place === null ? from.expr.code : `${place}`))),
    bits: 5,
    words: words.startsWith("/") ? `${from.expr.words} ${words}` : `${words} ${from.expr.words}`,
    parts: [from.expr],
    combine: ([value = null]) => run(numberOf(value)),
  });
  return { ...from, expr, values: from.values.map((value) => run(value) ?? Number.NaN) };
};

const signs: readonly (readonly [Name, string])[] = [
  ["product", "times"],
  ["quotient", "divided by"],
  ["sum", "plus"],
  ["difference", "less"],
];

const operate = (name: Name, a: number, b: number): number =>
  ({ product: a * b, quotient: a / b, sum: a + b, difference: a - b })[name];

const joined = (left: Formula, right: Formula): Formula[] => {
  if (left.leaves.some((leaf) => right.leaves.includes(leaf))) return [];
  return signs.flatMap(([name, words]) => {
    // a + b and b + a are one.
    const isEitherWay = name === "product" || name === "sum";
    if (isEitherWay && flat(left.expr.code) > flat(right.expr.code)) return [];
    const expr = exprOf({
      kind: "formula",
      code: call(name, left.expr.code, right.expr.code),
      bits: 4,
      words: `${left.expr.words} ${words} ${right.expr.words}`,
      parts: [left.expr, right.expr],
      combine: ([a = null, b = null]) => functions[name](numberOf(a), numberOf(b)),
    });
    const values = left.values.map((value, at) =>
      operate(name, value, right.values[at] ?? Number.NaN),
    );
    return [{ expr, leaves: [...left.leaves, ...right.leaves], values }];
  });
};

const distinct = (formulas: readonly Formula[]): Formula[] => {
  const seen = new Set<string>();
  return sorted(formulas, ({ expr }) => expr.bits).filter(({ values }) => {
    const key = values.map((value) => value.toPrecision(9)).join();
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
  return sorted(counted, ({ formula, near }) => formula.expr.bits / 100 - near)
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
  return sorted(shares, ({ formula, times }) => formula.expr.bits / 100 - times)
    .slice(0, mostScaled)
    .map(({ formula }) => formula);
};

const isRight = ({ values }: Formula, want: readonly number[]): boolean => {
  const known = values.filter((value) => !Number.isNaN(value)).length;
  const right = want.filter((wanted, at) => Math.abs((values[at] ?? Number.NaN) - wanted) < 1e-9);
  return known >= 3 && right.length * 10 >= known * 9;
};

const offer = ({ expr, leaves }: Formula, task: ColumnTask, offers: Offers): void => {
  if (leaves.length < 2 && expr.kind !== "formula") return;
  offers.offer(expr);
  for (const places of new Set([0, 2, ...placesIn(task)])) offers.offer(roundedTo(expr, places));
};
