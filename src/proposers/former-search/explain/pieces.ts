import { after, before, between, piece, trim, words } from "../../../kit/index.ts";
import { call, quoted } from "../../search/doc.ts";
import { counted } from "../../search/order.ts";
import { applied, asText, column, type Expr, exprOf, type Need } from "../expr.ts";
import type { Pool } from "./pool.ts";
import type { Task } from "./task.ts";
import { tidied } from "./text.ts";

/** Parts of a cell, parted by marks that were seen around the gold's cells. */
export const pieces = (task: Task, pool: Pool): void => {
  for (const source of sourcesOf(task))
    for (const part of partsOf(source, task)) tidied(part, task, pool);
};

const sourcesOf = ({ columns, solved, all }: Task): Expr[] => [
  ...columns.map((name) => {
    const isPadded = all.some(({ cells }) => (cells[name] ?? "") !== trim(cells[name]));
    return isPadded ? trimmed(column(name)) : column(name);
  }),
  ...solved,
];

export const trimmed = (source: Expr): Expr =>
  applied("trim", "trimmed", source, (value) => trim(asText(value)), 2);

/** The parts of one source that may be the gold's cell. */
const partsOf = (source: Expr, task: Task): Expr[] => {
  const { lefts, rights, seen } = marksAround(source, task);
  if (seen < 2) return [];
  const ends = task.solved
    .filter(({ key }) => key !== source.key)
    .flatMap((solved) => [cut("before", source, solved, "last"), cut("after", source, solved)]);
  return [
    ...rights.flatMap((mark) => [
      cutAt("before", source, mark),
      cutAt("before", source, mark, "last"),
    ]),
    ...lefts.flatMap((mark) => [
      cutAt("after", source, mark),
      cutAt("after", source, mark, "last"),
    ]),
    ...[...new Set([...lefts, ...rights])].flatMap((mark) =>
      [0, 1, 2, -1, -2].map((index) => pieceAt(source, mark, index)),
    ),
    ...lefts.flatMap((open) => rights.map((close) => betweenMarks(source, open, close))),
    ...[0, 1, 2, -1].map((index) => wordAt(source, index)),
    ...ends,
  ];
};

interface Marks {
  readonly lefts: readonly string[];
  readonly rights: readonly string[];
  /** In how many rows the gold's cell stands inside the source. */
  readonly seen: number;
}

const marksAround = (source: Expr, { rows, gold }: Task): Marks => {
  const lefts: string[] = [];
  const rights: string[] = [];
  let seen = 0;
  for (const [at, row] of rows.entries()) {
    const text = asText(source.run(row)).toLowerCase();
    const part = (gold[at] ?? "").trim().toLowerCase();
    const found = part === "" ? -1 : text.indexOf(part);
    if (found < 0 || text.trim() === part) continue;
    seen++;
    lefts.push(...endings(text.slice(0, found)));
    rights.push(...beginnings(text.slice(found + part.length)));
  }
  const often = (marks: readonly string[]): string[] =>
    counted(marks)
      .filter(([, times]) => times >= 2)
      .slice(0, 4)
      .map(([mark]) => mark);
  return { lefts: often(lefts), rights: often(rights), seen };
};

const isMark = (text: string): boolean => text !== "" && !/[\p{L}\p{N}]/u.test(text);

const endings = (text: string): string[] =>
  [text.slice(-1), text.slice(-2)].filter((mark, at) => isMark(mark) && mark.length === at + 1);

const beginnings = (text: string): string[] =>
  [text.slice(0, 1), text.slice(0, 2)].filter((mark, at) => isMark(mark) && mark.length === at + 1);

type Cut = "before" | "after";
const cutters = { before, after };

const cutAt = (name: Cut, source: Expr, mark: string, which: "first" | "last" = "first"): Expr =>
  exprOf({
    doc: call(name, source.doc, quoted(mark), ...(which === "last" ? ['"last"'] : [])),
    bits: 7 + 2 * mark.length + (which === "last" ? 2 : 0),
    words: `what stands ${name} ${which === "last" ? "the last " : ""}"${mark}" in ${source.words}`,
    from: [source],
    run: (row) => cutters[name](asText(source.run(row)), mark, which),
  });

/** Up to where another column's value stands. */
const cut = (name: Cut, source: Expr, mark: Expr, which: "first" | "last" = "first"): Expr =>
  exprOf({
    doc: call(name, source.doc, [mark.doc, ' ?? ""'], ...(which === "last" ? ['"last"'] : [])),
    bits: 8,
    words: `what stands ${name} the ${mark.words} in ${source.words}`,
    from: [source, mark],
    run: (row) => cutters[name](asText(source.run(row)), asText(mark.run(row)), which),
  });

export const pieceAt = (source: Expr, mark: string, index: number): Expr =>
  exprOf({
    doc: call("piece", source.doc, quoted(mark), String(index)),
    bits: 8 + 2 * mark.length + Math.abs(index),
    words: `piece ${index < 0 ? `${-index} from the end` : index + 1} of ${source.words} at "${mark}"`,
    from: [source],
    run: (row) => piece(asText(source.run(row)), mark, index),
  });

const oneWord: Need = {
  name: "wordAt",
  declaration:
    "const wordAt = (text: MaybeText, index: number): string | null => words(text).at(index) ?? null;",
  fill: null,
};

export const wordAt = (source: Expr, index: number): Expr =>
  exprOf({
    doc: call("wordAt", source.doc, String(index)),
    bits: 9 + Math.abs(index),
    words: `word ${index < 0 ? `${-index} from the end` : index + 1} of ${source.words}`,
    from: [source],
    needs: [oneWord],
    run: (row) => words(asText(source.run(row))).at(index) ?? null,
  });

const betweenMarks = (source: Expr, open: string, close: string): Expr =>
  exprOf({
    doc: call("between", source.doc, quoted(open), quoted(close)),
    bits: 9 + 2 * (open.length + close.length),
    words: `what stands between "${open}" and "${close}" in ${source.words}`,
    from: [source],
    run: (row) => between(asText(source.run(row)), open, close),
  });
