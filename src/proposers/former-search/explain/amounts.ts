import { type AmountOptions, CURRENCIES, parseAmount } from "../../../kit/index.ts";
import { call, type Doc, list, member, object, quoted } from "../../search/doc.ts";
import { counted } from "../../search/order.ts";
import type { Row } from "../../search/rows.ts";
import { numberKey } from "../../search/typed.ts";
import { literalBits } from "../bits.ts";
import { applied, column, type Expr, exprOf, type Need } from "../expr.ts";
import { finished } from "./amount-forms.ts";
import type { Pool, Tried } from "./pool.ts";
import type { Task } from "./task.ts";

/** How amounts are read: each setting with what it costs to say. */
export interface Reading {
  readonly decimal: "point" | "comma";
  readonly sign: "accounting" | "leading";
  readonly percent: "refuse" | "fraction" | "plain";
  readonly exponent: "refuse" | "read";
  readonly multiplier: "refuse" | "read";
  readonly layout: "strict" | "loose";
  /** Words that stand beside amounts, and a column whose word stands there. */
  readonly words: readonly string[];
  readonly wordColumn: string | null;
}

const plainReading: Reading = {
  decimal: "point",
  sign: "accounting",
  percent: "refuse",
  exponent: "refuse",
  multiplier: "refuse",
  layout: "strict",
  words: [],
  wordColumn: null,
};

/** Amounts read in every column that shows digits where the gold has a number. */
export const amounts = (task: Task, pool: Pool): void => {
  for (const name of task.columns) if (showsDigits(name, task)) readings(name, task, pool);
};

const showsDigits = (name: string, { rows }: Task): boolean =>
  rows.filter(({ cells }) => /\d/.test(cells[name] ?? "")).length >= Math.min(2, rows.length);

/** From the plain reading, whatever single change of it explains more, until none does. */
const readings = (name: string, task: Task, pool: Pool): void => {
  let best = plainReading;
  let score = scoreOf(best, name, pool);
  for (let improved = true; improved; ) {
    improved = false;
    for (const other of changes(best, name, task)) {
      const reached = scoreOf(other, name, pool);
      if (reached <= score) continue;
      [best, score, improved] = [other, reached, true];
    }
  }
  finished(amount(name, best), task, pool);
  // Each unit alone: what it stands for may differ.
  for (const words of wordsBeside({ ...best, words: [] }, name, task, false))
    finished(amount(name, { ...best, words }), task, pool);
  for (const index of [0, 1, 2, -1]) finished(numberAt(name, index), task, pool);
};

const oneNumber: Need = {
  name: "numberAt",
  declaration: [
    "const numberAt = (text: MaybeText, index: number): number | null =>\n",
    '  parseAmount((text ?? "").match(/\\d+(?:[.,]\\d+)*/g)?.at(index));',
  ],
  fill: null,
};

/** One of several numbers in a cell. */
const numberAt = (name: string, index: number): Expr => {
  const source = column(name);
  const which = index < 0 ? "the last number" : `number ${index + 1}`;
  return exprOf({
    doc: call("numberAt", source.doc, String(index)),
    bits: 14 + Math.abs(index),
    words: `${which} in ${name}`,
    from: [source],
    needs: [oneNumber],
    run: ({ cells }) => parseAmount((cells[name] ?? "").match(/\d+(?:[.,]\d+)*/g)?.at(index)),
  });
};

const scoreOf = (reading: Reading, name: string, pool: Pool): number => {
  const expr = amount(name, reading);
  const tried = pool.try(expr);
  pool.add(expr);
  const near = nearHits(tried, pool.task);
  const wrong = tried.given.size - near;
  return 20 * near - 6 * wrong - expr.bits - tried.odd.size;
};

/** Where it gives the gold's number, be it in another unit. */
const nearHits = ({ hit, cells }: Tried, { want }: Task): number => {
  if (hit.size > 0) return hit.size;
  const ratios = cells.map((cell, at) => ratioOf(cell, want[at] ?? ""));
  return counted(ratios.filter((ratio) => ratio !== null))[0]?.[1] ?? 0;
};

const ratioOf = (cell: string, want: string): string | null => {
  const [from, to] = [Number(cell.slice(1)), Number(want.slice(1))];
  const ratio = to / from;
  return cell.startsWith("n") && want.startsWith("n") && Number.isFinite(ratio) && ratio !== 0
    ? ratio.toPrecision(3)
    : null;
};

const changes = (from: Reading, name: string, task: Task): Reading[] => {
  const cells = task.all.slice(0, 4000).map((row) => row.cells[name] ?? "");
  const shows = (pattern: RegExp) => cells.some((cell) => pattern.test(cell));
  return [
    ...(shows(/\d,\d/) ? [{ ...from, decimal: "comma" as const }] : []),
    ...(shows(/\(.*\)|-\s*$/) ? [{ ...from, sign: "leading" as const }] : []),
    ...(shows(/%/)
      ? [
          { ...from, percent: "plain" as const },
          { ...from, percent: "fraction" as const },
        ]
      : []),
    ...(shows(/\de[+-]?\d/i) ? [{ ...from, exponent: "read" as const }] : []),
    ...(shows(/\d\s*(k|m|mn|b|bn|thousand|million|billion)\b/i)
      ? [{ ...from, multiplier: "read" as const }]
      : []),
    ...wordsBeside(from, name, task).map((words) => ({ ...from, words })),
    ...wordColumns(name, task).map((wordColumn) => ({ ...from, wordColumn })),
  ];
};

/** Words that at least two rows have beside a number that is the gold's. */
const wordsBeside = (
  from: Reading,
  name: string,
  { rows, want, type, all }: Task,
  sameNumber = true,
): string[][] => {
  const beside = rows.flatMap((row, at) => {
    const cell = row.cells[name] ?? "";
    const words = cell.match(/[^\d\s.,'’()%+−-]+/g) ?? [];
    const rest = parseAmount(cell, { ...optionsOf(from, row), ignore: words });
    if (rest === null) return [];
    if (type === "number" && sameNumber && `n${numberKey(rest)}` !== want[at]) return [];
    const known = [...from.words, ...CURRENCIES].map((word) => word.toUpperCase());
    const fresh = new Set(words.map((word) => word.toUpperCase()));
    return [...fresh].filter((word) => !known.includes(word));
  });
  const known = counted(beside).filter(
    ([word, times]) => times >= 2 || timesIn(all, name, word) >= 3,
  );
  return known.slice(0, 6).map(([word]) => [...from.words, word]);
};

/** In how many input rows the word stands beside digits. */
const timesIn = (rows: readonly Row[], name: string, word: string): number =>
  rows.filter(({ cells }) => {
    const cell = (cells[name] ?? "").toUpperCase();
    return /\d/.test(cell) && cell.includes(word);
  }).length;

/** Columns whose whole cell stands inside this one's in several rows. */
const wordColumns = (name: string, { rows, columns }: Task): string[] =>
  columns.filter((other) => {
    const within = rows.filter(({ cells }) => {
      const word = (cells[other] ?? "").trim().toUpperCase();
      return /^\p{L}{1,12}$/u.test(word) && (cells[name] ?? "").toUpperCase().includes(word);
    });
    return other !== name && within.length >= 2;
  });

const optionsOf = (reading: Reading, { cells }: Row): AmountOptions => {
  const { decimal, sign, percent, exponent, multiplier, layout, words, wordColumn } = reading;
  const column = wordColumn === null ? [] : [cells[wordColumn]];
  const ignore = [...column, ...words, ...CURRENCIES];
  return { decimal, sign, percent, exponent, multiplier, layout, ignore };
};

/** `parseAmount(row.amount, { … })` */
const amount = (name: string, reading: Reading): Expr => {
  const said = settings(reading);
  const source = column(name);
  const { words, wordColumn } = reading;
  const ignored =
    (wordColumn === null ? 0 : 8) + words.reduce((n, word) => n + literalBits(word), 0);
  const expr = applied(
    "parseAmount",
    "read as a number",
    source,
    () => null,
    4 + 5 * (said.length - (ignored > 0 ? 1 : 0)) + ignored,
    said.length > 0 ? [object(said)] : [],
  );
  return {
    ...expr,
    reads: wordColumn === null ? [name] : [name, wordColumn],
    run: (row) => parseAmount(row.cells[name], said.length > 0 ? optionsOf(reading, row) : {}),
  };
};

const settings = (reading: Reading): Doc[] => {
  const { words, wordColumn } = reading;
  const differing = (["decimal", "sign", "percent", "exponent", "multiplier", "layout"] as const)
    .filter((name) => reading[name] !== plainReading[name])
    .map((name): Doc => `${name}: "${reading[name]}"`);
  if (words.length === 0 && wordColumn === null) return differing;
  const column = wordColumn === null ? [] : [`row${member(wordColumn)}`];
  const ignored = list([...column, ...words.map(quoted), "...CURRENCIES"]);
  return [...differing, ["ignore: ", ignored]];
};
