import { call } from "../../search/doc.ts";
import { pascal } from "../../search/names.ts";
import { sampled, sorted } from "../../search/order.ts";
import type { Row } from "../../search/rows.ts";
import { type Expr, exprOf, type Need } from "../expr.ts";
import { rounded } from "./amount-forms.ts";
import type { Pool } from "./pool.ts";
import type { Task } from "./task.ts";

/** A formula over amounts, with what it gives for some rows. */
interface Formula {
  readonly code: string;
  /** Whether it needs brackets inside a product. */
  readonly isSum: boolean;
  readonly leaves: readonly Leaf[];
  readonly bits: number;
  readonly values: readonly number[];
  readonly run: (numbers: readonly number[]) => number;
}

interface Leaf {
  readonly name: string;
  readonly expr: Expr;
}

const mostLeaves = 9;
const mostFormulas = 700;
const mostProbes = 40;

/** Amounts put together: sums, differences, products and shares of up to three of them. */
export const sums = (task: Task, pool: Pool): void => {
  const probes = sampled(task.rows, mostProbes);
  const want = sampled(task.want, mostProbes).map((cell) => Number(cell.slice(1)));
  if (probes.length < 3) return;
  const leaves = leavesOf(task, pool).slice(0, mostLeaves);
  const singles = leaves.flatMap((leaf) => variants(leaf, probes));
  const pairs = distinct(singles.flatMap((a) => singles.flatMap((b) => joined(a, b))));
  const triples = pairs.slice(0, mostFormulas).flatMap((a) => singles.flatMap((b) => joined(a, b)));
  for (const formula of [...singles, ...pairs, ...triples])
    if (isNear(formula, want)) offer(formula, task, pool);
};

/** The amounts that were read in each column, and the gold's own that are explained. */
const leavesOf = (task: Task, pool: Pool): Leaf[] => {
  const reads = sorted(pool.tried, ({ given }) => -given.size).filter(
    ({ expr, cells }) =>
      /^(parseAmount|numberAt)\(/.test(expr.key) && cells.some((cell) => cell[0] === "n"),
  );
  const names = new Set<string>();
  const read = reads.flatMap(({ expr, given }): Leaf[] => {
    const name = /\((\w+)\.mostUsual/.exec(expr.key)?.[1] ?? expr.reads[0] ?? "";
    if (names.has(name) || given.size * 2 < task.rows.length) return [];
    names.add(name);
    return [{ name: camel(name), expr }];
  });
  const solved = task.solved
    .filter((expr) => task.rows.some((row) => typeof expr.run(row) === "number"))
    .map((expr): Leaf => ({ name: camel(expr.words), expr }));
  return [...solved, ...read];
};

const camel = (name: string): string => {
  const word = pascal(name);
  return word.charAt(0).toLowerCase() + word.slice(1);
};

/** The amount itself; as a share of a hundred where it may be one. */
const variants = (leaf: Leaf, probes: readonly Row[]): Formula[] => {
  const numbers = probes.map((row) => {
    const value = leaf.expr.run(row);
    return typeof value === "number" ? value : Number.NaN;
  });
  const base: Formula = {
    code: leaf.name,
    isSum: false,
    leaves: [leaf],
    bits: leaf.expr.bits,
    values: numbers,
    run: ([value = Number.NaN]) => value,
  };
  const known = numbers.filter((value) => !Number.isNaN(value));
  if (known.some((value) => value < 0 || value > 100)) return [base];
  const isShare = known.every((value) => value <= 1);
  const share = isShare ? base : changed(base, `${leaf.name} / 100`, false, (value) => value / 100);
  return [
    base,
    share,
    changed(share, `1 + ${share.code}`, true, (value) => 1 + value),
    changed(share, `1 - ${share.code}`, true, (value) => 1 - value),
  ];
};

const changed = (
  from: Formula,
  code: string,
  isSum: boolean,
  change: (value: number) => number,
): Formula => ({
  ...from,
  code,
  isSum,
  bits: from.bits + 5,
  values: from.values.map(change),
  run: (numbers) => change(from.run(numbers)),
});

const operators: readonly (readonly [string, boolean, (a: number, b: number) => number])[] = [
  [" * ", false, (a, b) => a * b],
  [" / ", false, (a, b) => a / b],
  [" + ", true, (a, b) => a + b],
  [" - ", true, (a, b) => a - b],
];

const joined = (left: Formula, right: Formula): Formula[] =>
  operators.flatMap(([sign, isSum, operate]) => {
    if (left.leaves.some((leaf) => right.leaves.includes(leaf))) return [];
    const count = left.leaves.length;
    const inner = (formula: Formula): string =>
      formula.isSum ? `(${formula.code})` : formula.code;
    const last = sign === " - " || !isSum || right.code.includes("/") ? inner(right) : right.code;
    return [
      {
        code: `${isSum ? left.code : inner(left)}${sign}${sign === " / " && right.code.includes(" ") ? `(${right.code})` : last}`,
        isSum,
        leaves: [...left.leaves, ...right.leaves],
        bits: left.bits + right.bits + 4,
        values: left.values.map((value, at) => operate(value, right.values[at] ?? Number.NaN)),
        run: (numbers) =>
          operate(left.run(numbers.slice(0, count)), right.run(numbers.slice(count))),
      },
    ];
  });

const distinct = (formulas: readonly Formula[]): Formula[] => {
  const seen = new Set<string>();
  return sorted(formulas, ({ bits }) => bits).filter(({ values }) => {
    const key = values.map((value) => value.toPrecision(9)).join();
    return !seen.has(key) && seen.add(key);
  });
};

/** Whether it gives the gold's number, but for the rounding, in a tenth of the rows. */
const isNear = ({ values }: Formula, want: readonly number[]): boolean => {
  const near = want.filter((wanted, at) => {
    const gap = Math.abs((values[at] ?? Number.NaN) - wanted);
    return gap <= 0.0051 || (Number.isInteger(wanted) && gap <= 0.5);
  });
  return near.length * 10 >= want.length && near.length >= 2;
};

const calculated: Need = {
  name: "calculated",
  declaration: [
    "const calculated = (formula: (...numbers: number[]) => number, ",
    "...numbers: (number | null)[]) => {\n",
    "  const known = numbers.filter((number) => number !== null);\n",
    "  return known.length === numbers.length ? formula(...known) : null;\n};",
  ],
  fill: null,
};

const offer = (formula: Formula, task: Task, pool: Pool): void => {
  if (formula.leaves.length < 2 && formula.code === formula.leaves[0]?.name) return;
  const whole = written(formula);
  pool.add(whole);
  for (const places of new Set([0, 2, placesIn(task)])) pool.add(rounded(whole, places));
};

const placesIn = ({ gold }: Task): number =>
  Math.max(0, ...gold.map((cell) => /\.(\d+)$/.exec(cell)?.[1]?.length ?? 0));

const written = ({ code, leaves, bits, run }: Formula): Expr => {
  const names = leaves.map(({ name }) => name);
  return exprOf({
    doc: call(
      "calculated",
      `(${names.join(", ")}) => ${code}`,
      ...leaves.map(({ expr }) => expr.doc),
    ),
    bits: bits + 4 - leaves.reduce((sum, { expr }) => sum + expr.bits, 0),
    words: code,
    from: leaves.map(({ expr }) => expr),
    needs: [calculated],
    run: (row) => {
      const numbers = leaves.map(({ expr }) => expr.run(row));
      const known = numbers.filter((value) => typeof value === "number");
      const value = run(known);
      return known.length === numbers.length && Number.isFinite(value) ? value : null;
    },
  });
};
