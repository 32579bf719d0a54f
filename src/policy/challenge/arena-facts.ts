import { typedRow } from "../../cells/typing.ts";
import type { Arena } from "../../domain/arena.ts";
import type { GoldRow, InputTable } from "../contradictions/find-contradictions.ts";
import { type Blocker, blockerFor } from "./blockers.ts";
import type { SourceRow } from "./column-sources.ts";
import { columnSourcesAmong, findColumnSources, isExplained } from "./column-sources.ts";
import { type ChallengeEvidence, evidenceOf } from "./evidence.ts";
import type { ObservedRow } from "./fallback.ts";
import { findIdentifiers, type Identifier } from "./identifiers.ts";
import type { Cells } from "./readers/example.ts";
import { type UniquePairs, uniquePairs } from "./unique-pairs.ts";

/** All that an arena shows of how its answers come about: what a disturbance may stand on. */
export interface ArenaFacts {
  readonly arena: Arena;
  readonly sources: readonly SourceRow[];
  readonly evidence: ChallengeEvidence;
  readonly identifiers: readonly Identifier[];
  /** Every input row, and whether the gold has an answer for it. */
  readonly observed: readonly ObservedRow[];
  readonly gold: readonly GoldRow[];
  readonly rows: readonly Cells[];
  /** Input rows that cannot be a source: no gold row is theirs alone, or their cells do not say it. */
  readonly skipped: number;
  /** Why no copy of any row would have a sure answer here; null when nothing stands in the way. */
  readonly blocker: Blocker | null;
}

export interface ArenaData {
  readonly arena: Arena;
  readonly gold: readonly GoldRow[];
  readonly inputs: readonly InputTable[];
}

/** What more rows than these show, these show too; and looking at all takes its time. */
const mostExamples = 1_200;

export const arenaFactsOf = (data: ArenaData): ArenaFacts => {
  const { arena, gold } = data;
  const { columns } = arena.master;
  const alignment = uniquePairs(columns, gold, data.inputs);
  const rows = rowsOf(data, alignment);
  const observed = observedRows(arena, alignment, rows);
  const examples = examplesOf(data, alignment, rows);
  const columnSources = findColumnSources(columns, examples, observed);
  const sources = examples
    .map((row) => ({
      ...row,
      columnSources: columnSourcesAmong(columnSources, Object.keys(row.cells)),
    }))
    .filter((row) => row.columnSources.length > 0 && isExplained(row.columnSources, row));
  const unsourced = [...columns.keys()].filter(
    (at) => !columnSources.some((columnSource) => columnSource.gold === at),
  );
  const key = arena.gold.key.map((name) => columns.findIndex((column) => column.name === name));
  const cells = rows.flatMap((row) => (row.isHeader ? [] : [row.cells]));
  const identifiers = findIdentifiers({ rows: cells, examples, columnSources, key, unsourced });
  return {
    arena,
    sources,
    evidence: evidenceOf(sources),
    identifiers,
    observed,
    gold,
    rows: cells,
    skipped: cells.length - alignment.pairs.length + examples.length - sources.length,
    blocker: blockerFor({
      ...alignment,
      arena,
      sources,
      identifiers,
      key,
      unsourced,
      columnSources,
      observed,
      answers: gold.map((row) => typedRow(columns, row.cells)),
    }),
  };
};

/** An input row as the index has it, with its cells by column name. */
interface Row {
  readonly isHeader: boolean;
  readonly isBlank: boolean;
  readonly header: readonly string[];
  readonly cells: Cells;
}

const rowsOf = ({ inputs }: ArenaData, { index }: UniquePairs): Row[] => {
  const headers = new Map(inputs.map(({ name, header }) => [name, header]));
  return index.inputs.map(({ file, row, cells }) => {
    const header = headers.get(file) ?? [];
    const isBlank = cells.every((cell) => cell.trim() === "");
    return { isHeader: row === 0, isBlank, header, cells: named(header, cells) };
  });
};

/** Of a row that a partial gold lacks, nobody knows whether it has an answer. */
const observedRows = (
  { gold }: Arena,
  { claimed }: UniquePairs,
  rows: readonly Row[],
): ObservedRow[] =>
  rows.flatMap(({ isHeader, isBlank, cells }, at) => {
    const isAnswered = claimed.has(at);
    return isHeader || isBlank || (gold.partial && !isAnswered) ? [] : [{ cells, isAnswered }];
  });

const examplesOf = (
  { arena, gold }: ArenaData,
  { index, pairs }: UniquePairs,
  rows: readonly Row[],
): Omit<SourceRow, "columnSources">[] =>
  evenly(pairs, mostExamples).flatMap(({ input, gold: at }) => {
    const [place, row, answer] = [index.inputs[input], rows[input], gold[at]];
    if (!place || !row || !answer || place.cells.length !== row.header.length) return [];
    return [
      {
        file: place.file,
        row: place.row,
        header: row.header,
        raw: place.cells,
        cells: row.cells,
        gold: answer,
        answer: typedRow(arena.master.columns, answer.cells),
      },
    ];
  });

/** By column name; a name that is blank or there twice names no column. */
const named = (header: readonly string[], cells: readonly string[]): Cells =>
  Object.fromEntries(
    header.flatMap((name, at) =>
      name.trim() !== "" && header.indexOf(name) === header.lastIndexOf(name) && at < cells.length
        ? [[name, cells[at] ?? ""]]
        : [],
    ),
  );

const evenly = <T>(items: readonly T[], most: number): T[] => {
  const placeOf = (at: number): number => Math.floor((at * most) / items.length);
  return items.filter((_, at) => items.length <= most || placeOf(at) !== placeOf(at - 1));
};
