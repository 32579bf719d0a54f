import { RowAligner } from "../../cells/align-rows.ts";
import type { Arena } from "../../domain/arena.ts";
import type { Assignment, InputRows } from "../../domain/proposing.ts";
import { explainColumns } from "./explain-columns.ts";
import type { AlignedRows, Findings, OnProgress } from "./findings.ts";
import { Frame } from "./frame.ts";
import { chooseLayout } from "./layout/choose.ts";
import { rowsLaidOut } from "./layout/layout.ts";
import { columnsOf, isBlankRow, type Row } from "./rows.ts";
import { findRowRules } from "./rules/row-rules.ts";

/** Beyond this the feed is looked at in part, and no score can be promised. */
const mostRows = 20_000;

/** Looks for all that the data alone say. */
export const find = (assignment: Assignment, told: OnProgress): Findings => {
  const aligned = align(assignment, told);
  const columns = explainColumns(aligned, told);
  told("rules for rows");
  return { ...aligned, columns, ...findRowRules(aligned, columns) };
};

const align = ({ arena, inputs, gold }: Assignment, told: OnProgress): AlignedRows => {
  told("how the rows lie");
  const layout = chooseLayout(inputs, gold, arena);
  const laid = inputs
    .flatMap((input) => rowsLaidOut(layout, input))
    .filter((row) => !isBlankRow(row));
  const rows = laid.slice(0, mostRows);
  told("which rows belong together");
  const names = columnsOf(rows);
  const aligner = new RowAligner(
    gold.map((cells) => [...cells]),
    arena.master.columns.map(({ type }) => type),
    keyColumnOf(arena),
  );
  const pairs = aligner.pairs(rows.map(({ cells }) => names.map((name) => cells[name] ?? "")));
  const isWhole = laid.length === rows.length && inputs.every(isReadWhole);
  const fileColumn = inputs.length > 1 ? freeName(names) : null;
  const all = new Frame(fileColumn === null ? rows : rows.map((row) => named(row, fileColumn)));
  return { arena, layout, all, fileColumn, isWhole, gold, pairs };
};

const freeName = (names: readonly string[]): string | null =>
  ["file", "source_file", "input_file"].find((name) => !names.includes(name)) ?? null;

const named = ({ file, cells }: Row, column: string): Row => ({
  file,
  cells: { ...cells, [column]: file },
});

/** Where one column alone identifies a gold row. */
const keyColumnOf = ({ gold: { key }, master }: Arena): number | null => {
  const [name, ...others] = key;
  if (name === undefined || others.length > 0) return null;
  return master.columns.findIndex((column) => column.name === name);
};

/** A proposer gets no more than so many rows of a file. */
const isReadWhole = ({ rows }: InputRows): boolean => rows.length < 50_000;
