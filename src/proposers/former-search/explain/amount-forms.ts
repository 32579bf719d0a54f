import { type AmountFormat, formatAmount, parseAmount, roundTo } from "../../../kit/index.ts";
import { object } from "../../search/doc.ts";
import { counted, sorted } from "../../search/order.ts";
import { literalBits } from "../bits.ts";
import { applied, type Expr, type Need } from "../expr.ts";
import type { Pool } from "./pool.ts";
import type { Task } from "./task.ts";

/** The same amounts in another unit, rounded, or written as a text. */
export const finished = (read: Expr, task: Task, pool: Pool): void => {
  const scaledReads = [read, ...scales(read, task)];
  for (const expr of scaledReads) {
    pool.add(expr);
    for (const places of placesIn(task)) pool.add(rounded(expr, places));
    if (task.type !== "number") written(expr, task, pool);
  }
};

const scales = (read: Expr, { rows, want, gold }: Task): Expr[] => {
  const ratios = rows.flatMap((row, at) => {
    const value = read.run(row);
    const target = want[at]?.startsWith("n") ? Number(want[at].slice(1)) : parseAmount(gold[at]);
    if (typeof value !== "number" || value === 0 || target === null || target === 0) return [];
    return [(target / value).toPrecision(4)];
  });
  const often = counted(ratios).filter(([ratio, times]) => times >= 2 && Number(ratio) !== 1);
  return often.slice(0, 4).map(([ratio]) => scaled(read, Number(ratio)));
};

const times: Need = {
  name: "times",
  declaration:
    "const times = (value: number | null, factor: number): number | null =>\n" +
    "  value === null ? null : value * factor;",
  fill: null,
};

const scaled = (read: Expr, factor: number): Expr => {
  const expr = applied(
    "times",
    `times ${factor}`,
    read,
    (value) => (typeof value === "number" ? value * factor : null),
    6 + literalBits(String(factor)) / 2,
    [String(factor)],
  );
  return { ...expr, needs: [...expr.needs, times] };
};

export const rounded = (inner: Expr, places: number): Expr =>
  applied(
    "roundTo",
    `rounded to ${places} places`,
    inner,
    (value) => (typeof value === "number" ? roundTo(value, places) : null),
    5,
    [String(places)],
  );

const placesIn = ({ gold }: Task): number[] => {
  const places = gold.map((cell) => /\.(\d+)$/.exec(cell)?.[1]?.length ?? 0);
  return sorted(new Set(places).size > 0 ? [Math.max(0, ...places)] : [], (count) => count);
};

/** `formatAmount(…, { decimals: 2 })`, where the gold column holds text. */
const written = (read: Expr, task: Task, pool: Pool): void => {
  for (const thousands of [undefined, "comma", "point", "blank"] as const)
    for (const decimals of [undefined, ...placesIn(task)])
      pool.add(formatted(read, decimals, thousands));
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
  return applied(
    "formatAmount",
    "written as an amount",
    read,
    (value) => (typeof value === "number" ? formatAmount(value, format) : null),
    4 + 4 * said.length,
    said.length > 0 ? [object(said)] : [],
  );
};
