import { findKeyword } from "../../../kit/index.ts";
import { literalBits } from "../bits.ts";
import { call, type Doc, list, quoted } from "../doc.ts";
import { asText, type Expr, exprOf } from "../expr.ts";
import type { Operator } from "../operator.ts";
import { counted, sampled, sorted } from "../order.ts";
import type { ColumnTask } from "../task.ts";

const mostLabels = 12;
const mostTexts = 400;
const mostKeywords = 3;
const longestText = 20_000;
const mostSources = 6;

/** What a text mentions: one of the gold's own words, or a yes or no for a keyword. */
export const keywords: Operator = {
  name: "keywords",
  types: ["text", "number"],
  readsLongText: true,
  propose: (task, offers) => {
    const labels = counted(task.gold).filter(([, times]) => times >= 2);
    if (labels.length < 2 || labels.length > mostLabels) return;
    const names = labels.map(([label]) => label).filter((label) => label.trim() !== "");
    const texts = task.sources.filter(
      ({ expr, profile }) => expr.kind === "column" && profile.longest >= 4 && profile.distinct > 2,
    );
    const longestFirst = sorted(texts, ({ profile }) => -profile.longest).slice(0, mostSources);
    for (const { expr } of longestFirst) {
      if (task.type === "text") for (const as of ways) offers.offer(mentioned(expr, names, as));
      if (labels.length === 2) for (const flag of flagsOf(expr, labels, task)) offers.offer(flag);
    }
  },
};

const ways = ["word", "part"] as const;
type Way = (typeof ways)[number];

const wordsOf = (keywords_: readonly string[]): string =>
  keywords_.map((word) => `"${word}"`).join(" or ");

const search = (source: Doc, found: readonly string[], as: Way): Doc =>
  call("findKeyword", source, list(found.map(quoted)), ...(as === "part" ? ['"part"'] : []));

/** The first of the gold's own words that the text mentions. */
const mentioned = (source: Expr, names: readonly string[], as: Way): Expr =>
  exprOf({
    kind: "table",
    code: search(source.code, names, as),
    bits:
      8 + (as === "part" ? 3 : 0) + names.reduce((bits, name) => bits + literalBits(name) / 3, 0),
    words: `${wordsOf(names)} where ${source.words} mentions it`,
    parts: [source],
    memorises: names.length,
    combine: ([value = null]) => findKeyword(asText(value), names, as),
  });

interface Text {
  readonly text: string;
  readonly isYes: boolean;
}

const flagsOf = (
  source: Expr,
  labels: readonly (readonly [string, number])[],
  task: ColumnTask,
): Expr[] => {
  const values = task.pairs.vector(source);
  const places = sampled([...values.keys()], mostTexts);
  const [first = "", second = ""] = labels.map(([label]) => label);
  return [
    [first, second],
    [second, first],
  ].flatMap(([yes = "", no = ""]) => {
    const texts = places
      .filter((at) => task.gold[at] === yes || task.gold[at] === no)
      .map((at) => ({
        text: asText(values[at] ?? null)
          .slice(0, longestText)
          .toLowerCase(),
        isYes: task.gold[at] === yes,
      }));
    return ways.flatMap((as) => {
      const found = tellingWords(texts, task.name, as);
      return found.length === 0 ? [] : [flag(source, found, as, yes, no, task.type === "number")];
    });
  });
};

/** Words that stand in the texts of one answer and, nearly, in none of the other. */
const tellingWords = (texts: readonly Text[], column: string, as: Way): string[] => {
  const all = candidates(texts, column);
  const found: string[] = [];
  let open = texts;
  while (found.length < mostKeywords) {
    const [best] = sorted(
      all.map((word) => ({ word, gain: gainOf(word, open, as) })),
      ({ gain, word }) => -gain + word.length / 1000,
    );
    if (best === undefined || best.gain < 2) return found;
    found.push(best.word);
    open = open.filter(({ text }) => findKeyword(text, [best.word], as) === null);
  }
  return found;
};

const gainOf = (word: string, texts: readonly Text[], as: Way): number => {
  let gain = 0;
  for (const { text, isYes } of texts)
    if (findKeyword(text, [word], as) !== null) gain += isYes ? 1 : -4;
  return gain;
};

/** Words that are far more frequent with one answer, and those of the column's own name. */
const candidates = (texts: readonly Text[], column: string): string[] => {
  const counts = new Map<string, { yes: number; no: number }>();
  for (const { text, isYes } of texts)
    for (const word of new Set(text.match(/[\p{L}\p{N}][\p{L}\p{N}+#]*/gu))) {
      const known = counts.get(word) ?? { yes: 0, no: 0 };
      known[isYes ? "yes" : "no"] += 1;
      counts.set(word, known);
    }
  const telling = [...counts].filter(([, { yes, no }]) => yes >= 2 && yes > 4 * no);
  const often = sorted(telling, ([, { yes, no }]) => 4 * no - yes).slice(0, 12);
  const own = column.toLowerCase().match(/\p{L}{2,}/gu) ?? [];
  return [...new Set([...own, ...often.map(([word]) => word)])];
};

const flag = (
  source: Expr,
  found: readonly string[],
  as: Way,
  yes: string,
  no: string,
  isNumber: boolean,
): Expr => {
  const written = (cell: string): string => (isNumber ? String(Number(cell)) : quoted(cell));
  const answerOf = (cell: string) => (isNumber ? Number(cell) : cell);
  return exprOf({
    kind: "table",
    code: [search(source.code, found, as), ` === null ? ${written(no)} : ${written(yes)}`],
    bits:
      10 + (as === "part" ? 3 : 0) + found.reduce((bits, word) => bits + literalBits(word) / 2, 0),
    words: `"${yes}" where ${source.words} mentions ${wordsOf(found)}, else "${no}"`,
    parts: [source],
    memorises: 2,
    combine: ([value = null]) =>
      answerOf(findKeyword(asText(value), found, as) === null ? no : yes),
  });
};
