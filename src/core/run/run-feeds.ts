import { csvLine } from "../../cells/csv-line.ts";
import { tablesOf } from "../../domain/arena.ts";
import type { DriftFinding } from "../../domain/drift.ts";
import type { Check } from "../../domain/evaluation.ts";
import { genomeOf, type KnownGenome, rejectionText } from "../../domain/genome.ts";
import type { GivenFeed } from "../../domain/ports/files.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import type { HeldTarget, StagedRun, StandingRun } from "../../domain/ports/run-target.ts";
import type { MissingIsolation } from "../../domain/ports/running.ts";
import { Problem } from "../../domain/problems.ts";
import { bytesPerMb, type RunTables } from "../../domain/run.ts";
import type { RunInput, RunManifest } from "../../domain/run-manifest.ts";
import { visible } from "../../domain/visible.ts";
import { missingIn } from "../candidate/measure.ts";
import { type GenomeRun, runGenome } from "../candidate/run.ts";
import { genomeInForce } from "../genome.ts";
import { resetTarget } from "../reset.ts";
import { type FeedDrift, feedDrift } from "./feed-drift.ts";
import {
  arenaHeaders,
  type ColumnDifference,
  columnDifferences,
  headerOf,
} from "./input-columns.ts";
import { type MostFailed, type Settled, settle } from "./settle.ts";

export interface RunFeedsRequest {
  /** Files of any format that feeds may have. */
  readonly inputs: readonly string[];
  /** The folder that the tables are published to. */
  readonly out: string;
  /** An earlier genome, by its digest, the beginning of it, or a round. */
  readonly genome?: string | undefined;
  readonly maxFailed: MostFailed | null;
  /** Whether other columns than the arena's are a failed check or a warning. */
  readonly columns: "strict" | "warn";
  /** Whether files that the published tables hold already are passed over. */
  readonly sinceLast: boolean;
  /** Whether drift that is found is recorded as right. */
  readonly acceptDrift: boolean;
}

export interface RunFeedsResult {
  readonly status: "published" | "refused" | "nothing-new";
  readonly out: string;
  readonly genome: KnownGenome;
  /** Null where there was nothing to run. */
  readonly run: GenomeRun | null;
  readonly checks: readonly Check[];
  readonly warnings: readonly string[];
  /** Of the tables that were written; null where none were. */
  readonly manifest: RunManifest | null;
  /** Where the rows that failed a check are kept. */
  readonly failure: string | null;
  /** Whether an earlier good version stands. */
  readonly stands: boolean;
  readonly missing: MissingIsolation | null;
  /** The files that were cleaned. */
  readonly feeds: readonly CleanedFile[];
  readonly drift: readonly DriftFinding[];
}

interface CleanedFile {
  readonly path: string;
  readonly header: readonly string[];
}

/** The kept genome on new feeds: written beside the target, audited, and published whole or not at all. */
export const runFeeds = async (
  workspace: Workspace,
  request: RunFeedsRequest,
  signal: AbortSignal,
): Promise<RunFeedsResult> => {
  if (request.maxFailed !== null && workspace.project.arena.failures === null)
    throw Problem.of("bad-usage", {
      command: "run",
      message: "--max-failed counts rows of the failures table, and arena.json declares none",
    });
  const genome = await genomeFor(workspace, request.genome);
  const feeds = await workspace.ports.feeds.openGiven(request.inputs);
  return workspace.ports.runTargets.holding(request.out, "run", async (held) => {
    const before = held.standing();
    const chosen = request.sinceLast ? newFeeds(feeds, before, genome) : { feeds, onto: null };
    if (chosen.feeds.length === 0) return nothingNew(request, genome);
    const drift = await feedDrift(workspace, chosen.feeds, request.acceptDrift);
    const feedsLeft = chosen.feeds.filter(({ name }) => !drift.quarantined.has(name));
    const { onto } = chosen;
    const context = { request, genome, held, before, signal, drift, onto, feeds: feedsLeft };
    if (feedsLeft.length === 0 || drift.failing.length > 0) return drifted(context);
    return runChosen(workspace, context);
  });
};

const genomeFor = async (workspace: Workspace, asked?: string): Promise<KnownGenome> => {
  if (asked === undefined) return genomeInForce(workspace);
  const { content, origin } = await resetTarget(workspace, asked);
  return genomeOf(content, origin);
};

const nothingNew = ({ out }: RunFeedsRequest, genome: KnownGenome): RunFeedsResult => ({
  status: "nothing-new",
  out,
  genome,
  run: null,
  checks: [],
  warnings: [],
  manifest: null,
  failure: null,
  stands: true,
  missing: null,
  feeds: [],
  drift: [],
});

interface Chosen {
  readonly feeds: readonly GivenFeed[];
  /** The published tables that the new rows are added to. */
  readonly onto: StandingRun | null;
}

/** By digest. Another genome, or a file that was changed, makes all of them new again. */
const newFeeds = (
  feeds: readonly GivenFeed[],
  before: StandingRun | null,
  genome: KnownGenome,
): Chosen => {
  if (before === null) return { feeds, onto: null };
  const { inputs, genome: former } = before.manifest;
  const held = new Set<string>(inputs.map(({ sha }) => sha));
  const isChanged = feeds.some(
    ({ name, sha }) => inputs.some((input) => input.name === name) && !held.has(sha),
  );
  if (former.sha === genome.sha && !isChanged)
    return { feeds: feeds.filter(({ sha }) => !held.has(sha)), onto: before };
  const given = new Set(feeds.map(({ name }) => name));
  const gone = inputs.map(({ name }) => name).filter((name) => !given.has(name));
  if (gone.length === 0) return { feeds, onto: null };
  throw Problem.of("cannot-add", {
    why: isChanged ? "a file that was cleaned before has changed" : "another genome is in force",
    gone,
  });
};

/** Nothing runs where a feed has drifted that must not. */
const drifted = ({ request, genome, before, drift }: RunContext): RunFeedsResult => {
  const detail = [...drift.failing, ...drift.warnings].join("; ");
  return {
    status: "refused",
    out: request.out,
    genome,
    run: null,
    checks: [{ name: "feeds_are_as_known", passed: false, detail }],
    warnings: [],
    manifest: null,
    failure: null,
    stands: before !== null,
    missing: null,
    feeds: [],
    drift: drift.findings,
  };
};

interface RunContext extends Chosen {
  readonly drift: FeedDrift;
  readonly request: RunFeedsRequest;
  readonly genome: KnownGenome;
  readonly held: HeldTarget;
  readonly before: StandingRun | null;
  readonly signal: AbortSignal;
}

const runChosen = async (workspace: Workspace, context: RunContext): Promise<RunFeedsResult> => {
  const { request, genome, held, before, feeds, onto, drift, signal } = context;
  const { outputs } = workspace.ports;
  const columns = columnFindings(
    columnDifferences(workspace, await arenaHeaders(workspace), feeds),
    request.columns,
  );
  const warnings = [...columns.warnings, ...drift.warnings, ...refusedRows(feeds)];
  const roomy = withRoomFor(workspace, feeds);
  const folder = outputs.newRunFolder();
  try {
    return await held.staging(async (staged) => {
      const run = await runGenome(roomy, genome, feeds, onto ? folder : staged.folder, signal);
      signal.throwIfAborted();
      if (run.outcome === "not_started") throw Problem.of("not-started", { detail: run.detail });
      const shared = {
        out: request.out,
        genome,
        run,
        warnings,
        stands: before !== null,
        missing: await missingIn(workspace, run),
        drift: drift.findings,
        feeds: feeds.map((feed) => ({ path: feed.source, header: headerOf(workspace, feed) })),
      };
      const ran = [...columns.checks, ranContained(run)];
      if (run.outcome !== "ok" || columns.checks.some(({ passed }) => !passed))
        return { ...shared, status: "refused", checks: ran, manifest: null, failure: null };
      const settled = await settle(
        workspace,
        held,
        staged,
        {
          genome,
          tables: onto ? addedTo(workspace, onto, run.tables, staged) : run.tables,
          inputs: [...(onto?.manifest.inputs ?? []), ...feeds.map(inputOf(workspace))],
          shard: null,
          maxFailed: request.maxFailed,
          checks: ran,
          warnings,
        },
        signal,
      );
      return { ...shared, ...resultOf(settled) };
    });
  } finally {
    outputs.discard(folder);
  }
};

export const resultOf = ({ published, manifest, failure }: Settled) => ({
  status: published ? ("published" as const) : ("refused" as const),
  checks: manifest.checks,
  manifest,
  failure,
});

const inputOf =
  ({ ports }: Workspace) =>
  (feed: GivenFeed): RunInput => ({
    name: feed.name,
    sha: feed.sha,
    rows: ports.feeds.countFilled(feed),
    refused: feed.copied?.refusedRows ?? 0,
  });

/** New rows below those that are published already. */
const addedTo = (
  { project }: Workspace,
  onto: StandingRun,
  tables: RunTables,
  staged: StagedRun,
): RunTables =>
  new Map(
    tablesOf(project.arena).map(({ name, file, columns }) => {
      const header = Buffer.byteLength(csvLine(columns.map((column) => column.name)));
      const parts = [`${onto.folder}/${file}`, tables.get(name) ?? ""];
      return [name, staged.join(file, parts, header)] as const;
    }),
  );

/** As `init` would set the limits for feeds of this size; a project's own may be higher. */
const withRoomFor = (workspace: Workspace, feeds: readonly GivenFeed[]): Workspace => {
  const mb = feeds.reduce((total, { bytes }) => total + bytes, 0) / bytesPerMb;
  const { settings } = workspace;
  const atLeast = <S extends { readonly value: number }>(setting: S, least: number): S => ({
    ...setting,
    value: Math.max(setting.value, Math.ceil(least)),
  });
  return {
    ...workspace,
    settings: {
      ...settings,
      timeoutSeconds: atLeast(settings.timeoutSeconds, mb * 2),
      memoryMb: atLeast(settings.memoryMb, mb * 8),
      outputMb: atLeast(settings.outputMb, mb * 4),
    },
  };
};

const ranContained = (run: GenomeRun): Check => ({
  name: "genome_ran",
  passed: run.outcome === "ok",
  detail:
    run.outcome === "ok"
      ? "to its end, contained"
      : `${run.outcome}: ${run.outcome === "rejected" ? rejectionText(run.rejection) : run.detail}`,
});

const columnFindings = (
  differences: readonly ColumnDifference[],
  how: RunFeedsRequest["columns"],
): { readonly checks: readonly Check[]; readonly warnings: readonly string[] } => {
  const sentences = differences.map(differenceText);
  if (how === "warn") return { checks: [], warnings: sentences };
  const detail = sentences.length === 0 ? "each feed has the columns that the arena knows" : "";
  const name = "has_known_columns";
  return {
    checks: [{ name, passed: sentences.length === 0, detail: detail || sentences.join("; ") }],
    warnings: [],
  };
};

const differenceText = ({ feed, like, missing, added }: ColumnDifference): string =>
  [
    `${feed}, held against ${like} of the arena,`,
    ...(missing.length > 0 ? [`lacks ${listed(missing)}`] : []),
    ...(missing.length > 0 && added.length > 0 ? ["and"] : []),
    ...(added.length > 0 ? [`has new ${listed(added)}`] : []),
  ].join(" ");

const listed = (names: readonly string[]): string =>
  names
    .slice(0, 8)
    .map((name) => `"${visible(name, 40)}"`)
    .join(", ") + (names.length > 8 ? ` and ${names.length - 8} more` : "");

const refusedRows = (feeds: readonly GivenFeed[]): string[] =>
  feeds.flatMap(({ name, copied }) =>
    copied !== null && copied.refusedRows > 0
      ? [
          `${name}: ${copied.refusedRows} rows could not be read; first ${copied.refused
            .slice(0, 3)
            .map(({ place, reason }) => `${place} (${reason})`)
            .join(", ")}`,
        ]
      : [],
  );
