import { call } from "../../search/doc.ts";
import { counted } from "../../search/order.ts";
import { asText, column, type Expr, exprOf, type Need } from "../expr.ts";
import type { Pool } from "./pool.ts";
import type { Task } from "./task.ts";
import { tidied } from "./text.ts";

/** Parts of a cell found by their shape: two capitals, five digits, what stands before them. */
export const shapes = (task: Task, pool: Pool): void => {
  const patterns = patternsOf(task.gold);
  for (const source of task.columns.map(column)) {
    if (!stands(source, task)) continue;
    for (const pattern of [...patterns, ...usualPatterns])
      tidied(matching(source, pattern), task, pool);
    for (const pattern of endPatterns) tidied(without(source, pattern), task, pool);
  }
};

/** Whether the gold's cell stands inside the source in several rows. */
const stands = (source: Expr, { rows, gold }: Task): boolean => {
  const inside = rows.filter((row, at) => {
    const text = asText(source.run(row)).toLowerCase();
    const part = (gold[at] ?? "").trim().toLowerCase();
    return part !== "" && text.includes(part) && text !== part;
  });
  return inside.length >= 2;
};

const usualPatterns = [
  "\\d+",
  "\\d+$",
  "^\\d+",
  "^\\D+",
  "\\p{L}+$",
  "^\\p{L}+",
  "[A-Z]+$",
  "^[A-Z]+",
];
const endPatterns = ["\\s*\\d+$", "^\\d+\\s*", "[A-Z]{2}$", "\\s*\\([^)]*\\)", "\\d+"];

/** What all gold cells look like, at either end of a text or as a word of it. */
const patternsOf = (gold: readonly string[]): string[] => {
  const cells = gold.filter((cell) => cell.trim() !== "");
  const found = counted(cells.map(shapeOf))
    .filter(([, times]) => times * 10 >= cells.length * 4)
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
  (cell.match(/\p{Lu}+|\p{L}+|\d+|\s+|./gu) ?? [])
    .map((run) => {
      if (/^\d/.test(run)) return run.length > 1 ? `\\d{${run.length}}` : "\\d";
      if (/^[A-Z]+$/.test(run)) return run.length > 1 ? `[A-Z]{${run.length}}` : "[A-Z]";
      if (/^\p{L}/u.test(run)) return "\\p{L}+";
      return /^\s/.test(run) ? " " : run.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
    })
    .join("");

const found: Need = {
  name: "found",
  declaration:
    "const found = (text: MaybeText, pattern: RegExp): string | null =>\n" +
    '  pattern.exec(text ?? "")?.[0] ?? null;',
  fill: null,
};

const removed: Need = {
  name: "without",
  declaration:
    "const without = (text: MaybeText, pattern: RegExp): string =>\n" +
    '  (text ?? "").replace(pattern, "");',
  fill: null,
};

const matching = (source: Expr, pattern: string): Expr => {
  const regex = new RegExp(pattern, "u");
  return exprOf({
    doc: call("found", source.doc, `/${pattern}/u`),
    bits: 12 + pattern.length / 2,
    words: `the part of ${source.words} that is like ${pattern}`,
    from: [source],
    needs: [found],
    run: (row) => regex.exec(asText(source.run(row)))?.[0] ?? null,
  });
};

const without = (source: Expr, pattern: string): Expr => {
  const regex = new RegExp(pattern, "u");
  return exprOf({
    doc: call("without", source.doc, `/${pattern}/u`),
    bits: 13 + pattern.length / 2,
    words: `${source.words} without ${pattern}`,
    from: [source],
    needs: [removed],
    run: (row) => asText(source.run(row)).replace(regex, ""),
  });
};
