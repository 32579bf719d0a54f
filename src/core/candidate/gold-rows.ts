import type { Arena } from "../../domain/arena.ts";
import type { CellBatch } from "../../domain/cell-batch.ts";
import type { ReadCells } from "../../domain/ports/running.ts";
import { Problem } from "../../domain/problems.ts";
import { Unreadable } from "../../domain/unreadable.ts";
import { visible } from "../../domain/visible.ts";

/** More than this is no answer that people wrote or checked. */
const mostGoldBytes = 2 ** 30;

/** Rows of the gold, and where the columns stand that the arena declares; -1 for one left out. */
export interface GoldBatch {
  readonly cells: CellBatch;
  readonly positions: readonly number[];
  /** The first row that is no header. */
  readonly first: number;
}

/**
 * The rows of the gold's files, in batches; a file may hold the columns in an order of its own, but
 * it holds exactly those that the arena declares.
 */
export async function* goldBatches(
  arena: Arena,
  files: readonly string[],
  readCells: ReadCells,
): AsyncGenerator<GoldBatch> {
  for (const path of files) {
    let positions: readonly number[] | undefined;
    let found = 0;
    for await (const cells of batchesOf(path, readCells)) {
      const first = positions ? 0 : 1;
      positions ??= positionsIn(cells.texts(0), arena, path);
      found += cells.rows - first;
      yield { cells, positions, first };
    }
    if (found === 0) throw badGold(path, positions ? "has a header, but no row" : "is empty");
  }
}

/** The same rows as texts, their cells in the order in which the arena declares the columns. */
export async function* goldRows(
  arena: Arena,
  files: readonly string[],
  readCells: ReadCells,
): AsyncGenerator<string[][]> {
  for await (const batch of goldBatches(arena, files, readCells))
    yield Array.from({ length: batch.cells.rows - batch.first }, (_, row) =>
      goldRow(batch, batch.first + row),
    );
}

export const goldRow = ({ cells, positions }: GoldBatch, row: number): string[] =>
  positions.map((at) => (at === -1 ? "" : cells.text(row, at)));

async function* batchesOf(path: string, readCells: ReadCells): AsyncGenerator<CellBatch> {
  try {
    yield* readCells(path, mostGoldBytes);
  } catch (error) {
    throw error instanceof Unreadable ? badGold(path, error.message) : error;
  }
}

const positionsIn = (header: readonly string[], { master }: Arena, path: string): number[] => {
  const declared = master.columns.map(({ name }) => name);
  const missing = master.columns.find(
    ({ name, ignore }) => !ignore && !header.includes(name),
  )?.name;
  const extra = header.find((name) => !declared.includes(name));
  const twice = header.find((name, at) => header.indexOf(name) !== at);
  if (missing !== undefined)
    throw badGold(path, `lacks the column ${quoted(missing)}${instead(extra)}`);
  if (extra !== undefined)
    throw badGold(path, `has the column ${quoted(extra)}, which arena.json does not declare`);
  if (twice !== undefined) throw badGold(path, `has the column ${quoted(twice)} twice`);
  return declared.map((name) => header.indexOf(name));
};

const instead = (extra: string | undefined): string =>
  extra === undefined ? "" : ` (and has ${quoted(extra)}, which arena.json does not declare)`;

const quoted = (name: string): string => `"${visible(name, 60)}"`;

export const badGold = (path: string, finding: string): Problem =>
  Problem.of("bad-gold", { path, finding });
