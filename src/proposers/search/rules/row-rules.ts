import { firstOf, isBlank } from "../../../kit/index.ts";
import { chainExpr } from "../branches.ts";
import { hiddenShare, spareRows } from "../column-tasks.ts";
import type { AlignedRows, ColumnFinding, RowRules } from "../findings.ts";
import type { KeepRule } from "../program/program.ts";
import { columnsOf, type Row } from "../rows.ts";
import { typedValue, type Value } from "../typed.ts";
import { findDrops } from "./drop.ts";
import { findKeep } from "./keep.ts";

/** By column, what its rule gives for each row of the feed. */
type Given = readonly (readonly Value[])[];

/** Which rows go, once the columns are explained: incomplete ones, unwanted ones, all but one of a key. */
export const findRowRules = (aligned: AlignedRows, columns: readonly ColumnFinding[]): RowRules => {
  const { arena, all, pairs } = aligned;
  const values = columns.map(({ complete }) => all.vector(chainExpr(complete.branches)));
  const paired = new Set(pairs.map(({ row }) => row));
  const spare = spareRows(aligned);
  const needed = neededColumns(aligned, values, spare);
  const isGiven = (at: number): boolean => needed.every((column) => !lacks(values, at, column));
  const keep = keepRule(aligned, values, isGiven);
  const rowsAt = (at: readonly number[]): Row[] => at.flatMap((index) => all.rows[index] ?? []);
  const left = keep === null ? rowsAt(spare.filter(isGiven)) : [];
  const drops = arena.gold.partial
    ? []
    : findDrops(rowsAt([...paired]), left, columnsOf(all.rows), hiddenShare(aligned));
  return { needed: needed.flatMap((at) => columns[at]?.column.name ?? []), drops, keep };
};

const lacks = (values: Given, at: number, column: number): boolean =>
  firstOf(values[column]?.[at] ?? null) === null;

/** Of the columns that every gold row has, those without which a row leaves the table. */
const neededColumns = (
  { arena, gold }: AlignedRows,
  values: Given,
  spare: readonly number[],
): number[] =>
  arena.master.columns.flatMap(({ name }, column) => {
    if (gold.some((cells) => isBlank(cells[column]))) return [];
    const isRequired = arena.master.required.includes(name);
    const isLacking = spare.some((at) => lacks(values, at, column));
    const isNeeded = arena.failures ? isRequired || isLacking : isRequired && isLacking;
    return isNeeded ? [column] : [];
  });

const keepRule = (
  { all, pairs, arena }: AlignedRows,
  vectors: Given,
  isGiven: (at: number) => boolean,
): KeepRule | null => {
  if (arena.gold.partial) return null;
  const goldOf = new Map(pairs.map(({ row, gold }) => [row, gold]));
  const { columns } = arena.master;
  const emitted = [...all.rows.keys()].filter(isGiven).map((at) => {
    const values = vectors.map((vector) => vector[at] ?? null);
    const cells = values.map((value, index) => typedValue(columns[index]?.type ?? "text", value));
    return { values, cells, gold: goldOf.get(at) ?? null };
  });
  return findKeep(
    emitted,
    columns.map(({ name }) => name),
    pairs.length,
  );
};
