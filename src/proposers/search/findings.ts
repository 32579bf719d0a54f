import { RowAligner } from "../../cells/align-rows.ts";
import type { AlignedPair } from "../../cells/row-votes.ts";
import type { Arena } from "../../domain/arena.ts";
import type { Column } from "../../domain/columns.ts";
import type { Assignment, InputRows, Rows } from "../../domain/proposing.ts";
import { firstOf, isBlank } from "../../kit/index.ts";
import { type Chain, chainExpr } from "./branches.ts";
import { type Explanation, explain, explainAgain } from "./explain.ts";
import { type Expr, exprOf } from "./expr.ts";
import { Frame } from "./frame.ts";
import { chooseLayout } from "./layout/choose.ts";
import { type Layout, rowsLaidOut } from "./layout/layout.ts";
import { readerName } from "./names.ts";
import { sampled } from "./order.ts";
import type { DropRule, KeepRule } from "./program/program.ts";
import { columnsOf, isBlankRow, type Row } from "./rows.ts";
import { findDrops } from "./rules/drop.ts";
import { findKeep } from "./rules/keep.ts";
import { type ColumnTask, inputSource, profileOf, type Source } from "./task.ts";
import { textOf, typed, typedValue } from "./typed.ts";

/** More pairs than this teach nothing new. */
const mostPairs = 1000;
const mostSpare = 250;
/** Beyond this the feed is looked at in part, and no score can be promised. */
const mostRows = 20_000;

/** What the data alone say: which rows belong together, and how each gold column is made. */
export interface Findings {
  readonly arena: Arena;
  readonly layout: Layout;
  readonly all: Frame;
  /** The column in which each row has its file's name, where there are several files. */
  readonly fileColumn: string | null;
  /** Whether every row of the feed was looked at. */
  readonly isWhole: boolean;
  readonly gold: Rows;
  readonly pairs: readonly AlignedPair[];
  readonly columns: readonly ColumnFinding[];
  /** Columns without which a row leaves the table. */
  readonly needed: readonly string[];
  readonly drops: readonly DropRule[];
  readonly keep: KeepRule | null;
}

export interface ColumnFinding extends Explanation {
  readonly column: Column;
  readonly reader: string;
  /** The gold columns whose rules this one uses. */
  readonly uses: readonly string[];
  readonly task: ColumnTask;
}

type Told = (line: string) => void;

const mostRounds = 3;

export const find = ({ arena, inputs, gold }: Assignment, told: Told): Findings => {
  told("how the rows lie");
  const layout = chooseLayout(inputs, gold, arena);
  const laid = inputs
    .flatMap((input) => rowsLaidOut(layout, input))
    .filter((row) => !isBlankRow(row));
  const rows = laid.slice(0, mostRows);
  told("which rows belong together");
  const names = columnsOf(rows);
  const aligner = new RowAligner(
    gold.map((cells) => [...cells]),
    arena.master.columns.map(({ type }) => type),
    keyColumnOf(arena),
  );
  const pairs = aligner.pairs(rows.map(({ cells }) => names.map((name) => cells[name] ?? "")));
  const isWhole = laid.length === rows.length && inputs.every(isReadWhole);
  const fileColumn = inputs.length > 1 ? freeName(names) : null;
  const all = new Frame(fileColumn === null ? rows : rows.map((row) => named(row, fileColumn)));
  const base = { arena, layout, all, fileColumn, isWhole, gold, pairs };
  const columns = explained(base, told);
  told("rules for rows");
  return { ...base, columns, ...rowRules(base, columns) };
};

const freeName = (names: readonly string[]): string | null =>
  ["file", "source_file", "input_file"].find((name) => !names.includes(name)) ?? null;

const named = ({ file, cells }: Row, column: string): Row => ({
  file,
  cells: { ...cells, [column]: file },
});

/** Where one column alone identifies a gold row. */
const keyColumnOf = ({ gold: { key }, master }: Arena): number | null => {
  const [name, ...others] = key;
  if (name === undefined || others.length > 0) return null;
  return master.columns.findIndex((column) => column.name === name);
};

/** A proposer gets no more than so many rows of a file. */
const isReadWhole = ({ rows }: InputRows): boolean => rows.length < 50_000;

type Base = Pick<
  Findings,
  "arena" | "layout" | "all" | "fileColumn" | "isWhole" | "gold" | "pairs"
>;

/** Column by column; what is explained wholly helps with the others, so there is a second pass. */
const explained = (base: Base, told: Told): ColumnFinding[] => {
  const tasks = tasksOf(base);
  const readers = uniqueReaders(base.arena.master.columns);
  const { columns } = base.arena.master;
  const sourcesOf = (found: readonly Explanation[], isSure: (chain: Chain) => boolean) =>
    found.map((one, at) =>
      isSure(one.complete)
        ? solvedSource(columns[at]?.name ?? "", readers[at] ?? "", one, base)
        : null,
    );
  const first = tasks.map((task, at) => {
    told(`${task.name}, column ${at + 1} of ${tasks.length}`);
    return {
      column: columns[at] ?? task,
      reader: readers[at] ?? "",
      uses: [],
      task,
      ...explain(task),
    };
  });
  const again = (own: ColumnFinding, sources: readonly (Source | null)[]): ColumnFinding => {
    const more = sources.flatMap((source) =>
      source === null || source.name === own.column.name ? [] : [source],
    );
    if (more.length === 0) return own;
    told(`${own.column.name} once more, with the columns that are explained`);
    const found = explainAgain(own.task, own, more);
    if (found.complete.bits >= own.complete.bits) return own;
    return { ...own, ...found, plain: own.plain, uses: usedIn(found, more) };
  };
  // What is nearly right may use what is wholly right, and never the other way round.
  const whole = sourcesOf(first, isWhollyRight);
  const nearly = first.map((own) =>
    isSolved(own.complete) && !isWhollyRight(own.complete) ? again(own, whole) : own,
  );
  let found = nearly;
  let solved = sourcesOf(found, isSolved);
  // What is explained by others may explain more: merchants by their words, then what they sell.
  for (let round = 0; round < mostRounds; round++) {
    const known = solved.filter((source) => source !== null).length;
    const more = found.map((own) => (isSolved(own.complete) ? own : again(own, solved)));
    const sources = sourcesOf(more, isSolved);
    found = more;
    if (sources.filter((source) => source !== null).length === known) break;
    solved = sources;
  }
  return shortened(found, solved, told);
};

const usedIn = ({ complete }: Explanation, sources: readonly Source[]): string[] => {
  const code = chainExpr(complete.branches).key;
  return sources.filter(({ expr }) => code.includes(expr.key)).map(({ name }) => name);
};

/** So many branches may be one rule that speaks of the other columns. */
const manyBranches = 3;

const shortened = (
  found: readonly ColumnFinding[],
  solved: readonly (Source | null)[],
  told: Told,
): ColumnFinding[] => {
  const used = new Set(found.flatMap(({ uses }) => uses));
  const done = [...found];
  for (const [at, finding] of found.entries()) {
    const { column, complete, task, uses, plain } = finding;
    const isLong = complete.branches.length >= manyBranches && isSolved(complete);
    // No two columns may be made of each other.
    if (!isLong || uses.length > 0 || used.has(column.name)) continue;
    const more = solved.flatMap((source, other) =>
      source === null || other === at || done[other]?.uses.length !== 0 ? [] : [source],
    );
    if (more.length === 0) continue;
    told(`a shorter rule for ${column.name}`);
    const again = explainAgain(task, finding, more);
    const isShorter =
      again.complete.branches.length < complete.branches.length &&
      again.complete.bits < complete.bits &&
      again.complete.hits >= complete.hits;
    if (!isShorter) continue;
    const own = usedIn(again, more);
    for (const name of own) used.add(name);
    done[at] = { ...finding, ...again, plain, uses: own };
  }
  return done;
};

const isWhollyRight = (chain: Chain): boolean =>
  chain.branches.length > 0 && chain.hits === chain.rows;

const isSolved = (chain: Chain): boolean =>
  chain.branches.length > 0 && chain.hits >= 0.97 * chain.rows;

/** The column by its reader, as others may use it. */
const solvedSource = (
  name: string,
  reader: string,
  { complete }: Explanation,
  { all }: Base,
): Source => {
  const inner = chainExpr(complete.branches);
  const expr: Expr = {
    ...exprOf({
      kind: "solved",
      code: `${reader}(row)`,
      bits: 0,
      words: name,
      parts: [inner],
      combine: ([value = null]) => value,
    }),
    bits: 3,
    memorises: 0,
  };
  return { name, expr, profile: profileOf(all.vector(expr).map(textOf)) };
};

const uniqueReaders = (columns: readonly Column[]): string[] => {
  const known = new Map<string, number>();
  return columns.map((column) => {
    const name = readerName(column);
    const times = (known.get(name) ?? 0) + 1;
    known.set(name, times);
    return times === 1 ? name : `${name}${times}`;
  });
};

const tasksOf = (base: Base): ColumnTask[] => {
  const { arena, all, gold, pairs } = base;
  const some = sampled(pairs, mostPairs);
  const paired = new Set(pairs.map(({ row }) => row));
  const spare = [...all.rows.keys()].filter((at) => !paired.has(at));
  const frames = {
    pairs: all.picked(some.map(({ row }) => row)),
    spare: all.picked(sampled(spare, mostSpare)),
    all,
    sources: columnsOf(all.rows).map((name) => inputSource(name, all)),
    hidden: hiddenShare(base),
  };
  return arena.master.columns.map(({ name, type }, at) => {
    const cells = some.map((pair) => gold[pair.gold]?.[at] ?? "");
    return {
      ...frames,
      name,
      type,
      gold: cells,
      want: cells.map((cell) => typed(type, cell)),
      leaves: arena.master.required.includes(name),
    };
  });
};

/** How likely it is that a row that is wanted has no visible answer. */
const hiddenShare = ({ arena, gold, all }: Pick<Base, "arena" | "gold" | "all">): number =>
  arena.gold.partial
    ? Math.max(0.02, 1 - gold.length / Math.max(all.rows.length, 1))
    : arena.holdout;

const rowRules = (
  base: Base,
  columns: readonly ColumnFinding[],
): Pick<Findings, "needed" | "drops" | "keep"> => {
  const { arena, all, pairs } = base;
  const values = columns.map(({ complete }) => all.vector(chainExpr(complete.branches)));
  const paired = new Set(pairs.map(({ row }) => row));
  const spare = [...all.rows.keys()].filter((at) => !paired.has(at));
  const lacks = (at: number, column: number): boolean =>
    firstOf(values[column]?.[at] ?? null) === null;
  const needed = columns.flatMap(({ column }, index) => {
    const isFilled = base.gold.every((cells) => !isBlank(cells[index]));
    if (!isFilled) return [];
    const isRequired = arena.master.required.includes(column.name);
    if (arena.failures) return isRequired || spare.some((at) => lacks(at, index)) ? [index] : [];
    return isRequired && spare.some((at) => lacks(at, index)) ? [index] : [];
  });
  const isGiven = (at: number): boolean => needed.every((index) => !lacks(at, index));
  const keep = keepRule(base, columns, isGiven);
  const rowsAt = (at: readonly number[]): Row[] => at.flatMap((index) => all.rows[index] ?? []);
  const left = keep === null ? rowsAt(spare.filter(isGiven)) : [];
  const drops = arena.gold.partial
    ? []
    : findDrops(rowsAt([...paired]), left, columnsOf(all.rows), hiddenShare(base));
  return { needed: needed.flatMap((index) => columns[index]?.column.name ?? []), drops, keep };
};

const keepRule = (
  { all, pairs, arena }: Base,
  columns: readonly ColumnFinding[],
  isGiven: (at: number) => boolean,
): KeepRule | null => {
  if (arena.gold.partial) return null;
  const goldOf = new Map(pairs.map(({ row, gold }) => [row, gold]));
  const vectors = columns.map(({ complete }) => all.vector(chainExpr(complete.branches)));
  const emitted = [...all.rows.keys()].filter(isGiven).map((at) => {
    const values = vectors.map((vector) => vector[at] ?? null);
    const cells = values.map((value, index) =>
      typedValue(arena.master.columns[index]?.type ?? "text", value),
    );
    return { values, cells, gold: goldOf.get(at) ?? null };
  });
  return findKeep(
    emitted,
    columns.map(({ column }) => column.name),
    pairs.length,
  );
};
