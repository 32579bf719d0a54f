import { pieces, words } from "../../../kit/index.ts";
import { call, type Doc, list, quoted } from "../doc.ts";
import { asText, type Expr, exprOf } from "../expr.ts";
import type { Operator } from "../operator.ts";
import { counted } from "../order.ts";
import type { Source } from "../task.ts";

const mostMarks = 4;
const leastShown = 2;

/** How many things a cell lists: the pieces at its marks, or its words. */
export const counts: Operator = {
  name: "counts",
  types: ["number", "text"],
  readsLongText: false,
  propose: (task, offers) => {
    const filled = task.gold.filter((cell) => cell.trim() !== "");
    if (filled.length < 3 || !filled.every((cell) => /^\d{1,3}$/.test(cell.trim()))) return;
    for (const source of task.sources) {
      const marks = marksIn(source);
      for (const mark of marks) offers.offer(piecesOf(source.expr, [mark]));
      if (marks.length > 1) offers.offer(piecesOf(source.expr, marks));
      if (source.profile.common.some(([cell]) => words(cell).length > 1))
        offers.offer(wordsOf(source.expr));
    }
  },
};

/** Marks that stand in several cells. */
const marksIn = ({ profile }: Source): string[] =>
  counted(
    profile.common.flatMap(([cell]) => [...new Set(cell.match(/[^\p{L}\p{N}\s'’"()]/gu) ?? [])]),
  )
    .filter(([, times]) => times >= leastShown)
    .slice(0, mostMarks)
    .map(([mark]) => mark);

const countOf = (source: Expr, code: Doc, told: string, run: (text: string) => number): Expr =>
  exprOf({
    kind: "part",
    code: [code, ".length"],
    bits: 10,
    words: `how many ${told} ${source.words} has`,
    parts: [source],
    combine: ([value = null]) => run(asText(value)),
  });

const piecesOf = (source: Expr, marks: readonly string[]): Expr => {
  const [mark = ""] = marks;
  const at = marks.length === 1 ? quoted(mark) : list(marks.map(quoted));
  const told = `pieces at ${marks.map((one) => `"${one}"`).join(" or ")}`;
  return countOf(
    source,
    call("pieces", source.code, at),
    told,
    (text) => pieces(text, marks).length,
  );
};

const wordsOf = (source: Expr): Expr =>
  countOf(source, call("words", source.code), "words", (text) => words(text).length);
