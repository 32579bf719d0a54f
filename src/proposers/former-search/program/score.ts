import type { Column } from "../../../domain/arena.ts";
import { isUnreadable } from "../../search/typed.ts";

/** What the judge would say of some rows, as far as that can be told from the visible gold. */
export interface Score {
  readonly fitness: number;
  readonly rowF1: number;
  /** The checks of single columns that some cell fails. */
  readonly broken: readonly string[];
}

export interface Wanted {
  readonly columns: readonly Column[];
  readonly required: readonly string[];
  /** Typed rows. */
  readonly gold: readonly (readonly string[])[];
  /** How many rows more than the visible ones may well be right: those whose answer is hidden. */
  readonly allowance: number;
  readonly checks: number;
}

export const scoreOf = (output: readonly (readonly string[])[], wanted: Wanted): Score => {
  const { columns, gold, allowance } = wanted;
  const counted = gold.length + Math.max(0, output.length - gold.length - allowance);
  const size = Math.min(output.length, counted);
  const f1 = (both: number): number => (2 * both) / Math.max(gold.length + size, 1);
  const rowF1 = f1(overlap(output.map(keyOf), gold.map(keyOf)));
  const columnF1 = columns.map((_, at) => f1(overlap(cellsOf(output, at), cellsOf(gold, at))));
  const mean = columnF1.reduce((sum, score) => sum + score, 0) / columns.length;
  const broken = brokenChecks(output, wanted);
  const contract = 1 - broken.length / Math.max(wanted.checks, 1);
  return { fitness: (rowF1 / 2 + mean / 2) * contract, rowF1, broken };
};

const keyOf = (cells: readonly string[]): string => cells.join("\u0001");

const cellsOf = (rows: readonly (readonly string[])[], at: number): string[] =>
  rows.map((row) => row[at] ?? "");

const overlap = (output: readonly string[], gold: readonly string[]): number => {
  const left = new Map<string, number>();
  for (const key of gold) left.set(key, (left.get(key) ?? 0) + 1);
  let both = 0;
  for (const key of output) {
    const count = left.get(key) ?? 0;
    if (count > 0) both++;
    left.set(key, count - 1);
  }
  return both;
};

const brokenChecks = (output: readonly (readonly string[])[], wanted: Wanted): string[] =>
  wanted.columns.flatMap(({ name, type }, at) => {
    const isWrong = output.some((row) => isUnreadable(type, row[at] ?? ""));
    const isMissing =
      wanted.required.includes(name) && output.some((row) => (row[at] ?? "").trim() === "t");
    return [
      ...(isWrong ? [`${name}_is_${type === "number" ? "numeric" : "parseable"}`] : []),
      ...(isMissing ? [`no_nan_${name}`] : []),
    ];
  });
