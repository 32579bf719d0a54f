import {
  type DurationUnit,
  findDuration,
  formatDuration,
  parseDuration,
  roundTo,
} from "../../../kit/index.ts";
import { object, quoted } from "../doc.ts";
import { applied, asText, type Expr } from "../expr.ts";
import type { Offers, Operator } from "../operator.ts";
import { counted } from "../order.ts";
import type { ColumnTask, Source } from "../task.ts";
import { measured, numberIn } from "./measures.ts";

const units = ["seconds", "minutes", "hours", "days"] as const;
const mostExamples = 100;

/** How long something takes: "1h 30m" in minutes or hours, and minutes as "01:30:00". */
export const durations: Operator = {
  name: "durations",
  types: ["number", "text"],
  readsLongText: false,
  propose: (task, offers) => {
    for (const source of task.sources) {
      if (source.profile.digits < 0.02) continue;
      const reads = readsOf(source);
      for (const { expr } of reads) measured(expr, task, offers, "own");
      if (task.type !== "text") continue;
      const counts = units.map((unit) => ({ expr: numberIn(source.expr, 0), unit }));
      for (const read of [...reads, ...counts]) written(read, task, offers);
    }
  },
};

interface Read {
  readonly expr: Expr;
  readonly unit: DurationUnit;
}

const readsOf = ({ expr, profile }: Source): Read[] => {
  const cells = profile.common.map(([cell]) => cell).filter((cell) => cell.trim() !== "");
  const read = cells.filter((cell) => parseDuration(cell, "seconds") !== null);
  if (read.length * 10 < cells.length) return foundIn(expr, cells);
  const clocks = cells.some((cell) => /^\s*\d+:\d\d\s*$/.test(cell))
    ? (["hours", "minutes"] as const)
    : (["hours"] as const);
  return units.flatMap((unit) =>
    clocks.map((clock) => ({
      unit,
      expr: applied(expr, {
        kind: "number",
        name: "parseDuration",
        words: `read as ${unit}`,
        bits: clock === "hours" ? 6 : 9,
        more: [quoted(unit), ...(clock === "hours" ? [] : [object([`clock: "${clock}"`])])],
        run: (value) => parseDuration(asText(value), unit, { clock }),
      }),
    })),
  );
};

/** Durations inside longer texts. */
const foundIn = (source: Expr, cells: readonly string[]): Read[] => {
  const found = cells.filter((cell) => findDuration(cell, "seconds") !== null);
  if (found.length * 10 < cells.length) return [];
  return units.map((unit) => ({
    unit,
    expr: applied(source, {
      kind: "number",
      name: "findDuration",
      words: `the ${unit} that it names`,
      bits: 8,
      more: [quoted(unit)],
      run: (value) => findDuration(asText(value), unit),
    }),
  }));
};

/** Written by the pattern that the gold shows, whole or after rounding. */
const written = ({ expr, unit }: Read, task: ColumnTask, offers: Offers): void => {
  const values = task.pairs.vector(expr);
  const whole = applied(expr, {
    kind: "number",
    name: "roundTo",
    words: "rounded",
    bits: 3,
    run: (value) => (typeof value === "number" ? roundTo(value) : null),
  });
  for (const read of [expr, ...(unit === "seconds" ? [whole] : [])]) {
    const given = read === expr ? values : task.pairs.vector(read);
    const patterns = given.slice(0, mostExamples).flatMap((value, at) => {
      const cell = task.gold[at] ?? "";
      return typeof value === "number" && cell.length < 60 ? patternsOf(value, unit, cell) : [];
    });
    const often = counted(patterns).filter(([, times]) => times >= 2);
    for (const [pattern] of often.slice(0, 3)) offers.offer(writtenLike(read, unit, pattern));
  }
};

const shapes = [
  ["D", "H", "m", "s"],
  ["D", "H", "m"],
  ["H", "m", "s"],
  ["D", "H"],
  ["H", "m"],
  ["m", "s"],
] as const;

/** The patterns of as many numbers as the cell has that write it. */
const patternsOf = (value: number, unit: DurationUnit, cell: string): string[] => {
  const numbers = cell.match(/\d+/g) ?? [];
  return shapes
    .filter((shape) => shape.length === numbers.length)
    .flatMap((shape) => [patternOf(shape, cell, false), patternOf(shape, cell, true)])
    .filter((pattern) => formatDuration(value, unit, pattern) === cell);
};

/** The cell with a letter for each number; padded numbers have two of them. */
const patternOf = (shape: readonly string[], cell: string, isPadded: boolean): string => {
  let at = 0;
  return cell.replace(/\d+|\p{L}[\p{L}\s.]*/gu, (run) => {
    if (!/\d/.test(run)) return `[${run}]`;
    const letter = shape[at] ?? "s";
    at += 1;
    const isFilled = letter !== "D" && (isPadded || (run.length === 2 && run.startsWith("0")));
    return isFilled ? letter + letter : letter;
  });
};

const writtenLike = (read: Expr, unit: DurationUnit, pattern: string): Expr =>
  applied(read, {
    kind: "text",
    name: "formatDuration",
    words: `written ${pattern}`,
    bits: 7 + pattern.length / 3,
    more: [quoted(unit), quoted(pattern)],
    run: (value) => (typeof value === "number" ? formatDuration(value, unit, pattern) : null),
  });
