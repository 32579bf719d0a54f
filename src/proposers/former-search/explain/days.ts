import { type DateOptions, type DateOrder, formatDate, parseDate } from "../../../kit/index.ts";
import { object, quoted } from "../../search/doc.ts";
import { counted } from "../../search/order.ts";
import { applied, asText, column, type Expr } from "../expr.ts";
import type { Pool } from "./pool.ts";
import type { Task } from "./task.ts";

const orders: readonly DateOrder[] = ["ymd", "dmy", "mdy"];
const orderWords = { ymd: "read as a day", dmy: "read day first", mdy: "read month first" };
const patterns = [
  "YYYY-MM-DD",
  "DD/MM/YYYY",
  "MM/DD/YYYY",
  "DD.MM.YYYY",
  "DD-MM-YYYY",
  "D MMM YYYY",
  "DD MMM YYYY",
  "DD-MMM-YYYY",
  "MMM D, YYYY",
  "MMMM D, YYYY",
  "D MMMM YYYY",
  "YYYY/MM/DD",
  "YYYYMMDD",
  "YYYY-MM",
  "YYYY",
  "MM/YYYY",
  "MMM YYYY",
  "MMMM",
  "MMM",
  "MM",
  "M",
  "DD",
  "D",
  "dddd",
  "ddd",
];

/** Days read in every column that shows any, in each order. */
export const days = (task: Task, pool: Pool): void => {
  for (const name of task.columns) {
    const cells = task.all.slice(0, 4000).map((row) => (row.cells[name] ?? "").trim());
    if (cells.some((cell) => /\d/.test(cell))) read(name, cells, task, pool);
  }
};

const read = (name: string, cells: readonly string[], task: Task, pool: Pool): void => {
  for (const options of optionsFor(cells)) {
    const share = shareRead(cells, options);
    if (share < 0.02) continue;
    // The order that reads more of the whole column is the likelier one.
    const day = dayOf(name, options, 12 * (1 - share));
    pool.add(day);
    if (task.type !== "date")
      for (const pattern of likely(task)) pool.add(writtenDay(day, pattern));
  }
};

const optionsFor = (cells: readonly string[]): DateOptions[] => {
  const short = cells.some((cell) =>
    /^\d{1,2}[./-]\d{1,2}[./-]\d\d$|[a-z]{3}[ -]\d\d$/i.test(cell),
  );
  const serial = cells.filter((cell) => /^\d{5}$/.test(cell)).length * 10 > cells.length;
  const plain = orders.map((order): DateOptions => (order === "ymd" ? {} : { order }));
  const pivoted = short ? plain.map((options) => ({ ...options, yearPivot: 50 })) : [];
  const serials = serial
    ? [...plain, ...pivoted].map((o) => ({ ...o, excel: "1900" as const }))
    : [];
  return [...plain, ...pivoted, ...serials];
};

const shareRead = (cells: readonly string[], options: DateOptions): number => {
  const given = cells.filter((cell) => cell !== "");
  const isRead = given.filter((cell) => parseDate(cell, options) !== null);
  return isRead.length / Math.max(given.length, 1);
};

/** `parseDate(row.issued, { order: "dmy" })` */
const dayOf = (name: string, options: DateOptions, doubt: number): Expr => {
  const { order = "ymd", yearPivot, excel } = options;
  const said = [
    ...(order === "ymd" ? [] : [`order: "${order}"`]),
    ...(yearPivot === undefined ? [] : [`yearPivot: ${yearPivot}`]),
    ...(excel === undefined ? [] : [`excel: "${excel}"`]),
  ];
  return applied(
    "parseDate",
    orderWords[order],
    column(name),
    (value) => parseDate(asText(value), options),
    4 + 2 * said.length + doubt,
    said.length > 0 ? [object(said)] : [],
  );
};

export const writtenDay = (day: Expr, pattern: string): Expr =>
  applied(
    "formatDate",
    `written ${pattern}`,
    day,
    (value) => formatDate(asText(value), pattern),
    5 + pattern.length / 3,
    [quoted(pattern)],
  );

/** The patterns that could have written some of the gold's cells, by the shape of those. */
const likely = ({ gold }: Task): string[] => {
  const shapes = counted(gold.map(shapeOf)).map(([shape]) => shape);
  return patterns.filter((pattern) =>
    ["2024-09-05", "2024-12-25", "2023-05-31"].some((day) =>
      shapes.includes(shapeOf(formatDate(day, pattern) ?? "")),
    ),
  );
};

const shapeOf = (cell: string): string =>
  cell.replace(/\p{L}+/gu, "a").replace(/\d+/g, (digits) => (digits.length > 2 ? "2024" : "12"));
