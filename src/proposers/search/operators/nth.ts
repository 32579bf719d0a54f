import { numberAt, numbersIn, piece, type RunKind, runs, words } from "../../../kit/index.ts";
import { call, list, quoted } from "../doc.ts";
import { asText, type Expr, exprOf } from "../expr.ts";
import type { Offers, Operator, Tried } from "../operator.ts";
import { counted, sorted } from "../order.ts";
import { type ColumnTask, examplesOf, insideShare } from "../task.ts";
import { loose, type Value } from "../typed.ts";
import { tidied } from "./tidy.ts";

const mostExamples = 80;
const mostMarks = 5;
const mostPaired = 3;
const mostPlaces = 2;
const mostInner = 4;
/** A part that is wanted in fewer cells than this is so by chance. */
const leastShare = 0.1;
const longestCell = 2000;

/** The n-th number, word, run or piece of a cell, whatever n, from the front or the end. */
export const nthParts: Operator = {
  name: "nth",
  types: ["text", "number", "date"],
  readsLongText: false,
  propose: (task, offers) => {
    for (const { expr } of task.sources) proposeFrom(expr, task, offers);
    for (const { expr } of innerParts(task, offers)) proposeFrom(expr, task, offers);
  },
};

/** Parts that hold the gold's cell and more: it may be a part of them. */
const innerParts = (task: ColumnTask, offers: Offers): Tried[] => {
  const parts = offers.tried.filter(
    ({ expr, given }) => expr.kind === "part" && given.size * 2 > task.gold.length,
  );
  const holding = parts.filter(({ expr }) => insideShare(expr, task) > 0.8);
  return sorted(holding, ({ expr, hit }) => expr.bits - hit.size).slice(0, mostInner);
};

/** A way to part a text, and how one of the parts is called for. */
interface Splitter {
  readonly parts: (text: string) => readonly string[];
  readonly nth: (source: Expr, index: number) => Expr;
}

const proposeFrom = (source: Expr, task: ColumnTask, offers: Offers): void => {
  const examples = examplesOf(source, task, mostExamples).filter(
    ({ from, to }) => to.trim() !== "" && from.length <= longestCell && from !== to,
  );
  if (examples.length < 2) return;
  for (const { parts, nth } of splittersFor(
    examples.map(({ from }) => from),
    task,
  )) {
    const places = examples.flatMap(({ from, to }) => placesOf(loose(to), parts(from)));
    const least = Math.max(2, examples.length * leastShare);
    const often = counted(places).filter(([, times]) => times >= least);
    for (const [place] of often.slice(0, mostPlaces)) tidied(nth(source, place), task, offers);
  }
};

/** Where among the parts the wanted one is, from the front and from the end. */
const placesOf = (wanted: string, parts: readonly string[]): number[] =>
  wanted === ""
    ? []
    : parts.flatMap((part, at) => (loose(part) === wanted ? [at, at - parts.length] : []));

const kinds: readonly RunKind[] = [
  "digits",
  "letters",
  "capitals",
  "alphanumeric",
  "camel",
  "spaced",
];

const splittersFor = (cells: readonly string[], task: ColumnTask): Splitter[] => [
  ...(task.type === "text" ? [byWords, ...kinds.map(byRuns), ...byMarks(cells)] : byMarks(cells)),
  ...(task.type === "date" ? [] : [byNumbers]),
];

const ordinal = (index: number): string =>
  index < 0 ? `${-index} from the end` : String(index + 1);

const part = (
  source: Expr,
  name: string,
  more: readonly string[],
  words_: string,
  bits: number,
  run: (text: string) => Value,
): Expr =>
  exprOf({
    kind: name === "numberAt" ? "number" : "part",
    code: call(name, source.code, ...more),
    bits,
    words: `${words_} of ${source.words}`,
    parts: [source],
    combine: ([value = null]) => run(asText(value)),
  });

const byWords: Splitter = {
  parts: (text) => words(text),
  nth: (source, index) =>
    part(
      source,
      "wordAt",
      [String(index)],
      `word ${ordinal(index)}`,
      8 + Math.abs(index),
      (text) => words(text).at(index) ?? null,
    ),
};

const byRuns = (kind: RunKind): Splitter => ({
  parts: (text) => runs(text, kind),
  nth: (source, index) =>
    part(
      source,
      "runAt",
      [`"${kind}"`, String(index)],
      `run ${ordinal(index)} of ${kind}`,
      10 + Math.abs(index),
      (text) => runs(text, kind).at(index) ?? null,
    ),
});

const byNumbers: Splitter = {
  parts: (text) => numbersIn(text).map(String),
  nth: (source, index) =>
    part(
      source,
      "numberAt",
      [String(index)],
      `number ${ordinal(index)}`,
      8 + Math.abs(index),
      (text) => numberAt(text, index),
    ),
};

/** At each mark that several cells show, and at any of the two most frequent. */
const byMarks = (cells: readonly string[]): Splitter[] => {
  const marks = counted(cells.flatMap((cell) => [...new Set(cell.match(/[^\p{L}\p{N}]/gu) ?? [])]))
    .filter(([, times]) => times >= 2)
    .slice(0, mostMarks)
    .map(([mark]) => mark);
  const single = marks.map((mark) => byMark([mark]));
  const paired = marks.slice(0, mostPaired);
  const pairs = paired.flatMap((one, at) =>
    paired.slice(at + 1).map((other) => byMark([one, other])),
  );
  return [...single, ...pairs];
};

const byMark = (marks: readonly string[]): Splitter => {
  const [only = ""] = marks;
  const separator = marks.length === 1 ? only : marks;
  const code = marks.length === 1 ? quoted(only) : list(marks.map(quoted));
  return {
    parts: (text) => (typeof separator === "string" ? text.split(only) : splitAny(text, marks)),
    nth: (source, index) =>
      exprOf({
        kind: "part",
        code: call("piece", source.code, code, String(index)),
        bits: 6 + 3 * marks.length + Math.abs(index),
        words: `piece ${ordinal(index)} of ${source.words} at ${marks.map((mark) => `"${mark}"`).join(" or ")}`,
        parts: [source],
        combine: ([value = null]) => piece(asText(value), separator, index),
      }),
  };
};

const splitAny = (text: string, marks: readonly string[]): string[] => {
  const found = [""];
  for (const letter of text)
    if (marks.includes(letter)) found.push("");
    else found.push((found.pop() ?? "") + letter);
  return found;
};
