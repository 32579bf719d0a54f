import { member } from "../../search/doc.ts";
import { columnsOf } from "../../search/rows.ts";
import { typed } from "../../search/typed.ts";
import { type Branch, type Chain, chainExpr } from "../explain/chain.ts";
import { column as columnExpr } from "../expr.ts";
import { shownColumns } from "../program/failures.ts";
import type { ColumnRule, Program } from "../program/program.ts";
import { branchWords } from "../program/readers.ts";
import { keepWords } from "../program/rows-code.ts";
import type { ColumnFinding, Findings } from "./findings.ts";
import type { HeldBack } from "./hold-back.ts";

/** One readable change: a part of the program goes from one rung to the next. */
export interface Ladder {
  readonly name: string;
  readonly rungs: readonly Rung[];
}

export interface Rung {
  readonly words: string;
  /** Whether it says how a column is read, not what else it may be. */
  readonly isReading: boolean;
  readonly change: (program: Program) => Program;
}

/** How far up each ladder a program is. */
export type State = readonly number[];

export interface Plan {
  /** What it does in another way than the plan that was thought best, if anything. */
  readonly instead: string | null;
  readonly base: Program;
  readonly ladders: readonly Ladder[];
}

export const planOf = (findings: Findings): Plan => {
  const { arena } = findings;
  const ladders = findings.columns.map((finding) => columnLadder(finding, findings));
  const base: Program = {
    arena,
    layout: findings.layout,
    columns: findings.columns.map((finding) => bareRule(finding, findings)),
    needed: findings.needed,
    drops: [],
    keep: null,
    shown: shownColumns(
      arena.failures?.columns ?? [],
      columnsOf(findings.rows),
      sourcesOf(findings),
    ),
  };
  return { instead: null, base, ladders: [...ladders, ...rowLadders(findings)] };
};

const rowLadders = ({ drops, keep }: Findings): Ladder[] => [
  ...drops.map((drop) => ({
    name: drop.reason,
    rungs: [
      {
        isReading: false,
        words: `rows: leave out those where ${drop.reason}, ${drop.support} rows`,
        change: (program: Program) => ({ ...program, drops: [...program.drops, drop] }),
      },
    ],
  })),
  ...(keep === null
    ? []
    : [
        {
          name: "keep",
          rungs: [
            {
              isReading: false,
              words: `rows: ${keepWords(keep)}, ${keep.support} rows go`,
              change: (program: Program) => ({ ...program, keep }),
            },
          ],
        },
      ]),
];

/** By gold column, the input column that it is read from first. */
const sourcesOf = ({ columns }: Findings): Map<string, string> =>
  new Map(
    columns.flatMap(({ column, chains }) => {
      const source = chains[0]?.branches[0]?.expr.reads[0];
      return source === undefined ? [] : [[column.name, source] as const];
    }),
  );

/** The column as it stands in the input, unless reading it well shows nothing in the visible gold. */
const bareRule = (finding: ColumnFinding, findings: Findings): ColumnRule => {
  const { column, chains } = finding;
  const [first] = chains[0]?.branches ?? [];
  const rows = chains[0]?.rows ?? findings.pairs.length;
  if (first && startsRead(finding, findings)) return ruleOf(column.name, [first], rows);
  const source = first?.expr.reads[0];
  if (source === undefined) return ruleOf(column.name, [], rows);
  const support = bareSupport(finding, findings, source);
  return ruleOf(column.name, [{ expr: columnExpr(source), guard: null, support }], rows);
};

/** A number or a day that must be read is; so is a text that is as right without. */
const startsRead = (finding: ColumnFinding, findings: Findings): boolean => {
  const [first] = finding.chains[0]?.branches ?? [];
  const source = first?.expr.reads[0];
  if (finding.column.type !== "text" || isBareCopy(first)) return true;
  return source !== undefined && bareSupport(finding, findings, source) >= (first?.support ?? 0);
};

const bareSupport = ({ column }: ColumnFinding, findings: Findings, source: string): number => {
  const at = findings.arena.master.columns.indexOf(column);
  return findings.pairs.filter(({ row, gold }) => {
    const want = typed(column.type, findings.gold[gold]?.[at] ?? "");
    return typed(column.type, findings.rows[row]?.cells[source] ?? "") === want;
  }).length;
};

const ruleOf = (name: string, branches: readonly Branch[], rows: number): ColumnRule => ({
  name,
  branches,
  expr:
    branches.length === 0
      ? { ...columnExpr(""), doc: "null", key: "null", run: () => null }
      : chainExpr(branches),
  rows,
});

const columnLadder = (finding: ColumnFinding, findings: Findings): Ladder => {
  const { column, chains, heldBack } = finding;
  const [chain] = chains;
  const rungs = (chain?.branches ?? []).map((branch, at): Rung => {
    const held = heldWords(heldBack, chain?.rows ?? 0);
    const support = `${branch.support} of ${chain?.rows ?? 0} rows`;
    const verb = at === 0 ? "" : "else ";
    return {
      isReading: at === 0,
      words: `${column.name}: ${verb}${branchWords(branch)}, ${support}${held}`,
      change: (program) => withColumn(program, column.name, prefix(chain, at + 1), findings),
    };
  });
  return { name: column.name, rungs: startsRead(finding, findings) ? rungs.slice(1) : rungs };
};

/** How sure it is; with few rows that is said aloud. */
const heldWords = (held: HeldBack | null, rows: number): string => {
  const few = rows < 20 ? "; few rows, so not sure" : "";
  if (held === null) return few;
  return `; held back ${held.right} of ${held.rows}${held.byKey ? " by key" : ""}${few}`;
};

const isBareCopy = (branch: Branch | undefined): boolean =>
  branch !== undefined &&
  branch.guard === null &&
  branch.expr.key === `row${member(branch.expr.reads[0] ?? "")}`;

const prefix = (chain: Chain | undefined, count: number): Branch[] =>
  (chain?.branches ?? []).slice(0, count);

const withColumn = (
  program: Program,
  name: string,
  branches: readonly Branch[],
  { pairs }: Findings,
): Program => ({
  ...program,
  columns: program.columns.map((rule) =>
    rule.name === name ? ruleOf(name, branches, Math.min(pairs.length, 800)) : rule,
  ),
});

export const programAt = ({ base, ladders }: Plan, state: State): Program =>
  ladders.reduce((program, { rungs }, at) => {
    const rung = rungs[(state[at] ?? 0) - 1];
    return rung ? rung.change(program) : program;
  }, base);

const mostVariants = 8;

/** Plans in which one column is made in the next best way. */
export const variantsOf = (findings: Findings): Plan[] =>
  findings.columns
    .flatMap((finding, at) =>
      finding.chains.slice(1, 4).map((chain) => {
        const columns = findings.columns.map((other, index) =>
          index === at ? { ...finding, chains: [chain] } : other,
        );
        const cost = chain.bits - (finding.chains[0]?.bits ?? 0);
        const words = chain.branches.map(branchWords).join("; else ");
        const plan = planOf({ ...findings, columns });
        return { cost, plan: { ...plan, instead: `${finding.column.name}: rather ${words}` } };
      }),
    )
    .sort((a, b) => a.cost - b.cost)
    .slice(0, mostVariants)
    .map(({ plan }) => plan);
