import { canonicalDecimal } from "../../../cells/decimal.ts";
import type { Arena } from "../../../domain/arena.ts";
import type { Rows } from "../../../domain/proposing.ts";
import { columnsOf, type Row } from "../rows.ts";
import { loose } from "../typed.ts";
import type { Pair } from "./align.ts";

/** So much of the gold must be found by a key, else rows are lined up by all that they share. */
const leastFound = 0.95;
const fewestRows = 4;

const keyOf = (cell: string): string => canonicalDecimal(cell.trim()) ?? loose(cell);

/** Rows lined up by a column that tells them apart on both sides; null where there is none. */
export const alignByKey = (rows: readonly Row[], gold: Rows, arena: Arena): Pair[] | null => {
  if (gold.length < fewestRows) return null;
  const names = arena.master.columns.map(({ name }) => name);
  const columns = columnsOf(rows);
  const { key } = arena.gold;
  if (key.length > 0 && key.every((name) => columns.includes(name))) {
    const at = key.map((name) => names.indexOf(name));
    const wanted = gold.map((cells) => at.map((index) => keyOf(cells[index] ?? "")).join("\n"));
    const found = matched(
      wanted,
      rows.map(({ cells }) => key.map((name) => keyOf(cells[name] ?? "")).join("\n")),
    );
    if (found) return found;
  }
  let best: Pair[] | null = null;
  for (const [at] of names.entries()) {
    const wanted = gold.map((cells) => keyOf(cells[at] ?? ""));
    if (new Set(wanted).size < wanted.length || wanted.includes("")) continue;
    for (const column of columns) {
      const found = matched(
        wanted,
        rows.map(({ cells }) => keyOf(cells[column] ?? "")),
      );
      if (found && found.length > (best?.length ?? 0)) best = found;
    }
  }
  return best;
};

/** The row with the same key, where keys repeat neither in the gold nor, for these, in the rows. */
const matched = (wanted: readonly string[], given: readonly string[]): Pair[] | null => {
  const goldOf = new Map(wanted.map((key, gold) => [key, gold]));
  if (goldOf.size < wanted.length) return null;
  const pairs = new Map<number, number>();
  let repeated = 0;
  for (const [row, key] of given.entries()) {
    const gold = goldOf.get(key);
    if (gold === undefined) continue;
    if (pairs.has(gold)) repeated++;
    else pairs.set(gold, row);
  }
  if (repeated > 0 || pairs.size < leastFound * wanted.length) return null;
  return [...pairs].map(([gold, row]) => ({ row, gold })).sort((a, b) => a.row - b.row);
};
