import type { Value } from "../../search/typed.ts";
import type { KeepRule } from "./program.ts";

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
