import type { Column } from "../../domain/columns.ts";
import { type Chain, chainExpr } from "./branches.ts";
import { columnTasks } from "./column-tasks.ts";
import { type Explanation, explain, explainAgain } from "./explain.ts";
import { type Expr, exprOf } from "./expr.ts";
import type { AlignedRows, ColumnFinding, OnProgress } from "./findings.ts";
import type { Frame } from "./frame.ts";
import { readerName } from "./names.ts";
import { profileOf, type Source } from "./task.ts";
import { textOf } from "./typed.ts";

const mostRounds = 3;

/** Column by column; what is explained wholly helps with the others, so there is a second pass. */
export const explainColumns = (aligned: AlignedRows, told: OnProgress): ColumnFinding[] => {
  const { all } = aligned;
  const first = explainedAlone(aligned, told);
  const whole = sourcesOf(first, isWhollyRight, all);
  // What is nearly right may use what is wholly right, and never the other way round.
  let found = first.map((own) =>
    isSolved(own.complete) && !isWhollyRight(own.complete) ? explainedBy(own, whole, told) : own,
  );
  let solved = sourcesOf(found, isSolved, all);
  // What is explained by others may explain more: merchants by their words, then what they sell.
  for (let round = 0; round < mostRounds; round++) {
    const known = knownIn(solved);
    found = found.map((own) => (isSolved(own.complete) ? own : explainedBy(own, solved, told)));
    const sources = sourcesOf(found, isSolved, all);
    if (knownIn(sources) === known) break;
    solved = sources;
  }
  return shortened(found, solved, told);
};

const explainedAlone = (aligned: AlignedRows, told: OnProgress): ColumnFinding[] => {
  const { columns } = aligned.arena.master;
  const readers = uniqueReaders(columns);
  const tasks = columnTasks(aligned);
  return tasks.map((task, at) => {
    told(`${task.name}, column ${at + 1} of ${tasks.length}`);
    const column = columns[at] ?? task;
    return { column, reader: readers[at] ?? "", uses: [], task, ...explain(task) };
  });
};

/** By column, what others may use of it; null where it is not sure. */
type Sources = readonly (Source | null)[];

const sourcesOf = (
  found: readonly ColumnFinding[],
  isSure: (chain: Chain) => boolean,
  all: Frame,
): Sources => found.map((one) => (isSure(one.complete) ? solvedSource(one, all) : null));

const knownIn = (sources: Sources): number => sources.filter((source) => source !== null).length;

/** The column once more, with the help of the others, where that is shorter. */
const explainedBy = (own: ColumnFinding, sources: Sources, told: OnProgress): ColumnFinding => {
  const more = sources.flatMap((source) =>
    source === null || source.name === own.column.name ? [] : [source],
  );
  if (more.length === 0) return own;
  told(`${own.column.name} once more, with the columns that are explained`);
  const found = explainAgain(own.task, own, more);
  if (found.complete.bits >= own.complete.bits) return own;
  return { ...own, ...found, plain: own.plain, uses: usedIn(found, more) };
};

const usedIn = ({ complete }: Explanation, sources: readonly Source[]): string[] => {
  const code = chainExpr(complete.branches).key;
  return sources.filter(({ expr }) => code.includes(expr.key)).map(({ name }) => name);
};

/** So many branches may be one rule that speaks of the other columns. */
const manyBranches = 3;

const shortened = (
  found: readonly ColumnFinding[],
  solved: Sources,
  told: OnProgress,
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
  { column: { name }, reader, complete }: ColumnFinding,
  all: Frame,
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
