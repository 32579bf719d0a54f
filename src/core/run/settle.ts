import { type TableName, tablesOf } from "../../domain/arena.ts";
import { sha256 } from "../../domain/digest.ts";
import type { Check } from "../../domain/evaluation.ts";
import type { KnownGenome } from "../../domain/genome.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import type { HeldTarget, StagedRun } from "../../domain/ports/run-target.ts";
import { bytesPerMb, type RunTables } from "../../domain/run.ts";
import {
  type RunInput,
  type RunManifest,
  type RunShard,
  runManifestFile,
} from "../../domain/run-manifest.ts";
import { allRowsKept } from "../candidate/vetoes.ts";
import { auditTables, failingRows, rowsIn } from "./audit-tables.ts";
import { withRoom } from "./limits.ts";

/** At most so many rows, or such a share of the rows read, may be in the failures table. */
export interface MostFailed {
  readonly amount: number;
  readonly isShare: boolean;
}

/** Tables that are written, beside the published ones, and what is known of them. */
export interface WrittenTables {
  readonly genome: Pick<KnownGenome, "sha" | "origin">;
  readonly tables: RunTables;
  readonly inputs: readonly RunInput[];
  readonly shard: RunShard | null;
  readonly maxFailed: MostFailed | null;
  /** Of what came before the tables. */
  readonly checks: readonly Check[];
  readonly warnings: readonly string[];
  /** Of tables that were put together: how many rows the parts have. */
  readonly rowsExpected?: ReadonlyMap<TableName, number>;
}

export interface Settled {
  readonly published: boolean;
  readonly manifest: RunManifest;
  /** Where the rows that fail are kept, when nothing was published. */
  readonly failure: string | null;
}

/** Audits written tables, and publishes them only when every check passes. */
export const settle = async (
  workspace: Workspace,
  held: HeldTarget,
  staged: StagedRun,
  written: WrittenTables,
  signal: AbortSignal,
): Promise<Settled> => {
  // Tables may have grown over many runs, and are ours.
  const mb = workspace.ports.outputs.bytesIn(written.tables) / bytesPerMb;
  const roomy = withRoom(workspace, { outputMb: mb });
  const manifest = await manifestOf(roomy, written);
  signal.throwIfAborted();
  const failed = manifest.checks.filter(({ passed }) => !passed);
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  if (failed.length > 0) {
    const rows = await failingRows(roomy, written.tables, failed);
    const failure = held.keepFailure([[runManifestFile, text], ...rows]);
    return { published: false, manifest, failure };
  }
  staged.write(runManifestFile, text);
  signal.throwIfAborted();
  await staged.publish();
  held.forgetFailure();
  return { published: true, manifest, failure: null };
};

const manifestOf = async (
  workspace: Workspace,
  { genome, tables, inputs, shard, maxFailed, checks, warnings, rowsExpected }: WrittenTables,
): Promise<RunManifest> => {
  const { project, ports } = workspace;
  const audited = await auditTables(workspace, tables);
  const counts = await rowsIn(workspace, tables);
  const master = counts.get("master") ?? 0;
  const failures = counts.get("failures") ?? 0;
  const given = sum(inputs.map(({ rows }) => rows));
  const rows = {
    in: given,
    refused: sum(inputs.map(({ refused }) => refused)),
    master,
    failures,
    unaccounted: given - master - failures,
  };
  return {
    format: 1,
    project: project.arena.name,
    arena: sha256(ports.arenaContent()),
    genome: { sha: genome.sha, origin: genome.origin },
    cleanloop: ports.versions.cleanloop,
    at: ports.now().toISOString(),
    shard,
    inputs: [...inputs],
    rows,
    tables: tablesOf(project.arena).map(({ name, file }) => ({
      name,
      file,
      rows: counts.get(name) ?? 0,
      sha: ports.feeds.digestOf(tables.get(name) ?? ""),
    })),
    checks: [
      ...checks,
      ...(rowsExpected ? [addUp(counts, rowsExpected)] : []),
      ...audited,
      ...(project.arena.vetoes.includes("conserves-rows")
        ? [{ name: "conserves_rows", ...allRowsKept(given, master, failures) }]
        : []),
      ...(maxFailed ? [fewFailed(rows, maxFailed)] : []),
    ],
    warnings: [...warnings],
  };
};

const addUp = (
  counts: ReadonlyMap<TableName, number>,
  expected: ReadonlyMap<TableName, number>,
): Check => {
  const other = [...expected].find(([name, rows]) => counts.get(name) !== rows);
  return {
    name: "rows_add_up",
    passed: other === undefined,
    detail: other
      ? `${other[0]} has ${counts.get(other[0])} rows, its parts ${other[1]}`
      : "each table has the rows of its parts",
  };
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

const fewFailed = (
  { in: given, failures }: RunManifest["rows"],
  { amount, isShare }: MostFailed,
): Check => {
  const most = isShare ? Math.floor((given * amount) / 100) : amount;
  const allowed = isShare ? `${amount} % of ${given} rows (${most})` : `${most}`;
  return {
    name: "few_failures",
    passed: failures <= most,
    detail: `${failures} rows in failures; at most ${allowed}`,
  };
};

export const settledResult = ({ published, manifest, failure }: Settled) => ({
  status: published ? ("published" as const) : ("refused" as const),
  checks: manifest.checks,
  warnings: manifest.warnings,
  manifest,
  failure,
});
