import type { Arena } from "../../domain/arena.ts";
import type { GoldRow, InputTable } from "../contradictions/find.ts";
import { typedRow } from "../typing.ts";
import { align } from "./align.ts";
import { carriersAmong, findCarriers, isExplained } from "./carriers.ts";
import type { Known } from "./fallback.ts";
import { findIdentifiers, type Identifier } from "./identifiers.ts";
import { type Obstacle, obstacleTo } from "./obstacles.ts";
import type { Cells } from "./readings/example.ts";
import type { Source } from "./source.ts";
import { type Traits, traitsOf } from "./traits.ts";

/** All that an arena shows of how its answers come about: what a disturbance may stand on. */
export interface Ground {
  readonly arena: Arena;
  readonly sources: readonly Source[];
  readonly traits: Traits;
  readonly identifiers: readonly Identifier[];
  /** Every input row, and whether the gold has an answer for it. */
  readonly known: readonly Known[];
  readonly gold: readonly GoldRow[];
  readonly rows: readonly Cells[];
  /** Why no copy of any row would have a sure answer here; null when nothing stands in the way. */
  readonly obstacle: Obstacle | null;
}

export interface ArenaData {
  readonly arena: Arena;
  readonly gold: readonly GoldRow[];
  readonly inputs: readonly InputTable[];
}

/** What more rows than these show, these show too; and looking at all takes its time. */
const mostExamples = 1_200;

export const groundOf = ({ arena, gold, inputs }: ArenaData): Ground => {
  const { columns } = arena.master;
  const alignment = align(columns, gold, inputs);
  const headers = new Map(inputs.map(({ name, header }) => [name, header]));
  const cellsAt = alignment.index.inputs.map(({ file, cells }) =>
    named(headers.get(file) ?? [], cells),
  );
  const known = alignment.index.inputs.flatMap(({ row, cells }, at): Known[] => {
    const isFilled = row > 0 && cells.some((cell) => cell.trim() !== "");
    const mayBeUnknown = arena.gold.partial && !alignment.claimed.has(at);
    return isFilled && !mayBeUnknown
      ? [{ cells: cellsAt[at] ?? {}, isAnswered: alignment.claimed.has(at) }]
      : [];
  });
  const rows = evenly(alignment.pairs, mostExamples).flatMap(({ input, gold: at }) => {
    const row = alignment.index.inputs[input];
    const answer = gold[at];
    const header = headers.get(row?.file ?? "") ?? [];
    return row && answer && row.cells.length === header.length
      ? [
          {
            file: row.file,
            row: row.row,
            header,
            raw: row.cells,
            cells: cellsAt[input] ?? {},
            gold: answer,
            answer: typedRow(columns, answer.cells),
          },
        ]
      : [];
  });
  const carriers = findCarriers(columns, rows, known);
  const sources = rows
    .map((row) => ({ ...row, carriers: carriersAmong(carriers, Object.keys(row.cells)) }))
    .filter((row) => row.carriers.length > 0 && isExplained(row.carriers, row));
  const uncarried = [...columns.keys()].filter(
    (at) => !carriers.some((carrier) => carrier.gold === at),
  );
  const key = arena.gold.key.map((name) => columns.findIndex((column) => column.name === name));
  const filled = cellsAt.filter((_, at) => (alignment.index.inputs[at]?.row ?? 0) > 0);
  const identifiers = findIdentifiers({ rows: filled, examples: rows, carriers, key, uncarried });
  return {
    arena,
    sources,
    traits: traitsOf(sources),
    identifiers,
    known,
    gold,
    rows: filled,
    obstacle: obstacleTo({ ...alignment, arena, sources, identifiers, key, uncarried }),
  };
};

/** By column name; a name that is blank or there twice names no column. */
const named = (header: readonly string[], cells: readonly string[]): Cells =>
  Object.fromEntries(
    header.flatMap((name, at) =>
      name.trim() !== "" && header.indexOf(name) === header.lastIndexOf(name) && at < cells.length
        ? [[name, cells[at] ?? ""]]
        : [],
    ),
  );

const evenly = <T>(items: readonly T[], most: number): T[] =>
  items.filter(
    (_, at) =>
      items.length <= most ||
      Math.floor((at * most) / items.length) !== Math.floor(((at - 1) * most) / items.length),
  );
