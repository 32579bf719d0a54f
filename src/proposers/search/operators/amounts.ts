import { type AmountOptions, CURRENCIES, parseAmount } from "../../../kit/index.ts";
import { literalBits } from "../bits.ts";
import { call, type Doc, list, object, quoted } from "../doc.ts";
import { asText, columnExpr, type Expr, exprOf } from "../expr.ts";
import type { Offers, Operator, Tried } from "../operator.ts";
import { counted } from "../order.ts";
import { type ColumnTask, examplesOf, type Source } from "../task.ts";
import { numberKey, typed } from "../typed.ts";
import { offerFinished } from "./amount-forms.ts";

/** How amounts are read: each setting with what it costs to say. */
interface Reading {
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

const mostExamples = 300;
const mostSources = 8;
/** A word beside amounts is one of those that the column shows, not one of all words. */
const wordBits = 4;

/** Amounts read in every column that shows digits where the gold has a number. */
export const amounts: Operator = {
  name: "amounts",
  types: ["number", "text"],
  readsLongText: false,
  propose: (task, offers) => {
    const filled = task.gold.filter((cell) => cell.trim() !== "");
    const figures = filled.filter((cell) => /\d/.test(cell) && !/\p{L}{4}/u.test(cell));
    if (figures.length < 2 || figures.length * 10 < filled.length) return;
    const shown = task.sources.filter(
      ({ expr, profile }) => expr.kind === "column" && profile.digits * profile.filled > 0.01,
    );
    for (const source of likely(shown, task)) readings(source, task, offers);
  },
};

/** Where sources are many, those whose numbers are the gold's more often come first. */
const likely = (sources: readonly Source[], task: ColumnTask): readonly Source[] => {
  if (sources.length <= mostSources) return sources;
  const shared = sources.map((source) => {
    const same = examplesOf(source.expr, task, 100).filter(({ from, to }) =>
      sharesDigits(from, to),
    );
    return { source, same: same.length };
  });
  return shared
    .sort((a, b) => b.same - a.same)
    .slice(0, mostSources)
    .map(({ source }) => source);
};

const sharesDigits = (from: string, to: string): boolean => {
  const digits = to.replace(/\D/g, "");
  return digits !== "" && from.replace(/\D/g, "").includes(digits);
};

/** From the plain reading, whatever single change of it explains more, until none does. */
const readings = (source: Source, task: ColumnTask, offers: Offers): void => {
  let best = plainReading;
  let score = scoreOf(best, source, task, offers);
  for (let improved = true; improved; ) {
    improved = false;
    for (const other of changes(best, source, task)) {
      const reached = scoreOf(other, source, task, offers);
      if (reached <= score) continue;
      [best, score, improved] = [other, reached, true];
    }
  }
  offerFinished(amount(source, best), task, offers);
  // Each unit alone: what it stands for may differ. Where both marks are used, with either.
  const decimals = isShown(/\d,\d/, source) ? (["point", "comma"] as const) : [best.decimal];
  for (const words of wordsBeside({ ...best, words: [] }, source, task, false))
    for (const decimal of decimals)
      offerFinished(amount(source, { ...best, decimal, words }), task, offers);
};

const isShown = (pattern: RegExp, { profile }: Source): boolean =>
  profile.common.some(([cell]) => pattern.test(cell));

const scoreOf = (reading: Reading, source: Source, task: ColumnTask, offers: Offers): number => {
  const expr = amount(source, reading);
  const tried = offers.measure(expr);
  offers.offer(expr);
  const near = nearHits(tried, task, offers);
  const wrong = tried.given.size - near;
  return 20 * near - 6 * wrong - expr.bits - tried.odd.size;
};

/** Where it gives the gold's number, be it in another unit. */
const nearHits = ({ hit, ids }: Tried, { want }: ColumnTask, offers: Offers): number => {
  const ratios = [...ids].map((id, at) => ratioOf(offers.cell(id), want[at] ?? ""));
  const [, times] = counted(ratios.filter((ratio) => ratio !== null))[0] ?? [null, 0];
  // Nothing is nothing in every unit.
  const nothings = [...ids].filter((id, at) => offers.cell(id) === "n0" && want[at] === "n0");
  return Math.max(hit.size, times + (times > 0 ? nothings.length : 0));
};

const ratioOf = (cell: string, want: string): string | null => {
  const [from, to] = [Number(cell.slice(1)), Number(want.slice(1))];
  const ratio = to / from;
  return cell.startsWith("n") && want.startsWith("n") && Number.isFinite(ratio) && ratio !== 0
    ? ratio.toPrecision(3)
    : null;
};

const changes = (from: Reading, source: Source, task: ColumnTask): Reading[] => {
  const shows = (pattern: RegExp): boolean =>
    isShown(pattern, source) ||
    examplesOf(source.expr, task, mostExamples).some((example) => pattern.test(example.from));
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
    ...wordsBeside(from, source, task).map((words) => ({ ...from, words })),
    ...wordColumns(source, task).map((wordColumn) => ({ ...from, wordColumn })),
  ];
};

/** Words that at least two rows have beside a number that is the gold's. */
const wordsBeside = (
  from: Reading,
  source: Source,
  task: ColumnTask,
  sameNumber = true,
): string[][] => {
  const beside = examplesOf(source.expr, task, mostExamples).flatMap((example) => {
    const words = example.from.match(/[^\d\s.,'’()%+−-]+/g) ?? [];
    const { wordColumn: _, ...settings } = from;
    const rest = parseAmount(example.from, { ...optionsOf(settings, []), ignore: words });
    if (rest === null) return [];
    const want = typed(task.type, example.to);
    if (task.type === "number" && sameNumber && `n${numberKey(rest)}` !== want) return [];
    const known = [...from.words, ...CURRENCIES].map((word) => word.toUpperCase());
    const fresh = new Set(words.map((word) => word.toUpperCase()));
    return [...fresh]
      .filter((word) => !known.includes(word))
      .map((word) => [word, example.times] as const);
  });
  const times = new Map<string, number>();
  for (const [word, count] of beside) times.set(word, (times.get(word) ?? 0) + count);
  return [...times]
    .filter(([word, count]) => count >= 2 || timesIn(source, word) >= 3)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 6)
    .map(([word]) => [...from.words, word]);
};

/** In how many input rows the word stands beside digits. */
const timesIn = ({ profile }: Source, word: string): number =>
  profile.common
    .filter(([cell]) => /\d/.test(cell) && cell.toUpperCase().includes(word))
    .reduce((sum, [, times]) => sum + times, 0);

/** Columns whose whole cell stands inside this one's in several rows. */
const wordColumns = (source: Source, { pairs: { rows }, sources }: ColumnTask): string[] =>
  sources
    .filter(({ expr, profile }) => expr.kind === "column" && profile.longest <= 40)
    .map(({ name }) => name)
    .filter((other) => {
      if (other === source.name) return false;
      const within = rows.slice(0, 400).filter(({ cells }) => {
        const word = (cells[other] ?? "").trim().toUpperCase();
        return (
          /^\p{L}{1,12}$/u.test(word) && (cells[source.name] ?? "").toUpperCase().includes(word)
        );
      });
      return within.length >= 2;
    });

const optionsOf = (
  { decimal, sign, percent, exponent, multiplier, layout, words }: Omit<Reading, "wordColumn">,
  more: readonly string[],
): AmountOptions => ({
  ...{ decimal, sign, percent, exponent, multiplier, layout },
  ignore: [...more, ...words, ...CURRENCIES],
});

/** `parseAmount(row.amount, { … })` */
const amount = (source: Source, reading: Reading): Expr => {
  const said = settings(reading);
  const { words, wordColumn } = reading;
  const ignored =
    (wordColumn === null ? 0 : 4) +
    words.reduce((n, word) => n + Math.min(literalBits(word), wordBits), 0);
  const isPlain = said.length === 0;
  return exprOf({
    kind: "number",
    code: call("parseAmount", source.expr.code, ...(isPlain ? [] : [object(said)])),
    bits: 4 + 5 * (said.length - (ignored > 0 ? 1 : 0)) + ignored,
    words: `${source.expr.words}, read as a number`,
    parts: [source.expr, ...(wordColumn === null ? [] : [columnExpr(wordColumn)])],
    combine: ([value = null, word = null]) =>
      parseAmount(
        asText(value),
        isPlain ? {} : optionsOf(reading, wordColumn === null ? [] : [asText(word)]),
      ),
  });
};

const settings = (reading: Reading): Doc[] => {
  const { words, wordColumn } = reading;
  const differing = (["decimal", "sign", "percent", "exponent", "multiplier", "layout"] as const)
    .filter((name) => reading[name] !== plainReading[name])
    .map((name): Doc => `${name}: "${reading[name]}"`);
  if (words.length === 0 && wordColumn === null) return differing;
  const column = wordColumn === null ? [] : [columnExpr(wordColumn).code];
  const ignored = list([...column, ...words.map(quoted), "...CURRENCIES"]);
  return [...differing, ["ignore: ", ignored]];
};
