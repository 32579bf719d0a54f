import {
  difference,
  numberAt,
  parseAmount,
  parseFraction,
  product,
  quotient,
  sum,
} from "../../../kit/index.ts";
import { object } from "../doc.ts";
import { applied, asText, type Expr } from "../expr.ts";
import { wordsIn } from "../guards.ts";
import type { Offers, Operator } from "../operator.ts";
import { counted } from "../order.ts";
import type { ColumnTask, Source } from "../task.ts";
import type { Value } from "../typed.ts";
import { conversions, digitsOf, type Line, linesThrough } from "./fits.ts";
import { formsOf, numberOf, rounded, type Target, targetOf, written } from "./number-forms.ts";

const mostExamples = 200;

/** Numbers in another unit, shifted, rounded, and written with what stands around them. */
export const measures: Operator = {
  name: "measures",
  types: ["number", "text"],
  readsLongText: false,
  propose: (task, offers) => {
    if (task.gold.filter((cell) => targetOf(cell) !== null).length < 2) return;
    for (const source of task.sources)
      if (source.profile.digits > 0.02) {
        for (const read of numbersOf(source, task)) measured(read, task, offers);
        for (const unit of unitsIn(source))
          measured(numberIn(source.expr, 0), task, offers, "any", unit);
      }
  },
};

const mostUnits = 4;

/** Units of which only some cells have each: what becomes of a number may depend on them. */
const unitsIn = ({ expr, profile }: Source): string[] => {
  if (expr.kind !== "column" || profile.isLong) return [];
  const cells = profile.common.flatMap(([cell]) => {
    const [, before, behind] =
      /^\s*(\p{L}*)[^\p{L}\d]*\d[\d.,]*[^\p{L}\d]*(\p{L}*)/u.exec(cell) ?? [];
    return before === undefined ? [] : [(behind || before).toLowerCase()];
  });
  const units = counted(cells).filter(([, times]) => times >= 2);
  return units.length < 2 ? [] : units.flatMap(([unit]) => unit || []).slice(0, mostUnits);
};

/** The numbers that a cell may be read as. */
export const numbersOf = ({ expr, profile }: Source, task: ColumnTask): Expr[] => {
  if (expr.kind === "solved" && typeof task.pairs.vector(expr)[0] === "number") return [expr];
  const cells = profile.common.map(([cell]) => cell.trim());
  const shows = (pattern: RegExp) => cells.some((cell) => pattern.test(cell));
  return [
    ...(shows(/^[^\p{L}\d]*\d[\d.,]*[^\p{L}\d]*$/u) ? [amountIn(expr)] : []),
    ...(shows(/\d[eE][+-]?\d/) ? [amountIn(expr, "exponent")] : []),
    ...(shows(/\d\s*\/\s*\d/) ? [fractionIn(expr)] : []),
    ...(shows(/\p{L}.*\d|\d.*\p{L}/u) ? [numberIn(expr, 0)] : []),
  ];
};

export const amountIn = (source: Expr, also?: "exponent"): Expr =>
  applied(source, {
    kind: "number",
    name: "parseAmount",
    words: "read as a number",
    bits: also ? 9 : 4,
    more: also ? [object(['exponent: "read"'])] : [],
    run: (value) => parseAmount(asText(value), also ? { exponent: "read" } : {}),
  });

const fractionIn = (source: Expr): Expr =>
  applied(source, {
    kind: "number",
    name: "parseFraction",
    words: "read as a fraction",
    bits: 5,
    run: (value) => parseFraction(asText(value)),
  });

export const numberIn = (source: Expr, index: number): Expr =>
  applied(source, {
    kind: "number",
    name: "numberAt",
    words:
      index === 0 ? "its first number" : `its number ${index < 0 ? "from the end" : index + 1}`,
    bits: 12 + Math.abs(index),
    more: [String(index)],
    run: (value) => numberAt(asText(value), index),
  });

/**
 * What the number may have become, in its own unit or in others; with a `unit`, what became of
 * those that have it beside them.
 */
export const measured = (
  read: Expr,
  task: ColumnTask,
  offers: Offers,
  units: "own" | "any" = "any",
  unit: string | null = null,
): void => {
  const [name = ""] = read.sources;
  const values = task.pairs
    .vector(read)
    .map((value, at) =>
      unit === null || wordsIn(task.pairs.rows[at]?.cells[name] ?? "").includes(unit)
        ? value
        : null,
    );
  const targets = examplesFor(values, task);
  if (targets.length < 2) return;
  // Numbers lose the zeros at their end, so that the longest tells how exact all are.
  const finest = Math.max(...targets.map(({ target }) => target.decimals));
  const points = targets.map(({ from, target }) => ({
    from,
    to: target.value,
    slack: 0.5 * 10 ** -(task.type === "number" ? finest : target.decimals),
  }));
  const forms = formsOf(targets.map(({ target }) => target));
  const lines: (Line | null)[] = [null, ...(units === "any" ? linesThrough(points) : [])];
  for (const line of lines)
    for (const rounding of [null, ...forms.roundings]) {
      const value = rounded(line === null ? read : onLine(read, line), rounding);
      if (task.type === "number") offers.offer(value);
      else for (const form of forms.written) offers.offer(written(value, form));
    }
};

const examplesFor = (
  values: readonly Value[],
  { gold }: ColumnTask,
): { readonly from: number; readonly target: Target }[] => {
  const seen = new Set<string>();
  const found: { from: number; target: Target }[] = [];
  for (const [at, value] of values.entries()) {
    const key = `${value} ${gold[at]}`;
    if (typeof value !== "number" || seen.has(key) || found.length >= mostExamples) continue;
    seen.add(key);
    const target = targetOf(gold[at] ?? "");
    if (target !== null) found.push({ from: value, target });
  }
  return found;
};

const constantBits = (value: number): number =>
  6 + 2 * (conversions.includes(value) ? 1 : digitsOf(value));

const functions = { product, quotient, sum, difference };

const calculated = (
  name: keyof typeof functions,
  inner: Expr,
  words: string,
  constant: number,
): Expr =>
  applied(inner, {
    kind: "number",
    name,
    words: `${words} ${constant}`,
    bits: 3 + constantBits(constant),
    more: [String(constant)],
    run: (value) => functions[name](numberOf(value), constant),
  });

const onLine = (read: Expr, { before, factor, divisor, offset }: Line): Expr => {
  const isTurned = divisor === -1;
  const from = shifted(read, before);
  const scaled =
    factor !== 1 || isTurned
      ? calculated("product", from, "times", isTurned ? -factor : factor)
      : divisor !== 1
        ? calculated("quotient", from, "divided by", divisor)
        : from;
  return shifted(scaled, offset);
};

const shifted = (read: Expr, by: number): Expr => {
  if (by === 0) return read;
  return by > 0 ? calculated("sum", read, "plus", by) : calculated("difference", read, "less", -by);
};
