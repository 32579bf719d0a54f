import type { Arena, Column } from "../../../domain/arena.ts";
import type { Assignment, InputRows, Rows } from "../../../domain/proposing.ts";
import { align, type Pair } from "../align/align.ts";
import type { Chain } from "../explain/chain.ts";
import { explain } from "../explain/explain.ts";
import type { Task } from "../explain/task.ts";
import { type Layout, plainLayout } from "../layout/layout.ts";
import { sampled } from "../order.ts";
import { columnsOf, type Row } from "../rows.ts";
import { typed } from "../typed.ts";

/** More pairs than this teach nothing new. */
const mostPairs = 1200;
const mostSpare = 1200;

/** What the data alone say: which rows belong together, and how each gold column is made. */
export interface Findings {
  readonly arena: Arena;
  readonly layout: Layout;
  readonly rows: readonly Row[];
  readonly gold: Rows;
  readonly pairs: readonly Pair[];
  readonly spare: readonly Row[];
  readonly columns: readonly ColumnFinding[];
}

export interface ColumnFinding {
  readonly column: Column;
  readonly chains: readonly Chain[];
  readonly heldBack: HeldBack | null;
}

/** How the column was explained without some rows, and how many of those it then got right. */
export interface HeldBack {
  readonly right: number;
  readonly rows: number;
}

export const find = ({ arena, inputs, gold }: Assignment): Findings => {
  const layout = plainLayout;
  const rows = rowsIn(inputs, layout);
  const pairs = align(rows, gold, arena.master.columns);
  const paired = new Set(pairs.map(({ row }) => row));
  const spare = rows.filter((_, at) => !paired.has(at));
  const base = { arena, layout, rows, gold, pairs, spare };
  return { ...base, columns: explained(base) };
};

const rowsIn = (inputs: readonly InputRows[], layout: Layout): Row[] =>
  inputs.flatMap((input) => layout.apply(input));

type Base = Omit<Findings, "columns">;

const explained = (base: Base): ColumnFinding[] => {
  const pairs = sampled(base.pairs, mostPairs);
  return base.arena.master.columns.map((column, at) => {
    const task = taskOf(base, column, at, pairs);
    const chains = explain(task);
    return { column, chains, heldBack: null };
  });
};

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
