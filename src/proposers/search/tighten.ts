import { leastGain } from "./acceptance.ts";
import type { Branch, Chain } from "./branches.ts";
import type { ColumnFinding, Findings } from "./findings.ts";
import type { Guard } from "./frame.ts";
import { guardsFor } from "./guards.ts";
import { sorted } from "./order.ts";
import type { Program } from "./program/program.ts";
import type { Simulator } from "./simulate.ts";
import { textOf, typedValue } from "./typed.ts";

/** A condition from fewer rows than this could hold by chance. */
const fewestRows = 4;
const fewestOdd = 2;
const mostTries = 40;
/** How likely it may be that so many rows meet a condition by chance. */
const mostLuck = 0.05;

/**
 * Rows that nobody asked for, and come from one branch of a column, are a reason to look for the
 * condition that holds in every row which that branch is right about, and not in them.
 */
export const tightened = (
  findings: Findings,
  simulator: Simulator,
  programOf: (findings: Findings) => Program,
): Findings => {
  if (findings.arena.gold.partial) return findings;
  let best = findings;
  for (const finding of findings.columns) {
    if (!findings.needed.includes(finding.column.name)) continue;
    best = reordered(best, finding.column.name, simulator, programOf);
    for (const at of finding.complete.branches.keys()) {
      const now = simulator.outcome(programOf(best));
      if (now.metrics.unexpectedRows === 0) return best;
      const emitted = new Set(simulator.emitted(programOf(best)));
      const better = conditionsFor(best, finding.column.name, at, emitted)
        .slice(0, mostTries)
        .map((guard) => withGuard(best, finding.column.name, at, guard))
        .map((next) => ({ next, outcome: simulator.outcome(programOf(next)) }))
        .filter(({ outcome }) => outcome.fitness > now.fitness + leastGain);
      // Of those that are as good, the one that keeps fewest rows out which may be wanted.
      const [first] = sorted(
        better,
        ({ outcome }) => -outcome.fitness * 1e6 - outcome.presumedRight,
      );
      if (first) best = first.next;
    }
  }
  programOf(best);
  return best;
};

/** One branch of the column before or after others, where that alone keeps odd rows out. */
const reordered = (
  findings: Findings,
  name: string,
  simulator: Simulator,
  programOf: (findings: Findings) => Program,
): Findings => {
  const now = simulator.outcome(programOf(findings));
  const branches = findings.columns.find(({ column }) => column.name === name)?.complete.branches;
  if (branches === undefined || now.metrics.unexpectedRows === 0) return findings;
  const places = [...branches.keys()];
  const better = places
    .flatMap((from) => places.map((to) => moved(branches, from, to)))
    .map((order) => withChain(findings, name, (finding) => recounted(finding, order)))
    .map((next) => ({ next, outcome: simulator.outcome(programOf(next)) }))
    .filter(({ outcome }) => outcome.fitness > now.fitness + leastGain);
  const [first] = sorted(better, ({ outcome }) => -outcome.fitness * 1e6 - outcome.presumedRight);
  return first?.next ?? findings;
};

const moved = <T>(items: readonly T[], from: number, to: number): readonly T[] => {
  const others = items.filter((_, at) => at !== from);
  return [...others.slice(0, to), ...items.slice(from, from + 1), ...others.slice(to)];
};

/** The chain of these branches, with how many rows each explains now. */
export const recounted = (
  { complete, task }: ColumnFinding,
  branches: readonly Branch[],
): Chain => {
  const right = branches.map(() => 0);
  const values = branches.map(({ expr }) => task.pairs.vector(expr));
  for (const [row, want] of task.want.entries()) {
    const at = branches.findIndex(
      ({ guard }, index) =>
        (guard === null || task.pairs.where(guard).has(row)) &&
        textOf(values[index]?.[row] ?? null).trim() !== "",
    );
    if (at >= 0 && typedValue(task.type, values[at]?.[row] ?? null).trim() === want.trim())
      right[at] = (right[at] ?? 0) + 1;
  }
  return {
    ...complete,
    branches: branches.map((branch, at) => ({ ...branch, support: right[at] ?? 0 })),
  };
};

/** Conditions that all rows of a branch with an answer meet, and some of those without do not. */
const conditionsFor = (
  { columns, all, pairs }: Findings,
  name: string,
  at: number,
  emitted: ReadonlySet<number>,
): Guard[] => {
  const finding = columns.find(({ column }) => column.name === name);
  const branch = finding?.complete.branches[at];
  if (finding === undefined || branch === undefined) return [];
  const paired = new Set(pairs.map(({ row }) => row));
  const taken = takenBy(
    finding,
    at,
    all.rows.length,
    (other) => all.vector(other.expr),
    (guard) => all.where(guard),
  );
  const right = taken.filter((row) => paired.has(row));
  const odd = taken.filter((row) => !paired.has(row) && emitted.has(row));
  if (right.length < fewestRows || odd.length === 0) return [];
  return sorted(
    guardsFor(finding.task).filter((guard) => {
      const rows = all.where(guard);
      // What most rows meet anyway says nothing.
      const isLuck = (rows.size / all.rows.length) ** right.length > mostLuck;
      // A condition that names the exception has nothing for it but the rows that it keeps out.
      const isException = rows.size * 2 > all.rows.length;
      const keptOut = odd.filter((row) => !rows.has(row)).length;
      return (
        !isLuck && right.every((row) => rows.has(row)) && keptOut >= (isException ? fewestOdd : 1)
      );
    }),
    ({ bits }) => bits,
  );
};

/** The rows whose cell a branch gives. */
const takenBy = (
  { complete: { branches } }: ColumnFinding,
  at: number,
  rows: number,
  valuesOf: (branch: Branch) => readonly (string | number | null)[],
  where: (guard: Guard) => { has(row: number): boolean },
): number[] => {
  const gives = branches.slice(0, at + 1).map((branch) => {
    const values = valuesOf(branch);
    const guarded = branch.guard === null ? null : where(branch.guard);
    return (row: number): boolean =>
      (guarded === null || guarded.has(row)) && textOf(values[row] ?? null).trim() !== "";
  });
  return [...Array(rows).keys()].filter((row) => gives.findIndex((one) => one(row)) === at);
};

const withGuard = (findings: Findings, name: string, at: number, guard: Guard): Findings =>
  withChain(findings, name, ({ complete }) => guardedAt(complete, at, guard));

const withChain = (
  findings: Findings,
  name: string,
  chainOf: (finding: ColumnFinding) => Chain,
): Findings => ({
  ...findings,
  columns: findings.columns.map((finding) =>
    finding.column.name === name ? { ...finding, complete: chainOf(finding) } : finding,
  ),
});

const guardedAt = (chain: Chain, at: number, guard: Guard): Chain => ({
  ...chain,
  branches: chain.branches.map((branch, index) =>
    index === at ? { ...branch, guard: both(branch.guard, guard) } : branch,
  ),
});

/** The new condition alone where it says all that the old one does. */
const both = (old: Guard | null, guard: Guard): Guard =>
  old === null || old.column === guard.column
    ? guard
    : {
        code: [old.code, " && ", guard.code],
        key: `${old.key} && ${guard.key}`,
        words: `${old.words} and ${guard.words}`,
        bits: old.bits + guard.bits,
        column: guard.column,
        holds: (row) => old.holds(row) && guard.holds(row),
      };
