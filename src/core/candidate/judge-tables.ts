import type { CheckScope } from "../../cells/checks.ts";
import type { Arena, TableName } from "../../domain/arena.ts";
import type { CellBatch } from "../../domain/cell-batch.ts";
import type { Judged } from "../../domain/evaluation.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import type { ReadCells } from "../../domain/ports/running.ts";
import type { Problem } from "../../domain/problems.ts";
import { bytesPerMb, type RunTables } from "../../domain/run.ts";
import { Unreadable } from "../../domain/unreadable.ts";
import { visible } from "../../domain/visible.ts";
import { type Gold, GoldBuilder } from "../../policy/gold.ts";
import { GoldMistakes } from "../../policy/gold-mistakes.ts";
import { openJudgement } from "../../policy/judge/judgement.ts";
import type { Repeat } from "../../policy/judge/repeats.ts";
import type { TableFeed } from "../../policy/judge/table-scan.ts";

import { badGold, goldBatches, goldRow } from "./gold-rows.ts";

/** The right answer, from all the files that hold a part of it. */
export const loadGold = async (
  arena: Arena,
  files: readonly string[],
  readCells: ReadCells,
): Promise<Gold> => {
  const mistakes = new GoldMistakes(arena);
  const gold = new GoldBuilder(arena, mistakes.rules);
  /** The number of each file's last row, rows of all files being counted on. */
  const ends: number[] = [];
  let number = 0;
  for (const path of files) {
    const before = number;
    for await (const batch of goldBatches(arena, [path], readCells))
      for (let row = batch.first; row < batch.cells.rows; row++) {
        const isSound = gold.take(batch.cells, row, batch.positions);
        number++;
        const mistake = isSound ? null : mistakes.inCells(goldRow(batch, row));
        if (mistake !== null) throw badGold(path, `line ${lineOf(number - before)}: ${mistake}`);
        const again = mistakes.repeated(number, () => goldRow(batch, row));
        if (again !== null) throw repeatedGold(again, [...ends, number], files);
      }
    ends.push(number);
  }
  return gold.build();
};

/** The header is line 1. */
const lineOf = (row: number): number => row + 1;

const repeatedGold = (
  { columns, repeat }: { columns: string; repeat: Repeat },
  ends: readonly number[],
  files: readonly string[],
): Problem => {
  const placeOf = (row: number): { path: string; line: number } => {
    const file = ends.findIndex((end) => row <= end);
    return { path: files[file] ?? "", line: lineOf(row - (ends[file - 1] ?? 0)) };
  };
  const [earlier, later] = [placeOf(repeat.earlier), placeOf(repeat.later)];
  const where = earlier.path === later.path ? "" : ` of ${earlier.path}`;
  return badGold(
    later.path,
    `line ${later.line}: "${columns}" is ${JSON.stringify(visible(repeat.value, 60))}, as in line ${earlier.line}${where} already, and may be there only once`,
  );
};

/** Judges tables as they stand in files. Whatever such a file holds, the answer is a judgement. */
export const judgeTables = async (
  gold: Gold,
  tables: ReadonlyMap<TableName, string>,
  readCells: ReadCells,
  maxBytes: number,
  scope: CheckScope = "all",
): Promise<Judged> => {
  const judgement = openJudgement(gold, scope);
  for (const { name } of judgement.order) {
    const path = tables.get(name);
    const feed = judgement.feed(name);
    if (path === undefined) feed.unreadable("was not written");
    else await feedTable(feed, readCells(path, maxBytes));
  }
  return judgement.finish();
};

const feedTable = async (feed: TableFeed, batches: AsyncIterable<CellBatch>): Promise<void> => {
  let headed = false;
  try {
    for await (const batch of batches) {
      if (!headed) feed.header(batch.texts(0));
      feed.rows(batch, headed ? 0 : 1);
      headed = true;
    }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    feed.unreadable(error.message);
  }
};

/** The rows of one table that a run left, without its header; none where it left no such table. */
export async function* rowsOfTable(
  { ports, settings }: Workspace,
  tables: RunTables,
  name: TableName,
): AsyncGenerator<readonly string[]> {
  const path = tables.get(name);
  if (path === undefined) return;
  let header = true;
  for await (const batch of ports.readTable(path, settings.outputMb.value * bytesPerMb)) {
    yield* header ? batch.slice(1) : batch;
    header = false;
  }
}

export const goldOf = ({ project, ports }: Workspace): Promise<Gold> =>
  loadGold(project.arena, ports.goldFiles(), ports.readCells);

/** The judge's word on a run's tables, none of which may be larger than a run may write. */
export const judgeRun = (
  { settings, ports }: Workspace,
  gold: Gold,
  tables: RunTables,
  scope: CheckScope = "all",
): Promise<Judged> =>
  judgeTables(gold, tables, ports.readCells, settings.outputMb.value * bytesPerMb, scope);
