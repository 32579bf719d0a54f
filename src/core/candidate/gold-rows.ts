import type { Arena } from "../../domain/arena.ts";
import type { ReadTable } from "../../domain/ports/running.ts";
import { Problem } from "../../domain/problems.ts";
import { Unreadable } from "../../domain/unreadable.ts";
import { visible } from "../../domain/visible.ts";

/** More than this is no answer that people wrote or checked. */
const mostGoldBytes = 2 ** 30;

/**
 * The rows of the gold's files, in batches, their cells in the order in which the arena declares
 * the columns; a file may hold the columns in an order of its own, but it holds exactly those.
 */
export async function* goldRows(
  arena: Arena,
  files: readonly string[],
  readTable: ReadTable,
): AsyncGenerator<string[][]> {
  for (const path of files) {
    let positions: readonly number[] | undefined;
    let found = 0;
    for await (const batch of goldBatches(path, readTable)) {
      const rows = positions ? batch : batch.slice(1);
      const order = positions ?? positionsIn(batch[0] ?? [], arena, path);
      positions = order;
      found += rows.length;
      yield rows.map((row) => order.map((at) => row[at] ?? ""));
    }
    if (found === 0) throw badGold(path, positions ? "has a header, but no row" : "is empty");
  }
}

async function* goldBatches(path: string, readTable: ReadTable): AsyncGenerator<string[][]> {
  try {
    yield* readTable(path, mostGoldBytes);
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
