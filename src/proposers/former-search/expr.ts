import { call, type Doc, flat, member } from "../search/doc.ts";
import type { Row } from "../search/rows.ts";
import type { Value } from "../search/typed.ts";
import { asColumnBits } from "./bits.ts";

/** Something that stands before the rules: a table, or a count over the whole input. */
export interface Need {
  readonly name: string;
  readonly declaration: Doc;
  /** What has to be done with each row before the first one is cleaned. */
  readonly fill: Doc | null;
}

/** A small program from a row to a cell: what it does, how it is written and what it costs. */
export interface Expr {
  readonly doc: Doc;
  /** Its code on one line, by which it is known. */
  readonly key: string;
  /** Its length as a description. */
  readonly bits: number;
  readonly words: string;
  /** The input columns that it reads. */
  readonly reads: readonly string[];
  readonly needs: readonly Need[];
  run(row: Row): Value;
}

interface Parts {
  readonly doc: Doc;
  readonly bits: number;
  readonly words: string;
  readonly from: readonly Expr[];
  readonly needs?: readonly Need[];
  readonly run: (row: Row) => Value;
}

export const exprOf = ({ doc, bits, words, from, needs = [], run }: Parts): Expr => ({
  doc,
  key: flat(doc),
  bits: bits + from.reduce((sum, part) => sum + part.bits, 0),
  words,
  reads: [...new Set(from.flatMap(({ reads }) => reads))],
  needs: [...from.flatMap((part) => part.needs), ...needs],
  run,
});

export const column = (name: string): Expr => ({
  doc: `row${member(name)}`,
  key: `row${member(name)}`,
  bits: asColumnBits,
  words: name,
  reads: [name],
  needs: [],
  run: ({ cells }) => cells[name] ?? "",
});

/** `f(inner)` for a function of the kit. */
export const applied = (
  name: string,
  words: string,
  inner: Expr,
  run: (value: Value) => Value,
  bits = 4,
  more: readonly Doc[] = [],
): Expr =>
  exprOf({
    doc: call(name, inner.doc, ...more),
    bits,
    words: `${inner.words}, ${words}`,
    from: [inner],
    run: (row) => run(inner.run(row)),
  });

export const asText = (value: Value): string => (value === null ? "" : String(value));
