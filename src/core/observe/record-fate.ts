import { isWithinTolerance } from "../../cells/near-rows.ts";
import { comparedRow, typedRow } from "../../cells/typing.ts";
import { type TableName, tablesOf } from "../../domain/arena.ts";
import type { Column } from "../../domain/columns.ts";
import { type Sha, sha256 } from "../../domain/digest.ts";
import { genomeOf } from "../../domain/genome.ts";
import type { OpenFeed } from "../../domain/ports/files.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import { Problem } from "../../domain/problems.ts";
import type { InputFile } from "../../domain/run.ts";
import { Unreadable } from "../../domain/unreadable.ts";
import { type RowChange, RowComparison } from "../../policy/compare-tables.ts";
import { rowsOfTable } from "../candidate/judge-tables.ts";
import { type GenomeRun, runGenome } from "../candidate/run.ts";
import { inParallel } from "../in-parallel.ts";
import type { InputRow, RecordKey } from "./find-record.ts";
import type { GenomeInForce } from "./genomes-in-force.ts";
import { keyInMaster, type RecordGold } from "./record-gold.ts";

/** A row of a table that is there because of the record. */
export interface ReachedRow {
  readonly table: TableName;
  /** Null where the record only keeps a row from being there. */
  readonly cells: readonly string[] | null;
  /** What would stand there without the record; null for nothing. */
  readonly insteadOf: readonly string[] | null;
}

/** Where a record got to under one genome. */
export type RecordFate =
  | {
      readonly known: true;
      readonly rows: readonly ReachedRow[];
      /** Whether every gold row of it that may be seen is there; null where there is none. */
      readonly right: boolean | null;
    }
  | { readonly known: false; readonly why: string };

export interface RunningAgain {
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number) => void;
}

export interface RecordSubject {
  readonly key: RecordKey;
  readonly feeds: readonly OpenFeed[];
  readonly inputs: readonly InputRow[];
  readonly gold: RecordGold;
}

type Fates = ReadonlyMap<Sha, RecordFate>;

/**
 * What a record leads to is what is there with its rows and not without them: no genome has to say
 * which row it made a row of, and what it sums up, joins or drops as a double is told as well.
 */
export const fatesUnder = (
  workspace: Workspace,
  subject: RecordSubject,
  genomes: readonly GenomeInForce[],
  { signal, progress }: RunningAgain,
): Promise<Fates> => {
  const { ports } = workspace;
  const distinct = [...new Map(genomes.map((genome) => [genome.sha, genome])).values()];
  return ports.outputs.withScratch(async ({ path }) => {
    const inputs = variantsOf(workspace, subject, path);
    let done = 0;
    const fates = await inParallel(ports.cores, distinct, async (genome) => {
      const fate = await fateUnder(workspace, subject, inputs, genome, signal);
      progress(++done, distinct.length);
      return [genome.sha, fate] as const;
    });
    return new Map(fates);
  });
};

interface Variants {
  readonly whole: readonly InputFile[];
  readonly without: readonly InputFile[];
}

const variantsOf = (
  { ports }: Workspace,
  { feeds, inputs }: RecordSubject,
  folder: string,
): Variants => {
  const rows = new Map<string, Set<number>>();
  for (const { feed, row } of inputs) rows.set(feed, (rows.get(feed) ?? new Set()).add(row));
  return { whole: feeds, without: ports.feeds.without(feeds, rows, folder) };
};

const fateUnder = async (
  workspace: Workspace,
  subject: RecordSubject,
  { whole, without }: Variants,
  { sha, origin }: GenomeInForce,
  signal: AbortSignal,
): Promise<RecordFate> => {
  const genome = contentOf(workspace, sha);
  if (typeof genome === "string") return { known: false, why: genome };
  const run = (inputs: readonly InputFile[], folder: string) =>
    runGenome(workspace, genomeOf(genome, origin), inputs, folder, signal);
  const { withScratch } = workspace.ports.outputs;
  return withScratch(async ({ path: withIt }) => {
    const ran = await run(whole, withIt);
    signal.throwIfAborted();
    if (subject.inputs.length === 0) return fateIfReadable(workspace, subject, ran, null);
    return withScratch(async ({ path: withoutIt }) => {
      const other = await run(without, withoutIt);
      signal.throwIfAborted();
      return fateIfReadable(workspace, subject, ran, other);
    });
  });
};

/** Its text, or why there is none; one that no loop has seen yet is nowhere else than in its place. */
const contentOf = ({ ports: { genomes } }: Workspace, sha: Sha): Uint8Array | string => {
  const current = genomes.current();
  if (current && sha256(current) === sha) return current;
  try {
    return genomes.kept(sha);
  } catch (error) {
    if (error instanceof Problem) return error.message;
    throw error;
  }
};

/** What a genome leaves need not be a table that can be read. */
const fateIfReadable: typeof fateOf = async (...of) => {
  try {
    return await fateOf(...of);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { known: false, why: `a table of it ${error.message}` };
  }
};

const fateOf = async (
  workspace: Workspace,
  subject: RecordSubject,
  ran: GenomeRun,
  other: GenomeRun | null,
): Promise<RecordFate> => {
  if (ran.outcome !== "ok") return { known: false, why: `its run ended with ${ran.outcome}` };
  if (other !== null && other.outcome !== "ok")
    return { known: false, why: `its run without the record ended with ${other.outcome}` };
  const rows: ReachedRow[] = [];
  for (const { name } of tablesOf(workspace.project.arena)) {
    const comparison = new RowComparison();
    for await (const row of rowsOfTable(workspace, ran.tables, name))
      if (other !== null || isOfKey(workspace, subject.key, name, row)) comparison.before(row);
    if (other !== null)
      for await (const row of rowsOfTable(workspace, other.tables, name)) comparison.after(row);
    rows.push(...comparison.changes().shown.map((change) => reached(name, change)));
  }
  return { known: true, rows, right: isRight(workspace, subject.gold, rows) };
};

const reached = (table: TableName, { before, after }: RowChange): ReachedRow => ({
  table,
  cells: before,
  insteadOf: after,
});

/** Where no input row shows the key, only the master table can. */
const isOfKey = (
  { project: { arena } }: Workspace,
  key: RecordKey,
  table: TableName,
  cells: readonly string[],
): boolean =>
  table === "master" && key.columns.length > 0 && keyInMaster(arena, key, cells) === key.wanted;

const isRight = (
  { project: { arena } }: Workspace,
  gold: RecordGold,
  rows: readonly ReachedRow[],
): boolean | null => {
  if (gold.rows.length === 0) return null;
  const { columns } = arena.master;
  const typed = (cells: readonly string[]) => comparedRow(columns, typedRow(columns, cells));
  const there = rows.flatMap(({ table, cells }) =>
    table === "master" && cells ? [typed(cells)] : [],
  );
  return gold.rows.every(({ cells }) => {
    const wanted = typed(cells);
    return there.some((row) => isAlike(columns, wanted, row));
  });
};

const isAlike = (
  columns: readonly Column[],
  wanted: readonly string[],
  got: readonly string[],
): boolean =>
  columns.every(({ tolerance }, at) => {
    const [a = "", b = ""] = [wanted[at], got[at]];
    return a === b || (tolerance !== undefined && isWithinTolerance(tolerance, a, b));
  });
