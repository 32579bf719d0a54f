import {
  after,
  before,
  between,
  piece,
  type RunKind,
  runAt,
  trim,
  wordAt,
} from "../../../kit/index.ts";
import { call, quoted } from "../doc.ts";
import { applied, asText, type Expr, exprOf } from "../expr.ts";
import type { Operator } from "../operator.ts";
import { counted } from "../order.ts";
import { type ColumnTask, examplesOf, type Source } from "../task.ts";
import { tidied } from "./tidy.ts";

const mostExamples = 150;
const mostMarks = 5;

/** Parts of a cell, parted by marks that were seen around the gold's cells. */
export const separatedPieces: Operator = {
  name: "pieces",
  types: ["text", "number", "date"],
  readsLongText: false,
  propose: (task, offers) => {
    for (const source of task.sources)
      for (const part of partsOf(source, task)) tidied(part, task, offers);
  },
};

export const trimmed = (source: Expr): Expr =>
  applied(source, {
    kind: "text",
    name: "trim",
    words: "trimmed",
    bits: 2,
    run: (value) => trim(asText(value)),
  });

/** The parts of one source that may be the gold's cell. */
const partsOf = (source: Source, task: ColumnTask): Expr[] => {
  const isPadded = source.profile.common.some(([cell]) => cell !== cell.trim());
  const expr = isPadded ? trimmed(source.expr) : source.expr;
  const { lefts, rights, seen } = marksAround(expr, task);
  if (seen < 2) return [];
  const solved = task.sources.filter((other) => other.expr.kind === "solved" && other !== source);
  const ends = solved.flatMap((other) => [
    cut("before", expr, other.expr, "last"),
    cut("after", expr, other.expr),
  ]);
  return [
    ...rights.flatMap((mark) => [cutAt("before", expr, mark), cutAt("before", expr, mark, "last")]),
    ...lefts.flatMap((mark) => [cutAt("after", expr, mark), cutAt("after", expr, mark, "last")]),
    ...[...new Set([...lefts, ...rights])].flatMap((mark) =>
      [0, 1, 2, 3, -1, -2].map((index) => pieceAt(expr, mark, index)),
    ),
    ...lefts.flatMap((open) => rights.map((close) => betweenMarks(expr, open, close))),
    ...[0, 1, 2, -1, -2].map((index) => nthWord(expr, index)),
    ...(["digits", "letters", "capitals", "spaced"] as const).flatMap((kind) =>
      [0, 1, 2, -1].map((index) => nthRun(expr, kind, index)),
    ),
    ...ends,
  ];
};

interface MarksSeen {
  readonly lefts: readonly string[];
  readonly rights: readonly string[];
  /** In how many rows the gold's cell stands inside the source. */
  readonly seen: number;
}

const marksAround = (source: Expr, task: ColumnTask): MarksSeen => {
  const lefts: string[] = [];
  const rights: string[] = [];
  let seen = 0;
  for (const { from, to } of examplesOf(source, task, mostExamples)) {
    const text = from.toLowerCase();
    const part = to.trim().toLowerCase();
    const found = part === "" ? -1 : text.indexOf(part);
    if (found < 0 || text.trim() === part) continue;
    seen++;
    lefts.push(...endings(from.slice(0, found)));
    rights.push(...beginnings(from.slice(found + part.length)));
  }
  return { lefts: often(lefts), rights: often(rights), seen };
};

const often = (marks: readonly string[]): string[] =>
  counted(marks)
    .filter(([, times]) => times >= 2)
    .slice(0, mostMarks)
    .map(([mark]) => mark);

const isMark = (text: string): boolean => text !== "" && !/[\p{L}\p{N}]/u.test(text);

/** The marks before a place: one, two, all of them, and the word before them. */
const endings = (text: string): string[] => {
  const run = /[^\p{L}\p{N}]+$/u.exec(text)?.[0] ?? "";
  const worded = /[\p{L}]{2,12}[^\p{L}\p{N}]{0,3}$/u.exec(text)?.[0] ?? "";
  return distinctMarks([text.slice(-1), text.slice(-2), run], worded);
};

const beginnings = (text: string): string[] => {
  const run = /^[^\p{L}\p{N}]+/u.exec(text)?.[0] ?? "";
  const worded = /^[^\p{L}\p{N}]{0,3}[\p{L}]{2,12}/u.exec(text)?.[0] ?? "";
  return distinctMarks([text.slice(0, 1), text.slice(0, 2), run], worded);
};

const distinctMarks = (marks: readonly string[], worded: string): string[] => [
  ...new Set([...marks.filter(isMark), ...(worded === "" ? [] : [worded])]),
];

type Cut = "before" | "after";
const cutters = { before, after };

export const cutAt = (
  name: Cut,
  source: Expr,
  mark: string,
  which: "first" | "last" = "first",
): Expr =>
  exprOf({
    kind: "part",
    code: call(name, source.code, quoted(mark), ...(which === "last" ? ['"last"'] : [])),
    bits: 7 + 2 * mark.length + (which === "last" ? 2 : 0),
    words: `what stands ${name} ${which === "last" ? "the last " : ""}"${mark}" in ${source.words}`,
    parts: [source],
    combine: ([value = null]) => cutters[name](asText(value), mark, which),
  });

/** Up to where another column's value stands. */
const cut = (name: Cut, source: Expr, mark: Expr, which: "first" | "last" = "first"): Expr =>
  exprOf({
    kind: "part",
    code: call(
      name,
      source.code,
      [`String(`, mark.code, ' ?? "")'],
      ...(which === "last" ? ['"last"'] : []),
    ),
    bits: 8,
    words: `what stands ${name} the ${mark.words} in ${source.words}`,
    parts: [source, mark],
    combine: ([text = null, at = null]) => cutters[name](asText(text), asText(at), which),
  });

export const pieceAt = (source: Expr, mark: string, index: number): Expr =>
  exprOf({
    kind: "part",
    code: call("piece", source.code, quoted(mark), String(index)),
    bits: 8 + 2 * mark.length + Math.abs(index),
    words: `piece ${index < 0 ? `${-index} from the end` : index + 1} of ${source.words} at "${mark}"`,
    parts: [source],
    combine: ([value = null]) => piece(asText(value), mark, index),
  });

const nth = (index: number): string => (index < 0 ? `${-index} from the end` : String(index + 1));

export const nthWord = (source: Expr, index: number): Expr =>
  exprOf({
    kind: "part",
    code: call("wordAt", source.code, String(index)),
    bits: 8 + Math.abs(index),
    words: `word ${nth(index)} of ${source.words}`,
    parts: [source],
    combine: ([value = null]) => wordAt(asText(value), index),
  });

const nthRun = (source: Expr, kind: RunKind, index: number): Expr =>
  exprOf({
    kind: "part",
    code: call("runAt", source.code, `"${kind}"`, String(index)),
    bits: 10 + Math.abs(index),
    words: `run ${nth(index)} of ${kind} in ${source.words}`,
    parts: [source],
    combine: ([value = null]) => runAt(asText(value), kind, index),
  });

const betweenMarks = (source: Expr, open: string, close: string): Expr =>
  exprOf({
    kind: "part",
    code: call("between", source.code, quoted(open), quoted(close)),
    bits: 9 + 2 * (open.length + close.length),
    words: `what stands between "${open}" and "${close}" in ${source.words}`,
    parts: [source],
    combine: ([value = null]) => between(asText(value), open, close),
  });
