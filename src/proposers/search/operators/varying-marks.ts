import { after, before, between } from "../../../kit/index.ts";
import { call, list, quoted } from "../doc.ts";
import { asText, type Expr, exprOf } from "../expr.ts";
import type { Operator } from "../operator.ts";
import { counted } from "../order.ts";
import { type ColumnTask, examplesOf } from "../task.ts";
import { tidied } from "./tidy.ts";

const mostExamples = 120;
const mostMarks = 4;
const longestCell = 2000;

/** What stands before, after or between marks of which any will do. */
export const varyingMarks: Operator = {
  name: "varying-marks",
  types: ["text", "number", "date"],
  readsLongText: false,
  propose: (task, offers) => {
    for (const { expr } of task.sources) {
      const { lefts, rights } = marksAround(expr, task);
      const cuts = [
        ...(rights.length > 1
          ? [cut("before", expr, rights), cut("before", expr, rights, true)]
          : []),
        ...(lefts.length > 1 ? [cut("after", expr, lefts), cut("after", expr, lefts, true)] : []),
        ...(lefts.length + rights.length > 2 && lefts.length > 0 && rights.length > 0
          ? [within(expr, lefts, rights), within(expr, lefts, rights, true)]
          : []),
      ];
      for (const one of cuts) tidied(one, task, offers);
    }
  },
};

/** The single characters beside the gold's cell, each seen in two different cells or more. */
const marksAround = (source: Expr, task: ColumnTask): { lefts: string[]; rights: string[] } => {
  const lefts: string[] = [];
  const rights: string[] = [];
  for (const { from, to } of examplesOf(source, task, mostExamples)) {
    const wanted = to.trim().toLowerCase();
    const at = wanted === "" || from.length > longestCell ? -1 : from.toLowerCase().indexOf(wanted);
    if (at < 0) continue;
    const ahead = from.slice(0, at).trimEnd().slice(-1);
    const behind = from
      .slice(at + wanted.length)
      .trimStart()
      .slice(0, 1);
    if (isMark(ahead)) lefts.push(ahead);
    if (isMark(behind)) rights.push(behind);
  }
  return { lefts: often(lefts), rights: often(rights) };
};

const isMark = (text: string): boolean => /^[^\p{L}\p{N}\s]$/u.test(text);

const often = (marks: readonly string[]): string[] =>
  counted(marks)
    .filter(([, times]) => times >= 2)
    .slice(0, mostMarks)
    .map(([mark]) => mark);

const spoken = (marks: readonly string[]): string => marks.map((mark) => `"${mark}"`).join(" or ");

const cutters = { before, after };

const cut = (
  name: keyof typeof cutters,
  source: Expr,
  marks: readonly string[],
  isLast = false,
): Expr =>
  exprOf({
    kind: "part",
    code: call(name, source.code, list(marks.map(quoted)), ...(isLast ? ['"last"'] : [])),
    bits: 6 + 4 * marks.length + (isLast ? 2 : 0),
    words: `what stands ${name} ${isLast ? "the last " : ""}${spoken(marks)} in ${source.words}`,
    parts: [source],
    combine: ([value = null]) => cutters[name](asText(value), marks, isLast ? "last" : "first"),
  });

const within = (
  source: Expr,
  opens: readonly string[],
  closes: readonly string[],
  isLast = false,
): Expr => {
  const written = (marks: readonly string[]) =>
    marks.length === 1 ? quoted(marks[0] ?? "") : list(marks.map(quoted));
  return exprOf({
    kind: "part",
    code: call(
      "between",
      source.code,
      written(opens),
      written(closes),
      ...(isLast ? ['"last"'] : []),
    ),
    bits: 7 + 4 * (opens.length + closes.length) + (isLast ? 2 : 0),
    words: `what stands between ${spoken(opens)} and ${spoken(closes)} in ${source.words}`,
    parts: [source],
    combine: ([value = null]) => between(asText(value), opens, closes, isLast ? "last" : "first"),
  });
};
