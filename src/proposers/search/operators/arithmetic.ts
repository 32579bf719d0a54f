import { difference, product, quotient, sum } from "../../../kit/index.ts";
import { call, type Doc } from "../doc.ts";
import { type Expr, exprOf } from "../expr.ts";
import { numberOf } from "./number-forms.ts";

/** A formula over amounts, with what it gives for some rows. */
export interface Formula {
  /** Written when it is wanted: most are only reckoned. */
  readonly expr: () => Expr;
  readonly bits: number;
  /** Its amounts by their numbers, in the order in which they stand. */
  readonly leaves: readonly number[];
  readonly values: readonly number[];
}

/** The amount itself; as a share of a hundred where it may be one. */
export const variants = (expr: Expr, leaf: number, values: readonly number[]): Formula[] => {
  const base: Formula = { expr: () => expr, bits: expr.bits, leaves: [leaf], values };
  const known = values.filter((value) => !Number.isNaN(value));
  const orNone = known.length < values.length ? [orNothing(base)] : [];
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

const combiningBits = 4;

export const combined = (left: Formula, right: Formula): Formula[] => {
  if (left.leaves.some((leaf) => right.leaves.includes(leaf))) return [];
  return signs.flatMap(([name, words]) => {
    // a + b and b + a are one.
    const isEitherWay = name === "product" || name === "sum";
    if (isEitherWay && comesFirst(right, left)) return [];
    const reckon = operate[name];
    return [
      {
        expr: () => combinedBy(name, words, left.expr(), right.expr()),
        bits: left.bits + right.bits + combiningBits,
        leaves: [...left.leaves, ...right.leaves],
        values: left.values.map((value, at) => reckon(value, right.values[at] ?? Number.NaN)),
      },
    ];
  });
};

/** Sums of three begin with two that are in order. */
const comesFirst = (a: Formula, b: Formula): boolean =>
  a.leaves.length === b.leaves.length && (a.leaves[0] ?? 0) < (b.leaves[0] ?? 0);

const combinedBy = (name: Name, words: string, left: Expr, right: Expr): Expr =>
  exprOf({
    kind: "formula",
    code: call(name, left.code, right.code),
    bits: combiningBits,
    words: `${left.words} ${words} ${right.words}`,
    parts: [left, right],
    combine: ([a = null, b = null]) => functions[name](numberOf(a), numberOf(b)),
  });
