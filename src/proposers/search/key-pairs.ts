import type { AlignedPair } from "../../cells/row-votes.ts";
import { typed } from "../../cells/typing.ts";
import type { Arena } from "../../domain/arena.ts";
import type { Rows } from "../../domain/proposing.ts";
import type { Row } from "./rows.ts";

/**
 * Rows that have the same key belong together, whatever else is in them; null where the input has
 * no columns of the key's names, or they do not find every gold row once.
 */
export const pairsByKey = (
  { master, gold: { key } }: Arena,
  rows: readonly Row[],
  gold: Rows,
): AlignedPair[] | null => {
  const columns = key.flatMap((name) => {
    const at = master.columns.findIndex((column) => column.name === name);
    const column = master.columns[at];
    return column === undefined ? [] : [{ ...column, at }];
  });
  if (columns.length === 0 || columns.length < key.length) return null;
  const wanted = new Map(
    gold.map((cells, at) => [
      columns.map((column) => typed(column.type, cells[column.at] ?? "")).join("\u0001"),
      at,
    ]),
  );
  const pairs: AlignedPair[] = [];
  for (const [row, { cells }] of rows.entries()) {
    const own = columns.map(({ name, type }) => typed(type, (cells[name] ?? "").trim()));
    const known = wanted.get(own.join("\u0001"));
    if (known !== undefined) pairs.push({ row, gold: known });
  }
  const isOneToOne = new Set(pairs.map((pair) => pair.gold)).size === pairs.length;
  return isOneToOne && pairs.length === gold.length ? pairs : null;
};
