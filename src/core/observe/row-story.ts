import type { TableName } from "../../domain/arena.ts";
import type { Column } from "../../domain/columns.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import { Problem } from "../../domain/problems.ts";
import { firstGoldRows } from "../arena-data.ts";
import { findInputs, type InputRow, mostInputRows, recordKey } from "./find-record.ts";
import { type GenomeInForce, genomesInForce } from "./genomes-in-force.ts";
import { fatesUnder, type RecordFate, type RunningAgain } from "./record-fate.ts";
import { goldOfRecord, keyInMaster, type RecordGold } from "./record-gold.ts";

export interface RecordUnderGenome extends GenomeInForce {
  readonly fate: RecordFate;
  /** Whether it is another one than under the genome before. */
  readonly changed: boolean;
}

/** All that is known of one record: what came in, what is wanted, and where it got to and when. */
export interface RowStory {
  readonly asked: string;
  /** The key's columns; none where the arena names no key. */
  readonly key: readonly string[];
  readonly inputs: readonly InputRow[];
  readonly gold: RecordGold;
  readonly columns: Readonly<Record<TableName, readonly string[]>>;
  readonly genomes: readonly RecordUnderGenome[];
  /** Genomes that were in force before those. */
  readonly earlier: number;
}

export interface RowStoryRequest extends RunningAgain {
  readonly asked: string;
  /** Of the genomes in force, so many are run again, the last ones. */
  readonly limit: number;
}

export const observeRow = async (
  workspace: Workspace,
  { asked, limit, signal, progress }: RowStoryRequest,
): Promise<RowStory> => {
  const { project, ports } = workspace;
  const key = recordKey(project.arena, asked);
  const feeds = await ports.feeds.open();
  const goldRows = await firstGoldRows(workspace);
  const keyed = key.columns.length > 0;
  const goldKeys = new Set(
    keyed ? goldRows?.map((row) => keyInMaster(project.arena, key, row.cells)) : [],
  );
  const { rows: inputs, total, near } = findInputs(workspace, feeds, key, goldKeys);
  const columns = key.columns.map(({ name }) => name);
  if (total === 0 && !keyed) throw Problem.of("unknown-record", { asked, key: columns, near });
  if (total > mostInputRows) throw Problem.of("many-records", { asked, rows: total, keyed });
  const gold = await goldOfRecord(workspace, key, inputs, goldRows);
  const all = await genomesInForce(workspace);
  const genomes = all.slice(-limit);
  const fates = await fatesUnder(workspace, { key, feeds, inputs, gold }, genomes, {
    signal,
    progress,
  });
  const isSeen = [...fates.values()].some((fate) => fate.known && fate.rows.length > 0);
  if (total === 0 && gold.rows.length + gold.heldOut === 0 && !isSeen)
    throw Problem.of("unknown-record", { asked, key: columns, near });
  return {
    asked,
    key: columns,
    inputs,
    gold,
    columns: columnsOf(workspace),
    genomes: genomes.map((genome, at) => {
      const fate = fates.get(genome.sha) ?? notRun;
      const before = fates.get(genomes[at - 1]?.sha ?? genome.sha);
      return { ...genome, fate, changed: at === 0 || !isSame(before, fate) };
    }),
    earlier: all.length - genomes.length,
  };
};

const notRun: RecordFate = { known: false, why: "it was not run" };

const isSame = (a: RecordFate | undefined, b: RecordFate): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

const columnsOf = ({ project: { arena } }: Workspace): RowStory["columns"] => {
  const names = (columns: readonly Column[] = []) => columns.map(({ name }) => name);
  return {
    master: names(arena.master.columns),
    repaired: names(arena.repaired?.columns),
    failures: names(arena.failures?.columns),
  };
};
