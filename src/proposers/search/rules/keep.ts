import { sorted } from "../order.ts";
import type { KeepRule } from "../program/program.ts";
import type { Value } from "../typed.ts";

/** What a row gives, and the gold row that it became if that is visible. */
export interface Emitted {
  readonly values: readonly Value[];
  readonly cells: readonly string[];
  readonly gold: number | null;
}

const mostLuck = 0.01;

/**
 * Which of several rows with the same key is wanted: any where they are equal, else the one with
 * the highest or lowest cell, as long as all groups with a known answer agree.
 */
export const findKeep = (
  emitted: readonly Emitted[],
  columns: readonly string[],
  pairs: number,
): KeepRule | null => {
  if (pairs < 8) return null;
  const rules = keysOf(columns).flatMap((key) => rulesFor(key, emitted, columns));
  return (
    sorted(rules, ({ support, key, by }) => key.length - support + (by === null ? -0.5 : 0))[0] ??
    null
  );
};

/** All columns together, each alone, each two. */
const keysOf = (columns: readonly string[]): (readonly string[])[] => [
  columns,
  ...columns.map((name) => [name]),
  ...columns.flatMap((a, at) => columns.slice(at + 1).map((b) => [a, b])),
];

const rulesFor = (
  key: readonly string[],
  emitted: readonly Emitted[],
  columns: readonly string[],
): KeepRule[] => {
  const at = key.map((name) => columns.indexOf(name));
  const groups = groupsBy(emitted, ({ cells }) => JSON.stringify(at.map((index) => cells[index])));
  const several = groups.filter((group) => group.length > 1);
  // Two rows of one group that are both wanted: it is no key.
  if (several.some((group) => group.filter(({ gold }) => gold !== null).length > 1)) return [];
  const telling = several.filter((group) => group.some(({ gold }) => gold !== null));
  if (telling.length === 0) return [];
  const support = several.reduce((sum, group) => sum + group.length - 1, 0);
  if (key.length === columns.length) return [{ key, by: null, which: "first", support }];
  const orders = columns.flatMap((by) => [
    { key, by, which: "highest" as const, support },
    { key, by, which: "lowest" as const, support },
  ]);
  return orders.filter((rule) => agrees(rule, telling, columns));
};

const agrees = (
  rule: KeepRule,
  groups: readonly Emitted[][],
  columns: readonly string[],
): boolean => {
  const at = columns.indexOf(rule.by ?? "");
  const luck = groups.reduce((chance, group) => chance / group.length, 2 * columns.length);
  if (luck > mostLuck) return false;
  return groups.every((group) => {
    const ranks = group.map(({ values }) => rankOf(values[at] ?? null));
    const wanted = group.findIndex(({ gold }) => gold !== null);
    const best = ranks.reduce((a, b) => ((rule.which === "highest" ? b > a : b < a) ? b : a));
    const tied = group.filter((_, index) => ranks[index] === best);
    return ranks[wanted] === best && new Set(tied.map(({ cells }) => cells.join("\n"))).size === 1;
  });
};

const groupsBy = <T>(items: readonly T[], keyOf: (item: T) => string): T[][] => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
};

/** What rows with the same key are compared by: numbers as numbers, all else as text. */
export const rankOf = (value: Value): number | string =>
  typeof value === "number" ? value : String(value ?? "");

/** Of the rows with the same key the one that is wanted, in the order of the first of each. */
export const keptOf = <T>(
  rows: readonly T[],
  { by, which }: KeepRule,
  keyOf: (row: T) => string,
  cellOf: (row: T, column: string) => Value,
): T[] => {
  const kept = new Map<string, T>();
  for (const row of rows) {
    const key = keyOf(row);
    const known = kept.get(key);
    if (known === undefined) kept.set(key, row);
    else if (by !== null) {
      const [old, now] = [rankOf(cellOf(known, by)), rankOf(cellOf(row, by))];
      if (which === "highest" ? now > old : now < old) kept.set(key, row);
    }
  }
  return [...kept.values()];
};
