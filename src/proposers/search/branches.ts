import { call, type Doc } from "./doc.ts";
import { type Expr, exprOf } from "./expr.ts";
import type { Guard } from "./frame.ts";

/** One reading of a cell: a program, under a condition or always. */
export interface Branch {
  readonly expr: Expr;
  readonly guard: Guard | null;
  /** How many rows whose answer is known it explains. */
  readonly support: number;
}

/** What a column is, first branch that gives something first. */
export interface Chain {
  readonly branches: readonly Branch[];
  /** Its length, with what is paid for rows that it gets wrong or need not give. */
  readonly bits: number;
  readonly hits: number;
  readonly rows: number;
  /** Rows without a known answer for which it gives something unlike the gold's cells. */
  readonly odd: number;
}

export const branchCode = ({ expr, guard }: Branch): Doc => {
  const isCell = expr.kind === "column";
  if (guard)
    return {
      when: guard.code,
      yes: isCell ? ["(", expr.code, " ?? null)"] : expr.code,
      no: "null",
    };
  return isCell ? [expr.code, " ?? null"] : expr.code;
};

export const branchWords = ({ expr, guard }: Branch): string =>
  guard ? `${expr.words} where ${guard.words}` : expr.words;

/** The chain as one program. */
export const chainExpr = (branches: readonly Branch[]): Expr => {
  const [first] = branches;
  if (first === undefined) return nothing;
  if (branches.length === 1 && first.guard === null) {
    return first.expr.kind === "column" ? { ...first.expr, code: branchCode(first) } : first.expr;
  }
  const codes = branches.map(branchCode);
  const chained = exprOf({
    kind: "joined",
    code: codes.length === 1 ? (codes[0] ?? "null") : call("firstOf", ...codes),
    bits: 0,
    words: branches.map(branchWords).join("; else "),
    parts: branches.map(({ expr }) => expr),
    combine: () => null,
  });
  return {
    ...chained,
    combine: (values, row) => {
      for (const [at, { guard }] of branches.entries()) {
        if (guard && !guard.holds(row)) continue;
        const value = values[at] ?? null;
        if (value !== null && String(value).trim() !== "") return value;
      }
      return null;
    },
  };
};

const nothing: Expr = {
  kind: "constant",
  code: "null",
  key: "null",
  bits: 0,
  words: "nothing",
  sources: [],
  prepared: [],
  memorises: 0,
  parts: [],
  combine: () => null,
};
