import { isBlank, textOrNull } from "../../../kit/index.ts";
import { list, quoted } from "../doc.ts";
import { applied, asText, constantExpr, type Expr } from "../expr.ts";
import type { Operator } from "../operator.ts";
import { counted } from "../order.ts";
import { type ColumnTask, examplesOf, type Source } from "../task.ts";

const mostWords = 8;
const longestWord = 30;

/** Words that stand for nothing in a column, and what the gold has where nothing is given. */
export const nothings: Operator = {
  name: "nothings",
  types: ["text", "date", "number"],
  readsLongText: false,
  propose: (task, offers) => {
    for (const source of task.sources) {
      const words = emptyWords(source, task);
      if (words.length > 0) offers.offer(given(source.expr, words));
    }
    for (const value of usualValues(task)) offers.offer(constantExpr(value, constantBits(value)));
  },
};

const constantBits = (value: string | number): number => 8 + 2 * Math.min(String(value).length, 10);

/** Cells that come again and are never what the gold says. */
const emptyWords = ({ expr }: Source, task: ColumnTask): string[] => {
  const seen = new Map<string, { times: number; kept: number; answers: Set<string> }>();
  for (const { from, to, times } of examplesOf(expr, task, 1000)) {
    if (isBlank(from) || from.length > longestWord) continue;
    const known = seen.get(from) ?? { times: 0, kept: 0, answers: new Set() };
    known.times += times;
    if (to === from) known.kept += times;
    known.answers.add(to);
    seen.set(from, known);
  }
  const copied = [...seen.values()].reduce((sum, { kept }) => sum + kept, 0);
  if (copied < 3) return [];
  return [...seen]
    .filter(([, { times, kept, answers }]) => {
      const isEmptied = answers.has("") && answers.size === 1;
      return kept === 0 && times >= 2 && (isEmptied || (times >= 5 && answers.size >= 3));
    })
    .map(([word]) => word)
    .sort()
    .slice(0, mostWords);
};

const given = (source: Expr, words: readonly string[]): Expr =>
  applied(source, {
    kind: "text",
    name: "textOrNull",
    words: `where it is not ${words.map((word) => `"${word}"`).join(" or ")}`,
    bits: 4 + 5 * words.length,
    more: [list(words.map(quoted))],
    run: (value) => textOrNull(asText(value), words),
  });

/** What several gold cells have that no source shows in those rows. */
const usualValues = ({ gold, type, sources, pairs }: ColumnTask): (string | number)[] => {
  const shown = sources.map(({ expr }) => pairs.vector(expr));
  const unseen = gold.filter(
    (cell, at) => cell.trim() !== "" && shown.every((values) => String(values[at] ?? "") !== cell),
  );
  return counted(unseen)
    .filter(([cell, times]) => times >= 2 && cell.length <= longestWord)
    .slice(0, 4)
    .map(([cell]) => (type === "number" && String(Number(cell)) === cell ? Number(cell) : cell));
};
