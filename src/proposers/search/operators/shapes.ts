import { firstMatch, without } from "../../../kit/index.ts";
import { call } from "../doc.ts";
import { asText, type Expr, exprOf } from "../expr.ts";
import type { Operator } from "../operator.ts";
import { counted } from "../order.ts";
import { type ColumnTask, examplesOf } from "../task.ts";
import { tidied } from "./tidy.ts";

/** Parts of a cell found by their shape: two capitals, five digits, what stands before them. */
export const shapes: Operator = {
  name: "shapes",
  types: ["text"],
  readsLongText: false,
  propose: (task, offers) => {
    const patterns = patternsOf(task.gold);
    for (const { expr } of task.sources) {
      if (!stands(expr, task)) continue;
      for (const pattern of [...patterns, ...usualPatterns])
        tidied(matching(expr, pattern), task, offers);
      for (const pattern of endPatterns) tidied(withoutShape(expr, pattern), task, offers);
    }
  },
};

/** Whether the gold's cell stands inside the source in several rows. */
const stands = (source: Expr, task: ColumnTask): boolean => {
  const inside = examplesOf(source, task, 60).filter(({ from, to }) => {
    const part = to.trim().toLowerCase();
    return part !== "" && from.trim().toLowerCase() !== part && from.toLowerCase().includes(part);
  });
  return inside.length >= 2;
};

const usualPatterns = ["\\d+$", "^\\d+", "^\\D+", "\\p{L}+$", "^\\p{L}+", "[A-Z]+$", "^[A-Z]+"];
const endPatterns = ["\\s*\\d+$", "^\\d+\\s*", "[A-Z]{2}$", "\\s*\\([^)]*\\)", "\\d+"];

/** What all gold cells look like, at either end of a text or as a word of it. */
const patternsOf = (gold: readonly string[]): string[] => {
  const cells = gold.filter((cell) => cell.trim() !== "").slice(0, 400);
  const found = counted(cells.map(shapeOf))
    .filter(([shape, times]) => times * 10 >= cells.length * 4 && shape.length < 60)
    .slice(0, 2)
    .map(([shape]) => shape);
  return found.flatMap((shape) => [
    `\\b${shape}\\b`,
    `${shape}$`,
    `^${shape}`,
    `${shape}(?=[\\s\\d]*$)`,
  ]);
};

const shapeOf = (cell: string): string =>
  (cell.slice(0, 40).match(/\p{Lu}+|\p{L}+|\d+|\s+|./gu) ?? [])
    .map((run) => {
      if (/^\d/.test(run)) return run.length > 1 ? `\\d{${run.length}}` : "\\d";
      if (/^[A-Z]+$/.test(run)) return run.length > 1 ? `[A-Z]{${run.length}}` : "[A-Z]";
      if (/^\p{L}/u.test(run)) return "\\p{L}+";
      return /^\s/.test(run) ? " " : run.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
    })
    .join("");

const matching = (source: Expr, pattern: string): Expr => {
  const regex = new RegExp(pattern, "u");
  return exprOf({
    kind: "part",
    code: call("firstMatch", source.code, `/${pattern}/u`),
    bits: 12 + pattern.length / 2,
    words: `the part of ${source.words} that is like ${pattern}`,
    parts: [source],
    combine: ([value = null]) => firstMatch(asText(value), regex),
  });
};

const withoutShape = (source: Expr, pattern: string): Expr => {
  const regex = new RegExp(pattern, "u");
  return exprOf({
    kind: "part",
    code: call("without", source.code, `/${pattern}/u`),
    bits: 13 + pattern.length / 2,
    words: `${source.words} without ${pattern}`,
    parts: [source],
    combine: ([value = null]) => without(asText(value), regex),
  });
};
