import type { Arena, Column } from "../../../domain/arena.ts";
import type { Assignment, InputRows, Rows } from "../../../domain/proposing.ts";
import { firstOf, isBlank } from "../../../kit/index.ts";
import { align, type Pair } from "../../search/align/align.ts";
import { flat } from "../../search/doc.ts";
import { chooseLayout } from "../../search/layout/choose.ts";
import { applied, type Layout } from "../../search/layout/layout.ts";
import { readerName } from "../../search/names.ts";
import { sampled } from "../../search/order.ts";
import { columnsOf, isBlankRow, type Row } from "../../search/rows.ts";
import { typed, typedValue } from "../../search/typed.ts";
import { type Chain, chainExpr } from "../explain/chain.ts";
import { explain } from "../explain/explain.ts";
import type { Task } from "../explain/task.ts";
import type { Expr } from "../expr.ts";
import type { DropRule, KeepRule } from "../program/program.ts";
import { findDrops } from "./drops.ts";
import { type HeldBack, heldBack } from "./hold-back.ts";
import { findKeep } from "./keeps.ts";

/** More pairs than this teach nothing new. */
const mostPairs = 800;
const mostSpare = 500;

/** What the data alone say: which rows belong together, and how each gold column is made. */
export interface Findings {
  readonly arena: Arena;
  readonly layout: Layout;
  readonly rows: readonly Row[];
  readonly gold: Rows;
  readonly pairs: readonly Pair[];
  readonly spare: readonly Row[];
  readonly columns: readonly ColumnFinding[];
  /** Columns without which a row leaves the table. */
  readonly needed: readonly string[];
  readonly drops: readonly DropRule[];
  readonly keep: KeepRule | null;
}

export interface ColumnFinding {
  readonly column: Column;
  readonly chains: readonly Chain[];
  readonly heldBack: HeldBack | null;
}

export const find = ({ arena, inputs, gold }: Assignment): Findings => {
  const layout = chooseLayout(inputs, gold, arena);
  const rows = rowsIn(inputs, layout);
  const pairs = align(rows, gold, arena.master.columns);
  const paired = new Set(pairs.map(({ row }) => row));
  const spare = rows.filter((_, at) => !paired.has(at));
  const base = { arena, layout, rows, gold, pairs, spare };
  const columns = explained(base);
  return { ...base, columns, ...rowRules(base, columns) };
};

const rowsIn = (inputs: readonly InputRows[], layout: Layout): Row[] =>
  inputs.flatMap((input) => applied(layout, input)).filter((row) => !isBlankRow(row));

type Base = Omit<Findings, "columns" | "needed" | "drops" | "keep">;

/** Column by column; what is explained wholly helps with the others, so there is a second pass. */
const explained = (base: Base): ColumnFinding[] => {
  const pairs = sampled(base.pairs, mostPairs);
  const { columns } = base.arena.master;
  const first = columns.map((column, at) => findingOf(base, column, at, pairs, []));
  return first.map((finding, at) => {
    const solved = first.filter((other) => other !== finding && isSolved(other)).map(reference);
    const again =
      isSolved(finding) || solved.length === 0
        ? finding
        : findingOf(base, finding.column, at, pairs, solved);
    const isBetter = (again.chains[0]?.bits ?? 0) < (finding.chains[0]?.bits ?? 0);
    const task = taskOf(base, finding.column, at, pairs);
    return isBetter ? general(again, { ...task, solved }) : general(finding, task);
  });
};

const isSolved = ({ chains: [chain] }: ColumnFinding): boolean =>
  chain !== undefined && chain.branches.length > 0 && chain.hits >= 0.97 * chain.rows;

/** The column by its reader, as others may use it. */
const reference = ({ column, chains }: ColumnFinding): Expr => {
  const expr = chainExpr(chains[0]?.branches ?? []);
  const doc = `${readerName(column)}(row)`;
  return { ...expr, doc, key: doc, bits: 3, words: column.name };
};

const findingOf = (
  base: Base,
  column: Column,
  at: number,
  pairs: readonly Pair[],
  solved: readonly Expr[],
): ColumnFinding => {
  const task = { ...taskOf(base, column, at, pairs), solved };
  return { column, chains: explain(task), heldBack: null };
};

/** A table that fails on keys it has not seen is learnt by heart: the next chain is taken. */
const mostLearntByHeart = 0.7;

const general = ({ column, chains }: ColumnFinding, task: Task): ColumnFinding => {
  const [best, ...others] = chains;
  if (!best) return { column, chains, heldBack: null };
  const held = heldBack(task, best);
  const isByHeart = held?.byKey && held.right < mostLearntByHeart * held.rows && usesTable(best);
  const plain = others.filter((chain) => !usesTable(chain));
  if (!isByHeart || plain.length === 0) return { column, chains, heldBack: held };
  return { column, chains: [...plain, best], heldBack: null };
};

const usesTable = ({ branches }: Chain): boolean =>
  branches.some(({ expr }) =>
    expr.needs.some(({ declaration }) => flat(declaration).includes("lookupTable(")),
  );

const taskOf = (base: Base, column: Column, at: number, pairs: readonly Pair[]): Task => {
  const { arena, rows, gold, spare } = base;
  const cells = pairs.map((pair) => gold[pair.gold]?.[at] ?? "");
  return {
    name: column.name,
    type: column.type,
    rows: pairs.flatMap(({ row }) => rows[row] ?? []),
    gold: cells,
    want: cells.map((cell) => typed(column.type, cell)),
    spare: sampled(spare, mostSpare),
    all: rows,
    columns: columnsOf(rows),
    solved: [],
    leaves: arena.master.required.includes(column.name),
    hidden: hiddenShare(base),
  };
};

/** How likely it is that a row that is wanted has no visible answer. */
export const hiddenShare = ({
  arena,
  gold,
  rows,
}: Pick<Base, "arena" | "gold" | "rows">): number =>
  arena.gold.partial ? Math.max(0.02, 1 - gold.length / Math.max(rows.length, 1)) : arena.holdout;

const rowRules = (base: Base, columns: readonly ColumnFinding[]) => {
  const exprs = columns.map(({ chains }) => chainExpr(chains[0]?.branches ?? []));
  const needed = neededColumns(base, columns, exprs);
  const at = columns.flatMap(({ column }, index) => (needed.includes(column.name) ? [index] : []));
  const isWhole = (row: Row): boolean =>
    at.every((index) => firstOf(exprs[index]?.run(row)) !== null);
  const aligned = base.pairs.flatMap(({ row }) => base.rows[row] ?? []);
  const hidden = hiddenShare(base);
  const keep = keepRule(base, columns, exprs, isWhole);
  const spare = keep === null ? base.spare.filter(isWhole) : [];
  const drops = base.arena.gold.partial
    ? []
    : findDrops(aligned, spare, columnsOf(base.rows), hidden);
  return { needed, drops, keep };
};

const keepRule = (
  { rows, pairs, arena }: Base,
  columns: readonly ColumnFinding[],
  exprs: readonly Expr[],
  isWhole: (row: Row) => boolean,
): KeepRule | null => {
  const goldOf = new Map(pairs.map(({ row, gold }) => [row, gold]));
  const emitted = rows.flatMap((row, at) => {
    if (!isWhole(row)) return [];
    const values = exprs.map((expr) => expr.run(row));
    const cells = values.map((value, index) =>
      typedValue(arena.master.columns[index]?.type ?? "text", value),
    );
    return [{ values, cells, gold: goldOf.get(at) ?? null }];
  });
  return findKeep(
    emitted,
    columns.map(({ column }) => column.name),
    pairs,
  );
};

/** Columns that are never blank in the gold, where some input row would leave them so. */
const neededColumns = (
  { arena, gold, spare }: Base,
  columns: readonly ColumnFinding[],
  exprs: readonly Expr[],
): string[] =>
  columns
    .filter(({ column }, at) => {
      const isFilled = gold.every((cells) => !isBlank(cells[at]));
      if (arena.master.required.includes(column.name)) return true;
      if (!arena.failures || !isFilled) return false;
      return spare.some((row) => firstOf(exprs[at]?.run(row)) === null);
    })
    .map(({ column }) => column.name);
