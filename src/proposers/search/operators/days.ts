import { type DateOptions, type DateOrder, formatDate, parseDate } from "../../../kit/index.ts";
import { object, quoted } from "../doc.ts";
import { applied, asText, type Expr } from "../expr.ts";
import type { Offers, Operator } from "../operator.ts";
import { counted } from "../order.ts";
import type { ColumnTask, Source } from "../task.ts";

const orders: readonly DateOrder[] = ["ymd", "dmy", "mdy"];
const orderWords = { ymd: "read as a day", dmy: "read day first", mdy: "read month first" };
const patterns = [
  ..."YYYY-MM-DD DD/MM/YYYY MM/DD/YYYY D/M/YYYY M/D/YYYY D/M/YY M/D/YY DD/MM/YY MM/DD/YY".split(
    " ",
  ),
  ..."YY/MM/DD YY/M/D DD.MM.YYYY D.M.YYYY DD-MM-YYYY MM-DD-YYYY DD-MMM-YYYY YYYY/MM/DD".split(" "),
  ..."YYYY.MM.DD YYYYMMDD DDMMYYYY MMDDYYYY YYMMDD YYYY-MM YYYY MM/YYYY MMMM MMM MM M DD D".split(
    " ",
  ),
  ..."dddd ddd DD-MMM-YY".split(" "),
  ...["D MMM YYYY", "DD MMM YYYY", "MMM D, YYYY", "MMMM D, YYYY", "D MMMM YYYY", "MMM YYYY"],
  ...["MMMM YYYY", "dddd, MMMM D, YYYY", "ddd, D MMM YYYY", "MMM DD, YYYY", "MMMM DD, YYYY"],
];

/** Days read in every column that shows any, in each order. */
export const days: Operator = {
  name: "days",
  types: ["date", "text", "number"],
  readsLongText: false,
  propose: (task, offers) => {
    if (task.type !== "date" && likely(task).length === 0) return;
    for (const source of task.sources) if (source.profile.digits > 0.02) read(source, task, offers);
  },
};

const read = (source: Source, task: ColumnTask, offers: Offers): void => {
  const cells = source.profile.common.map(([cell]) => cell.trim());
  const formats = task.type === "date" ? [] : likely(task);
  for (const options of optionsFor(cells)) {
    const share = shareRead(cells, options);
    if (share < 0.02) continue;
    // The order that reads more of the whole column is the likelier one.
    const day = dayOf(source.expr, options, 12 * (1 - share));
    offers.offer(day);
    for (const pattern of formats) offers.offer(writtenDay(day, pattern));
  }
};

const optionsFor = (cells: readonly string[]): DateOptions[] => {
  const short = cells.some((cell) =>
    /^\d{1,4}[./-]\d{1,2}[./-]\d\d$|[a-z]{3}[ -]\d\d$/i.test(cell),
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
const dayOf = (source: Expr, options: DateOptions, doubt: number): Expr => {
  const { order = "ymd", yearPivot, excel } = options;
  const said = [
    ...(order === "ymd" ? [] : [`order: "${order}"`]),
    ...(yearPivot === undefined ? [] : [`yearPivot: ${yearPivot}`]),
    ...(excel === undefined ? [] : [`excel: "${excel}"`]),
  ];
  return applied(source, {
    kind: "date",
    name: "parseDate",
    words: orderWords[order],
    bits: 4 + 2 * said.length + doubt,
    more: said.length > 0 ? [object(said)] : [],
    run: (value) => parseDate(asText(value), options),
  });
};

export const writtenDay = (day: Expr, pattern: string): Expr =>
  applied(day, {
    kind: "date",
    name: "formatDate",
    words: `written ${pattern}`,
    bits: 5 + pattern.length / 3,
    more: [quoted(pattern)],
    run: (value) => formatDate(asText(value), pattern),
  });

const sampleDays = ["2024-09-05", "2024-12-25", "2023-05-31"];

/** The patterns that could have written some of the gold's cells, by the shape of those. */
const likely = ({ gold }: ColumnTask): string[] => {
  const some = gold.filter((cell) => cell.trim() !== "").slice(0, 300);
  const shapes = new Set(
    counted(some.map(shapeOf))
      .filter(([shape, times]) => times >= 2 && times * 20 >= some.length && shape !== "")
      .map(([shape]) => shape),
  );
  return patterns.filter((pattern) =>
    sampleDays.some((day) => shapes.has(shapeOf(formatDate(day, pattern) ?? ""))),
  );
};

const named = new Set(
  "jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun".split(" "),
);

const shapeOf = (cell: string): string =>
  cell
    .slice(0, 60)
    .replace(/\p{L}+/gu, (word) => (named.has(word.toLowerCase().slice(0, 3)) ? "a" : word))
    .replace(/\d+/g, (digits) => (digits.length > 2 ? String(digits.length) : "12"));
