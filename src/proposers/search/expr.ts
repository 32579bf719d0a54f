export { asText } from "../../kit/value.ts";

import { call, type Doc, flat, member } from "./doc.ts";
import type { Row } from "./rows.ts";
import type { Value } from "./typed.ts";

/** What a program does, by which rules about it are told apart. */
export type ExprKind =
  | "column"
  | "solved"
  | "constant"
  | "text"
  | "number"
  | "date"
  | "part"
  | "joined"
  | "edited"
  | "table"
  | "band"
  | "usual"
  | "formula";

/** Something that stands before the rules: a table, or a count over the whole input. */
export interface Prepared {
  readonly name: string;
  readonly declaration: Doc;
  /** What has to be done with each row before the first one is cleaned. */
  readonly fill: Doc | null;
}

const contentOf = ({ declaration, fill }: Prepared): string =>
  `${flat(declaration)} ${fill === null ? "" : flat(fill)}`;

/** Whether two of them share a name and differ: no text can hold both. */
export const clash = (needs: readonly Prepared[]): boolean => {
  const known = new Map<string, string>();
  return needs.some((need) => {
    const content = contentOf(need);
    const before = known.get(need.name) ?? content;
    known.set(need.name, content);
    return before !== content;
  });
};

/** A small program from a row to a cell: what it does, how it is written and what it costs. */
export interface Expr {
  readonly kind: ExprKind;
  readonly code: Doc;
  /** Its code on one line, by which it is known. */
  readonly key: string;
  /** Its length as a description. */
  readonly bits: number;
  readonly words: string;
  /** The input columns that it reads. */
  readonly sources: readonly string[];
  readonly prepared: readonly Prepared[];
  /** How many answers it has by heart: entries of tables, and the like. */
  readonly memorises: number;
  readonly parts: readonly Expr[];
  /** What it makes of its parts' values; `row` is for those that have no parts. */
  combine(values: readonly Value[], row: Row): Value;
}

/** Whether it needs no other row than its own: nothing is counted over the file first. */
export const knowsItsRowAlone = ({ prepared }: Expr): boolean =>
  prepared.every(({ fill }) => fill === null);

interface ExprParts {
  readonly kind: ExprKind;
  readonly code: Doc;
  readonly bits: number;
  readonly words: string;
  readonly parts: readonly Expr[];
  readonly prepared?: readonly Prepared[];
  readonly memorises?: number;
  readonly combine: (values: readonly Value[]) => Value;
}

/** Two tables of one name are told apart by what is in them. */
const keyOf = (code: Doc, prepared: readonly Prepared[]): string =>
  prepared.reduce((key, need) => `${key} ${contentOf(need)}`, flat(code));

/** Its parts' bits, sources and needs come on top of its own. */
export const exprOf = ({ parts, prepared = [], memorises = 0, ...own }: ExprParts): Expr => ({
  ...own,
  key: keyOf(own.code, prepared),
  bits: own.bits + parts.reduce((sum, part) => sum + part.bits, 0),
  sources: [...new Set(parts.flatMap(({ sources }) => sources))],
  prepared: [...parts.flatMap((part) => part.prepared), ...prepared],
  memorises: memorises + parts.reduce((sum, part) => sum + part.memorises, 0),
  parts,
});

/** A cell as it stands in the input. */
export const columnExpr = (name: string): Expr => ({
  kind: "column",
  code: `row${member(name)}`,
  key: `row${member(name)}`,
  bits: 4,
  words: name,
  sources: [name],
  prepared: [],
  memorises: 0,
  parts: [],
  combine: (_, { cells }) => cells[name] ?? "",
});

/** A function of the kit around another program: `name(inner, …more)`. */
export interface Applied {
  readonly kind: ExprKind;
  readonly name: string;
  readonly words: string;
  readonly bits: number;
  /** What follows the first argument, as code. */
  readonly more?: readonly Doc[];
  readonly run: (value: Value) => Value;
}

export const applied = (inner: Expr, { kind, name, words, bits, more = [], run }: Applied): Expr =>
  exprOf({
    kind,
    code: call(name, inner.code, ...more),
    bits,
    words: `${inner.words}, ${words}`,
    parts: [inner],
    combine: ([value = null]) => run(value),
  });

export const constantExpr = (value: string | number, bits: number): Expr => ({
  ...exprOf({
    kind: "constant",
    code: JSON.stringify(value),
    bits,
    words: `"${value}"`,
    parts: [],
    memorises: 1,
    combine: () => value,
  }),
});

export const runExpr = (expr: Expr, row: Row): Value =>
  expr.combine(
    expr.parts.map((part) => runExpr(part, row)),
    row,
  );
