import type { ColumnType } from "../../../domain/arena.ts";
import { parseAmount, parseDate } from "../../../kit/index.ts";
import { numberKey } from "../typed.ts";

const longest = 200;

/** What a cell may be recognised by, however it is written: its text, words, numbers and days. */
export class Features {
  readonly #known = new Map<string, readonly string[]>();

  of(cell: string): readonly string[] {
    const known = this.#known.get(cell);
    if (known) return known;
    const found = featuresOf(cell.slice(0, longest));
    this.#known.set(cell, found);
    return found;
  }

  /** A gold cell of a number or a date is looked for as that alone. */
  ofGold(type: ColumnType, cell: string): readonly string[] {
    const all = this.of(cell);
    if (type === "text") return all;
    const mark = type === "number" ? "#" : "@";
    const kept = all.filter((feature) => feature.startsWith(mark));
    return kept.length > 0 ? kept : all;
  }
}

const featuresOf = (cell: string): readonly string[] => {
  const text = cell.normalize("NFKC").trim().toLowerCase().replace(/\s+/g, " ");
  if (text === "") return [];
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  const found = new Set([`=${words.join(" ") || text}`]);
  if (words.length > 1) for (const word of words.slice(0, 12)) found.add(`~${word}`);
  if (/\d/.test(text)) for (const mark of [...numbersIn(text), ...daysIn(cell)]) found.add(mark);
  if (/\d\D*\p{L}|\p{L}\D*\d/u.test(text))
    for (const run of text.match(/\p{L}+|\d+/gu) ?? []) found.add(`~${run}`);
  return [...found];
};

const numbersIn = (text: string): string[] => {
  const whole = parseAmount(text);
  const comma = parseAmount(text, { decimal: "comma" });
  const runs = text.match(/-?\d[\d.,]*/g) ?? [];
  const values = [whole, comma, ...runs.slice(0, 6).map((run) => parseAmount(run))];
  return values.flatMap((value) =>
    value === null ? [] : [`#${numberKey(value)}`, `#${numberKey(Math.abs(value))}`],
  );
};

const daysIn = (cell: string): string[] =>
  (["dmy", "mdy"] as const).flatMap((order) => {
    const day = parseDate(cell, { order, yearPivot: 50 });
    return day === null ? [] : [`@${day}`];
  });
