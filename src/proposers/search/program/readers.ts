import { type Branch, branchCode, branchWords } from "../branches.ts";
import { call, type Doc, flat, laidOut, remark, sourceWidth } from "../doc.ts";
import type { ColumnRule, Program } from "./program.ts";

/** A column's program stands by itself when it is more than a word or two, or others use it. */
export const isInline = (rule: ColumnRule, program: Program): boolean =>
  rule.branches.length <= 1 && !program.columns.some((other) => uses(other, rule));

const uses = ({ expr }: ColumnRule, rule: ColumnRule): boolean =>
  expr.key.includes(`${rule.reader}(row)`);

export const readers = (rule: ColumnRule, program: Program): string[] => {
  if (isInline(rule, program)) return [];
  if (!isRepairing(rule, program))
    return [...comments(rule), `${arrow(rule.reader, rule.expr.code)}\n`];
  const [first, ...rest] = rule.branches;
  if (first === undefined) return [];
  const plain = plainName(rule);
  return [
    comment(rule, first, "is "),
    `${arrow(plain, branchCode(first))}\n`,
    ...rest.map((branch) => comment(rule, branch, "else ")),
    `${arrow(rule.reader, call("firstOf", `${plain}(row)`, ...rest.map(branchCode)))}\n`,
  ];
};

export const plainName = ({ reader }: ColumnRule): string => reader.replace(/^read/, "readPlain");

export const isRepairing = (rule: ColumnRule, { arena }: Program): boolean =>
  arena.repaired !== null && rule.branches.length > 1;

export const arrow = (name: string, doc: Doc): string => {
  const head = `const ${name} = (row: Row) =>`;
  const line = `${head} ${flat(doc)};`;
  if (line.length <= sourceWidth) return line;
  return `${head}\n  ${laidOut(doc, 2, 2, 1)};`;
};

export const comments = (rule: ColumnRule): string[] =>
  rule.branches.map((branch, at) => comment(rule, branch, at === 0 ? "is " : "else "));

const comment = ({ name, rows }: ColumnRule, branch: Branch, before: string): string =>
  remark(`${name} ${before}${branchWords(branch)}: ${branch.support} of ${rows} rows.`);
