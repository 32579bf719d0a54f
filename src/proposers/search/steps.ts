import { breaksTooMuch } from "./acceptance.ts";
import { branchWords, type Chain, chainExpr } from "./branches.ts";
import { columnExpr, type Expr, knowsItsRowAlone } from "./expr.ts";
import type { ColumnFinding, Findings } from "./findings.ts";
import { orderDoubt } from "./order-doubt.ts";
import { shownColumns } from "./program/failures.ts";
import { isKitName } from "./program/genome-text.ts";
import type { ColumnRule, Program } from "./program/program.ts";
import { keepWords } from "./program/rows-code.ts";
import { columnsOf } from "./rows.ts";
import { recounted } from "./tighten.ts";
import { typedValue } from "./typed.ts";

/** A change of a program: one column's rule, or one rule for rows. */
export interface Step {
  /** What it brings, by a text that stays the same from genome to genome. */
  readonly rule: string;
  readonly words: string;
  /** Whose rule it is; null for a rule for rows. */
  readonly column: string | null;
  readonly change: (program: Program) => Program;
}

const fewRows = 20;

/** Every column read plainly. */
export const plainProgram = (findings: Findings): Program => {
  const { arena, layout, columns, all, needed, fileColumn } = findings;
  const sources = new Map(
    columns.flatMap(({ column, complete, plain }) => {
      const source = (plain.branches[0] ?? complete.branches[0])?.expr.sources[0];
      return source === undefined ? [] : [[column.name, source] as const];
    }),
  );
  return {
    arena,
    layout,
    columns: columns.map((finding) => plainRule(finding)),
    needed: arena.failures ? needed : [],
    drops: [],
    keep: null,
    shown: shownColumns(
      arena.failures?.columns ?? [],
      columnsOf(all.rows).filter((name) => name !== fileColumn),
      sources,
    ),
    fileColumn,
  };
};

/** With all that was found. */
export const fullProgram = (findings: Findings): Program => {
  const plain = plainProgram(findings);
  return stepsFrom(findings, plain).reduce((one, step) => step.change(one), plain);
};

/** The same without what counts over a file first: each row can go through it alone. */
export const rowByRowProgram = (findings: Findings): Program =>
  withRules(
    fullProgram(findings),
    findings.columns.flatMap((finding) => {
      const { branches } = finding.complete;
      const alone = branches.filter(({ expr }) => knowsItsRowAlone(expr));
      const isSame = alone.length === branches.length;
      return isSame ? [] : [ruleOf(finding, { ...finding.complete, branches: alone })];
    }),
  );

/** What a program lacks of all that was found. */
export const stepsFrom = (findings: Findings, present: Program): Step[] => {
  const { columns, drops, keep, needed, arena } = findings;
  const found: Step[] = columns.flatMap((finding): Step[] => {
    const rule = ruleOf(finding, finding.complete);
    const now = present.columns.find(({ name }) => name === rule.name);
    if (finding.complete.branches.length === 0 || now?.expr.key === rule.expr.key) return [];
    return [
      {
        rule: `${rule.name}: ${rule.branches.map(branchWords).join("; else ")}`,
        words: columnWords(finding),
        column: rule.name,
        change: (program) => withRules(program, [rule, ...usedBy(findings, finding)]),
      },
    ];
  });
  for (const drop of drops)
    if (!present.drops.includes(drop))
      found.push({
        rule: `rows: leave out those where ${drop.guard.words}`,
        words: `rows: leave out those where ${drop.guard.words}, ${drop.support} rows`,
        column: null,
        change: (program) => ({ ...program, drops: [...program.drops, drop] }),
      });
  if (keep !== null && present.keep === null)
    found.push({
      rule: `rows: ${keepWords(keep)}`,
      words: `rows: ${keepWords(keep)}, ${keep.support} rows go`,
      column: null,
      change: (program) => ({ ...program, keep }),
    });
  if (!arena.failures && needed.length > 0 && present.needed.length === 0)
    found.push({
      rule: `rows: leave out those without ${needed.join(", ")}`,
      words: `rows: leave out those without ${needed.join(", ")}`,
      column: null,
      change: (program) => ({ ...program, needed }),
    });
  return found;
};

/**
 * Columns made in the next best way, where the best one did not come to be; where that would spoil
 * too much, what can be read stays and the rule gives the rest.
 */
export const otherSteps = (findings: Findings, present: Program): Step[] =>
  findings.columns.flatMap((finding) => {
    const best = ruleOf(finding, finding.complete);
    const now = present.columns.find(({ name }) => name === best.name);
    if (now === undefined || now.expr.key === best.expr.key) return [];
    const careful = spoils(finding, now.expr, best.expr) ? carefulChains(finding) : [];
    return [...careful, ...nextBest(finding)].flatMap((chain): Step[] => {
      const rule = ruleOf(finding, chain);
      if (rule.expr.key === now.expr.key) return [];
      const words = `${rule.name}: rather ${rule.branches.map(branchWords).join("; else ")}`;
      const change = (program: Program): Program =>
        withRules(program, [rule, ...usedBy(findings, finding)]);
      return [{ rule: words, words, column: rule.name, change }];
    });
  });

/** The column as it is read plainly or stands, and what its rule gives where that is nothing. */
const carefulChains = (finding: ColumnFinding): Chain[] => {
  const { plain, complete } = finding;
  const firsts = [plain.branches, passingRule(finding)?.branches ?? []];
  return firsts
    .filter(([first]) => first !== undefined && first.expr.key !== complete.branches[0]?.expr.key)
    .map((first) => recounted(finding, [...first, ...complete.branches]))
    .map((chain) => ({ ...chain, branches: chain.branches.filter(({ support }) => support > 0) }));
};

/** Plainly, but for columns whose plain reading spoils cells that are right as they stand. */
export const cautiousProgram = (findings: Findings): Program => {
  const spoiled = findings.columns.flatMap((finding) => {
    const copied = passingRule(finding);
    const isSpoiled = copied && spoils(finding, copied.expr, plainRule(finding).expr);
    return isSpoiled ? [copied] : [];
  });
  return withRules(plainProgram(findings), spoiled);
};

/** Every column as it stands in the input, where that has one of its name. */
export const passingProgram = (findings: Findings): Program => ({
  ...plainProgram(findings),
  columns: findings.columns.map((finding) => passingRule(finding) ?? ruleOf(finding, blank)),
  needed: [],
});

/** An unexplained column passes through where the input has one of its name, else it is blank. */
const plainRule = (finding: ColumnFinding): ColumnRule => {
  const { plain, column } = finding;
  const passing = column.type === "text" ? passingRule(finding) : null;
  return plain.branches.length === 0 && passing ? passing : ruleOf(finding, plain);
};

const passingRule = (finding: ColumnFinding): ColumnRule | null => {
  const source = finding.task.sources.find(({ name }) => name === finding.column.name);
  return source ? copyRule(finding, source.expr) : null;
};

/** Whether more cells go wrong than the default envelope allows for those that come right. */
const spoils = ({ task }: ColumnFinding, before: Expr, after: Expr): boolean => {
  const right = (expr: Expr): Uint8Array =>
    Uint8Array.from(task.pairs.vector(expr), (value, at) =>
      typedValue(task.type, value) === task.want[at] ? 1 : 0,
    );
  return breaksTooMuch(right(before), right(after));
};

/** The rules of other columns that a column's rule is built on. */
const usedBy = (findings: Findings, { uses }: ColumnFinding): ColumnRule[] =>
  findings.columns
    .filter(({ column }) => uses.includes(column.name))
    .flatMap((finding) => [ruleOf(finding, finding.complete), ...usedBy(findings, finding)]);

/** The rules that a column may have in a program of ours. */
export const variantsOf = (finding: ColumnFinding): ColumnRule[] => {
  const others = [...nextBest(finding), ...carefulChains(finding)].map((chain) =>
    ruleOf(finding, chain),
  );
  const passing = passingRule(finding) ?? [];
  return [ruleOf(finding, finding.complete), plainRule(finding), ...others].concat(passing);
};

export const withRules = (program: Program, rules: readonly ColumnRule[]): Program => ({
  ...program,
  columns: program.columns.map((now) => rules.find(({ name }) => name === now.name) ?? now),
});

const ruleOf = ({ column, reader }: ColumnFinding, chain: Chain): ColumnRule => ({
  name: column.name,
  reader: isKitName(reader) ? `${reader}Cell` : reader,
  branches: chain.branches,
  expr: chainExpr(chain.branches),
  rows: chain.rows,
});

const blank: Chain = { branches: [], bits: 0, hits: 0, rows: 0, odd: 0 };

const copyRule = (finding: ColumnFinding, expr: Expr): ColumnRule =>
  ruleOf(finding, {
    branches: [{ expr: columnExpr(expr.sources[0] ?? ""), guard: null, support: 0 }],
    bits: 0,
    hits: 0,
    rows: finding.complete.rows,
    odd: 0,
  });

/** Told with how sure it is; with few rows that is said aloud. */
const columnWords = ({ column, complete, heldBack, task }: ColumnFinding): string => {
  const branches = complete.branches.map(
    (branch) => `${branchWords(branch)}, ${branch.support} of ${complete.rows} rows`,
  );
  const held =
    heldBack === null
      ? ""
      : `; right on ${heldBack.right} of ${heldBack.rows} rows not used to learn it${heldBack.byKey ? ", with keys it had not seen" : ""}`;
  return `${column.name}: ${branches.join("; else ")}${held}${orderDoubt(complete, task)}${fewRowsDoubt(complete.rows)}`;
};

export const fewRowsDoubt = (rows: number): string =>
  rows < fewRows ? "; few rows, so not sure" : "";

const nextBest = ({ others }: ColumnFinding): readonly Chain[] => others.slice(0, 2);
