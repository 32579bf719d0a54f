import { difference, product, quotient, sum } from "../../../kit/index.ts";
import { call, type Doc } from "../doc.ts";
import { type Expr, exprOf } from "../expr.ts";
import type { Offers, Operator } from "../operator.ts";
import { counted, inTurn, sampled, sorted } from "../order.ts";
import type { ColumnTask } from "../task.ts";
import type { Value } from "../typed.ts";
import { placesIn, roundedTo } from "./amount-forms.ts";
import { amountIn, measured } from "./measures.ts";

/** A formula over amounts, with what it gives for some rows. */
interface Formula {
  /** Written when it is wanted: most are only reckoned. */
  readonly expr: () => Expr;
  readonly bits: number;
  /** Its amounts by their numbers, in the order in which they stand. */
  readonly leaves: readonly number[];
  readonly values: readonly number[];
}

const mostLeaves = 12;
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
    const leaves = telling(leavesOf(task, offers), probed, want).slice(0, mostLeaves);
    const singles = leaves.flatMap((expr, leaf) => variants(expr, leaf, probed));
    const pairs = distinct(singles.flatMap((a) => singles.flatMap((b) => joined(a, b))));
    const near = nearest([...singles, ...pairs], want);
    for (const formula of near) offer(formula, task, offers);
    // Such as grams that were meant as kilograms, or minutes as hours.
    for (const { expr } of proportional(pairs, want)) measured(expr(), task, offers);
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
  const isNumeric = (expr: Expr): boolean =>
    pairs.vector(expr).some((value) => typeof value === "number");
  const solved = sources
    .filter(({ expr }) => expr.kind === "solved")
    .map(({ expr, profile }) => {
      const isText = pairs.vector(expr).some((value) => typeof value === "string" && value !== "");
      return isText && profile.isAll.number ? amountIn(expr) : expr;
    })
    .filter(isNumeric);
  const reads = sorted(
    offers.tried.filter(
      ({ expr: { kind, key } }) =>
        (kind === "number" && !key.startsWith("fromBase(")) || kind === "usual",
    ),
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
    const isOwn = expr.kind === "usual" || expr.sources.length > 1;
    const name = isOwn ? expr.key : (expr.sources[0] ?? "");
    if (known.has(name) || !isNumeric(expr)) return [];
    known.add(name);
    return [expr];
  });
  return [...solved, ...read];
};

/** Each once, those that go up and down with the gold's numbers beside the others in turn. */
const telling = (
  leaves: readonly Expr[],
  probed: (expr: Expr) => number[],
  want: readonly number[],
): Expr[] => {
  const seen = new Set<string>();
  const distinct = leaves.flatMap((expr) => {
    const values = probed(expr);
    const key = values.join();
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ expr, kinship: kinship(values, want) }];
  });
  const related = sorted(distinct, ({ kinship }) => -kinship);
  return [...new Set(inTurn([related, distinct]).map(({ expr }) => expr))];
};

/** How much two series go up and down together, from 0 to 1. */
const kinship = (values: readonly number[], want: readonly number[]): number => {
  const both = values.flatMap((value, at) => {
    const other = want[at] ?? Number.NaN;
    return Number.isNaN(value) || Number.isNaN(other) ? [] : [[value, other] as const];
  });
  const mean = (numbers: readonly number[]) =>
    numbers.reduce((sum, one) => sum + one, 0) / Math.max(numbers.length, 1);
  const [left, right] = [mean(both.map(([a]) => a)), mean(both.map(([, b]) => b))];
  const shared = mean(both.map(([a, b]) => (a - left) * (b - right)));
  const spread =
    mean(both.map(([a]) => (a - left) ** 2)) * mean(both.map(([, b]) => (b - right) ** 2));
  return spread === 0 ? 0 : Math.abs(shared) / Math.sqrt(spread);
};

/** The amount itself; as a share of a hundred where it may be one. */
const variants = (expr: Expr, leaf: number, probed: (expr: Expr) => number[]): Formula[] => {
  const base: Formula = {
    expr: () => expr,
    bits: expr.bits,
    leaves: [leaf],
    values: probed(expr),
  };
  const known = base.values.filter((value) => !Number.isNaN(value));
  const orNone = known.length < base.values.length ? [orNothing(base)] : [];
  if (known.length === 0 || known.some((value) => value < 0 || value > 100))
    return [base, ...orNone];
  const isShare = known.every((value) => value <= 1);
  const share = isShare ? base : constantly(base, "quotient", "/ 100", [null, 100]);
  return [
    base,
    ...orNone,
    share,
    constantly(share, "sum", "1 +", [1, null]),
    constantly(share, "difference", "1 -", [1, null]),
  ];
};

/** A fee, a tip, a break: where none is given there was none. */
const orNothing = (from: Formula): Formula => {
  const amount = from.expr();
  const expr = exprOf({
    kind: "formula",
    code: [amount.code, " ?? 0"],
    bits: 4,
    words: `${amount.words} (0 where there is none)`,
    parts: [amount],
    combine: ([value = null]) => numberOf(value) ?? 0,
  });
  return {
    ...from,
    expr: () => expr,
    bits: expr.bits,
    values: from.values.map((value) => (Number.isNaN(value) ? 0 : value)),
  };
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
  const inner = from.expr();
  const expr = exprOf({
    kind: "formula",
    code: call(name, ...places.map((place): Doc => (place === null ? inner.code : `${place}`))),
    bits: 5,
    words: words.startsWith("/") ? `${inner.words} ${words}` : `${words} ${inner.words}`,
    parts: [inner],
    combine: ([value = null]) => run(numberOf(value)),
  });
  return {
    ...from,
    expr: () => expr,
    bits: expr.bits,
    values: from.values.map((value) => run(value) ?? Number.NaN),
  };
};

const signs: readonly (readonly [Name, string])[] = [
  ["product", "times"],
  ["quotient", "divided by"],
  ["sum", "plus"],
  ["difference", "less"],
];

const operate: Readonly<Record<Name, (a: number, b: number) => number>> = {
  product: (a, b) => a * b,
  quotient: (a, b) => a / b,
  sum: (a, b) => a + b,
  difference: (a, b) => a - b,
};

const joiningBits = 4;

const joined = (left: Formula, right: Formula): Formula[] => {
  if (left.leaves.some((leaf) => right.leaves.includes(leaf))) return [];
  return signs.flatMap(([name, words]) => {
    // a + b and b + a are one.
    const isEitherWay = name === "product" || name === "sum";
    if (isEitherWay && comesFirst(right, left)) return [];
    const reckon = operate[name];
    return [
      {
        expr: () => joinedBy(name, words, left.expr(), right.expr()),
        bits: left.bits + right.bits + joiningBits,
        leaves: [...left.leaves, ...right.leaves],
        values: left.values.map((value, at) => reckon(value, right.values[at] ?? Number.NaN)),
      },
    ];
  });
};

/** Sums of three begin with two that are in order. */
const comesFirst = (a: Formula, b: Formula): boolean =>
  a.leaves.length === b.leaves.length && (a.leaves[0] ?? 0) < (b.leaves[0] ?? 0);

const joinedBy = (name: Name, words: string, left: Expr, right: Expr): Expr =>
  exprOf({
    kind: "formula",
    code: call(name, left.code, right.code),
    bits: joiningBits,
    words: `${left.words} ${words} ${right.words}`,
    parts: [left, right],
    combine: ([a = null, b = null]) => functions[name](numberOf(a), numberOf(b)),
  });

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
