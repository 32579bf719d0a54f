import { typedRow } from "../../cells/typing.ts";
import type { Column } from "../../domain/columns.ts";
import { differingColumns, type GoldAnswers, sameKeyRows } from "./answers.ts";
import { type CellIndex, type InputTable, indexCells } from "./cell-index.ts";
import { duplicatesWithManyAnswers } from "./duplicate-inputs.ts";
import { type RowAlignment, rowAlignment } from "./row-alignment.ts";
import { unexplainedRows } from "./unexplained-rows.ts";

export type { InputTable } from "./cell-index.ts";

export interface GoldRow {
  readonly file: string;
  readonly line: number;
  /** In the order of the declared columns. */
  readonly cells: readonly string[];
}

export interface Correspondence {
  readonly columns: readonly Column[];
  readonly key: readonly string[];
  readonly gold: readonly GoldRow[];
  readonly inputs: readonly InputTable[];
}

interface GoldPlace {
  readonly file: string;
  readonly line: number;
}

interface InputPlace {
  readonly file: string;
  /** Counted from 1 below the header; 0 is the header itself. */
  readonly row: number;
}

export type Contradiction =
  | {
      readonly code: "same-key-different-answers";
      readonly gold: readonly GoldPlace[];
      /** The columns in which the answers differ. */
      readonly columns: readonly string[];
    }
  | {
      readonly code: "equal-inputs-different-answers";
      readonly inputs: readonly InputPlace[];
      readonly gold: readonly GoldPlace[];
      /** The columns in which the answers differ. */
      readonly columns: readonly string[];
    }
  | {
      readonly code: "unexplained-gold-row";
      readonly gold: GoldPlace;
      /** The closest of the input rows that share something rare with it. */
      readonly nearest: InputPlace | null;
      /** The columns whose values the nearest input row holds. */
      readonly shared: readonly string[];
    };

export type Contradictions =
  | { readonly checked: true; readonly findings: readonly Contradiction[] }
  | { readonly checked: false; readonly why: "too-large"; readonly rows: number };

/** Beyond either, gold and inputs together are not compared. */
export const contradictionLimits = { rows: 100_000, cells: 2_000_000 };

/**
 * Where the gold contradicts itself or its inputs. Finds what is all but certain and is silent
 * otherwise: an honest arena in which it finds something is worse than a slip it overlooks.
 */
export const findContradictions = (question: Correspondence): Contradictions => {
  const { gold, inputs } = question;
  const tables = [gold.map((row) => row.cells), ...inputs.map((table) => table.rows)];
  const rows = tables.reduce((sum, table) => sum + table.length, 0);
  if (rows > contradictionLimits.rows || cellsIn(tables) > contradictionLimits.cells)
    return { checked: false, why: "too-large", rows };
  return { checked: true, findings: findingsIn(question) };
};

const cellsIn = (tables: readonly (readonly (readonly string[])[])[]): number => {
  let cells = 0;
  for (const table of tables) for (const row of table) cells += row.length;
  return cells;
};

const findingsIn = (question: Correspondence): Contradiction[] => {
  const { columns, gold, inputs } = question;
  const answers = gold.map((row) => typedRow(columns, row.cells));
  const key = question.key.map((name) => columns.findIndex((column) => column.name === name));
  const index = indexCells(
    gold.map((row) => row.cells),
    inputs,
  );
  const alignment = rowAlignment(index);
  const conflicts = sameKey(question, answers, key);
  if (alignment === null) return conflicts;
  return [
    ...conflicts,
    ...equalInputs(question, answers, index, alignment),
    ...unexplained(question, index, alignment, key),
  ];
};

const sameKey = (
  of: Correspondence,
  answers: GoldAnswers,
  key: readonly number[],
): Contradiction[] =>
  sameKeyRows(answers, key).map((rows) => ({
    code: "same-key-different-answers",
    gold: goldPlaces(of, rows),
    columns: differing(of, answers, rows),
  }));

const equalInputs = (
  of: Correspondence,
  answers: GoldAnswers,
  index: CellIndex,
  alignment: RowAlignment,
): Contradiction[] =>
  duplicatesWithManyAnswers(index, alignment, answers).map(({ inputs, gold }) => ({
    code: "equal-inputs-different-answers",
    inputs: inputPlaces(index, inputs),
    gold: goldPlaces(of, gold),
    columns: differing(of, answers, gold),
  }));

const unexplained = (
  of: Correspondence,
  index: CellIndex,
  alignment: RowAlignment,
  key: readonly number[],
): Contradiction[] =>
  unexplainedRows(index, alignment, key).flatMap(({ gold, nearest, shared }) =>
    goldPlaces(of, [gold]).map((place) => ({
      code: "unexplained-gold-row",
      gold: place,
      nearest: inputPlaces(index, nearest === null ? [] : [nearest])[0] ?? null,
      shared: names(of, shared),
    })),
  );

const goldPlaces = (of: Correspondence, rows: readonly number[]): GoldPlace[] =>
  rows.flatMap((row) => of.gold[row] ?? []).map(({ file, line }) => ({ file, line }));

const inputPlaces = (index: CellIndex, rows: readonly number[]): InputPlace[] =>
  rows.flatMap((at) => index.inputs[at] ?? []).map(({ file, row }) => ({ file, row }));

const names = (of: Correspondence, columns: readonly number[]): string[] =>
  columns.flatMap((column) => of.columns[column]?.name ?? []);

const differing = (of: Correspondence, answers: GoldAnswers, rows: readonly number[]): string[] =>
  names(of, differingColumns(rows.map((row) => answers[row] ?? [])));
