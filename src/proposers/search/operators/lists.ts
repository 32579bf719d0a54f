import { joined, pieces, type RunKind, runs } from "../../../kit/index.ts";
import { call, type Doc, quoted } from "../doc.ts";
import { asText, type Expr, exprOf } from "../expr.ts";
import type { Operator } from "../operator.ts";
import { counted } from "../order.ts";
import { examplesOf } from "../task.ts";
import { tidied } from "./tidy.ts";

const mostExamples = 60;
const kinds: readonly RunKind[] = [
  "digits",
  "letters",
  "capitals",
  "camel",
  "alphanumeric",
  "spaced",
];

/** All parts of a kind in a cell, with another mark between them. */
export const lists: Operator = {
  name: "lists",
  types: ["text"],
  readsLongText: false,
  propose: (task, offers) => {
    for (const { expr } of task.sources) {
      const examples = examplesOf(expr, task, mostExamples).filter(
        ({ from, to }) => from.length <= 1000 && to !== "" && from !== to,
      );
      for (const way of waysFor(examples.map(({ from }) => from))) {
        const marks = examples.flatMap(({ from, to }) => markIn(way.parts(from), to) ?? []);
        const often = counted(marks).filter(([, times]) => times >= 2);
        for (const [mark] of often.slice(0, 2)) tidied(again(expr, way, mark), task, offers);
      }
    }
  },
};

interface Way {
  readonly parts: (text: string) => readonly string[];
  readonly code: (inner: Doc) => Doc;
  readonly words: string;
}

const waysFor = (cells: readonly string[]): Way[] => {
  const marks = counted(
    cells.flatMap((cell) => [...new Set(cell.match(/[^\p{L}\p{N}\s]/gu) ?? [])]),
  )
    .filter(([, times]) => times >= 2)
    .slice(0, 4);
  return [
    ...kinds.map(
      (kind): Way => ({
        parts: (text) => runs(text, kind),
        code: (inner) => call("runs", inner, quoted(kind)),
        words: `the runs of ${kind}`,
      }),
    ),
    ...marks.map(
      ([mark]): Way => ({
        parts: (text) => pieces(text, mark),
        code: (inner) => call("pieces", inner, quoted(mark)),
        words: `the pieces at "${mark}"`,
      }),
    ),
  ];
};

/** What stands between the parts in the gold's cell, if nothing else does. */
const markIn = (parts: readonly string[], cell: string): string | null => {
  const [first, second] = parts;
  if (first === undefined || second === undefined || parts.length > 60) return null;
  const length = (cell.length - parts.join("").length) / (parts.length - 1);
  if (!Number.isInteger(length) || length < 0 || length > 4) return null;
  const mark = cell.slice(first.length, first.length + length);
  return parts.join(mark).toLowerCase() === cell.toLowerCase() ? mark : null;
};

const again = (source: Expr, way: Way, mark: string): Expr =>
  exprOf({
    kind: "joined",
    code: call("joined", quoted(mark), ["...", way.code(source.code)]),
    bits: 10 + 2 * mark.length,
    words: `${way.words} in ${source.words} with "${mark}" between them`,
    parts: [source],
    combine: ([value = null]) => joined(mark, ...way.parts(asText(value))) || null,
  });
