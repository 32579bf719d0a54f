import {
  type AmountFormat,
  formatAmount,
  parseAmount,
  product,
  roundTo,
} from "../../../kit/index.ts";
import { object } from "../doc.ts";
import { applied, type Expr } from "../expr.ts";
import type { Offers } from "../operator.ts";
import { counted } from "../order.ts";
import type { ColumnTask } from "../task.ts";
import type { Value } from "../typed.ts";

const mostFactors = 4;
/** What is left of digits in a ratio when one side was rounded. */
const close = 4;

/** The same amounts in another unit, rounded, or written as a text. */
export const offerFinished = (read: Expr, task: ColumnTask, offers: Offers): void => {
  for (const expr of [read, ...scales(read, task)]) {
    offers.offer(expr);
    for (const places of placesIn(task)) offers.offer(roundedTo(expr, places));
    if (task.type !== "number") written(expr, task, offers);
  }
};

const numberOf = (value: Value): number | null => (typeof value === "number" ? value : null);

const scales = (read: Expr, { pairs, want, gold }: ColumnTask): Expr[] => {
  const ratios = pairs.vector(read).flatMap((value, at) => {
    const target = want[at]?.startsWith("n") ? Number(want[at].slice(1)) : parseAmount(gold[at]);
    if (typeof value !== "number" || value === 0 || target === null || target === 0) return [];
    return [(target / value).toPrecision(close)];
  });
  return counted(ratios)
    .filter(([ratio, times]) => times >= 2 && Number(ratio) !== 1)
    .slice(0, mostFactors)
    .map(([ratio]) => scaled(read, Number(ratio)));
};

export const scaled = (read: Expr, factor: number): Expr =>
  applied(read, {
    kind: "number",
    name: "product",
    words: `times ${factor}`,
    bits: 8 + 2 * String(factor).length,
    more: [String(factor)],
    run: (value) => product(numberOf(value), factor),
  });

export const roundedTo = (inner: Expr, places: number): Expr =>
  applied(inner, {
    kind: "number",
    name: "roundTo",
    words: `rounded to ${places} places`,
    bits: 5,
    more: [String(places)],
    run: (value) => roundTo(numberOf(value), places),
  });

/** The most decimals that the gold shows. */
export const placesIn = ({ gold }: ColumnTask): number[] => [
  Math.max(0, ...gold.map((cell) => /^\D*\d*\.(\d+)$/.exec(cell)?.[1]?.length ?? 0)),
];

/** `formatAmount(…, { decimals: 2 })`, where the gold column holds text. */
const written = (read: Expr, task: ColumnTask, offers: Offers): void => {
  for (const thousands of [undefined, "comma", "point", "blank"] as const)
    for (const decimals of [undefined, ...placesIn(task)])
      offers.offer(formatted(read, decimals, thousands));
};

type Thousands = "comma" | "point" | "blank" | undefined;

const formatOf = (decimals: number | undefined, thousands: Thousands): AmountFormat => {
  const places = decimals === undefined ? {} : { decimals };
  if (thousands === undefined) return places;
  return thousands === "point"
    ? { ...places, decimal: "comma", thousands }
    : { ...places, thousands };
};

const formatted = (read: Expr, decimals: number | undefined, thousands: Thousands): Expr => {
  const format = formatOf(decimals, thousands);
  const said = Object.entries(format).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return applied(read, {
    kind: "number",
    name: "formatAmount",
    words: "written as an amount",
    bits: 4 + 4 * said.length,
    more: said.length > 0 ? [object(said)] : [],
    run: (value) => formatAmount(numberOf(value), format),
  });
};
