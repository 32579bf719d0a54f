import { typedRow } from "../../cells/typing.ts";
import type { Column } from "../../domain/columns.ts";
import { type CellIndex, indexCells } from "../contradictions/cell-index.ts";
import type { GoldRow, InputTable } from "../contradictions/find-contradictions.ts";
import {
  candidatesFor,
  filledCells,
  goldColumnIndices,
  heldIn,
  occurringColumns,
  rowAlignment,
} from "../contradictions/row-alignment.ts";

/** An input row with the one gold row that it, and no other input row, can be the source of. */
interface Pair {
  readonly input: number;
  readonly gold: number;
}

export interface UniquePairs {
  readonly index: CellIndex;
  readonly pairs: readonly Pair[];
  /** Input rows that hold some gold row's values, whether or not they are its only holder. */
  readonly claimed: ReadonlySet<number>;
  /** More input rows than gold rows hold the same values: duplicates were dropped, or rows summed. */
  readonly dropsDuplicates: boolean;
  /** Gold rows that are alike, from as many input rows: here, duplicates stay. */
  readonly keepsDuplicates: boolean;
}

const fewestCells = 2;

/** Pairs where input and gold row hold one another's values, all of them, and nobody else's. */
export const uniquePairs = (
  columns: readonly Column[],
  gold: readonly GoldRow[],
  inputs: readonly InputTable[],
): UniquePairs => {
  const index = indexCells(
    gold.map((row) => row.cells),
    inputs,
  );
  const carried = rowAlignment(index)?.carried ?? fewColumns(index);
  const holders = gold.map((_, at) => holdersOfAll(index, carried, at));
  const claims = new Map<number, number>();
  for (const row of holders.flat()) claims.set(row, (claims.get(row) ?? 0) + 1);
  const pairs = holders.flatMap(([input, ...rivals], at): Pair[] =>
    input !== undefined && rivals.length === 0 && claims.get(input) === 1
      ? [{ input, gold: at }]
      : [],
  );
  const alike = timesListed(columns, gold);
  const isListed = (at: number) => alike[at] ?? 1;
  return {
    index,
    pairs,
    claimed: new Set(claims.keys()),
    dropsDuplicates: holders.some((rows, at) => rows.length > isListed(at)),
    keepsDuplicates: holders.some((rows, at) => rows.length > 1 && rows.length === isListed(at)),
  };
};

/** RowAlignment up needs three columns to be sure; where the gold has but two, both must be there. */
const fewColumns = (index: CellIndex): readonly number[] =>
  goldColumnIndices(index).length === fewestCells ? occurringColumns(index) : [];

const holdersOfAll = (index: CellIndex, carried: readonly number[], at: number): number[] => {
  const cells = filledCells(index, carried, at);
  if (cells.length < fewestCells) return [];
  return [...(candidatesFor(index, cells) ?? [])].filter(
    (row) => (index.inputs[row]?.row ?? 0) > 0 && heldIn(index, row, cells) === cells.length,
  );
};

const timesListed = (columns: readonly Column[], gold: readonly GoldRow[]): number[] => {
  const keys = gold.map((row) => JSON.stringify(typedRow(columns, row.cells)));
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return keys.map((key) => counts.get(key) ?? 1);
};
