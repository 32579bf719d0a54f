import type { DriftFinding } from "../../domain/drift.ts";
import type { Check } from "../../domain/evaluation.ts";
import { genomeOf, type KnownGenome, rejectionText } from "../../domain/genome.ts";
import type { GivenFeed } from "../../domain/ports/files.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import type { HeldTarget, StandingRun } from "../../domain/ports/run-target.ts";
import type { MissingIsolation } from "../../domain/ports/running.ts";
import { Problem } from "../../domain/problems.ts";
import { bytesPerMb } from "../../domain/run.ts";
import type { RunInput, RunManifest, RunShard } from "../../domain/run-manifest.ts";
import { type GenomeRun, runGenome } from "../candidate/run.ts";
import { missingIn } from "../candidate/run-and-judge.ts";
import { splitObjection } from "../candidate/vetoes.ts";
import { genomeInForce } from "../genome.ts";
import { resetTarget } from "../reset.ts";
import { type FeedDrift, feedDrift } from "./feed-drift.ts";
import { arenaHeaders, columnDifferences, columnFindings, headerOf } from "./input-columns.ts";
import { joinTables } from "./join-tables.ts";
import { withRoom } from "./limits.ts";
import { type MostFailed, settle, settledResult } from "./settle.ts";
import { feedsOfShard, folderOfShard, type ShardOf } from "./shard.ts";
import { type ChosenFeeds, newFeeds } from "./since-last.ts";

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
  /** Only one of several parts of the feeds, published to a folder of its own in `out`. */
  readonly shard: ShardOf | null;
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
  if (request.sinceLast && request.shard)
    throw Problem.of("bad-usage", {
      command: "run",
      message: "--since-last adds to one folder, and --shard has one for each part",
    });
  const genome = await genomeFor(workspace, request.genome);
  const feeds = await workspace.ports.feeds.openGiven(request.inputs);
  const asked = { request, genome, signal };
  if (request.shard) return runShard(workspace, asked, request.shard, feeds);
  return runInto(workspace, { ...asked, shard: null, warnings: [] }, (before) =>
    request.sinceLast ? newFeeds(feeds, before, genome) : { feeds, onto: null },
  );
};

interface Asked {
  readonly request: RunFeedsRequest;
  readonly genome: KnownGenome;
  readonly signal: AbortSignal;
}

interface AskedPart extends Asked {
  readonly shard: RunShard | null;
  /** Of what came before the target was looked at. */
  readonly warnings: readonly string[];
}

const runInto = (
  workspace: Workspace,
  asked: AskedPart,
  choose: (before: StandingRun | null) => ChosenFeeds,
): Promise<RunFeedsResult> =>
  workspace.ports.runTargets.holding(asked.request.out, "run", async (held) => {
    const before = held.standing();
    const { feeds, onto } = choose(before);
    if (feeds.length === 0) return nothingNew(asked.request, asked.genome);
    const drift = await feedDrift(workspace, feeds, asked.request.acceptDrift);
    const feedsLeft = feeds.filter(({ name }) => !drift.quarantined.has(name));
    const context = { ...asked, held, before, drift, onto, feeds: feedsLeft };
    if (feedsLeft.length === 0 || drift.failing.length > 0) return drifted(context);
    return runChosen(workspace, context);
  });

const runShard = async (
  workspace: Workspace,
  asked: Asked,
  of: ShardOf,
  all: readonly GivenFeed[],
): Promise<RunFeedsResult> => {
  const fault = await splitFault(workspace, asked.genome, asked.signal);
  if (all.length === 1 && fault !== null) throw Problem.of("not-splittable", { finding: fault });
  const warnings = fault === null ? [] : [`files are cleaned apart here, and ${fault}`];
  const request = { ...asked.request, out: folderOfShard(asked.request.out, of) };
  return workspace.ports.outputs.withScratch(async ({ path }) => {
    const { feeds, shard } = feedsOfShard(workspace, all, of, path);
    return runInto(workspace, { ...asked, request, shard, warnings }, () => ({
      feeds,
      onto: null,
    }));
  });
};

/** Why rows may not be cleaned apart, as the end of a sentence; null where the genome was seen to allow it. */
const splitFault = async (
  workspace: Workspace,
  genome: KnownGenome,
  signal: AbortSignal,
): Promise<string | null> => {
  if (!workspace.project.arena.vetoes.includes("splittable"))
    return "no veto of data/arena.json has tested that this genome may be run on parts";
  return splitObjection(workspace, genome, signal);
};

const genomeFor = async (workspace: Workspace, asked?: string): Promise<KnownGenome> => {
  if (asked === undefined) return genomeInForce(workspace);
  const { content, origin } = await resetTarget(workspace, asked);
  return genomeOf(content, origin);
};

/** What a result says of a run that was not made. */
export const nothingRan = {
  run: null,
  checks: [],
  warnings: [],
  manifest: null,
  failure: null,
  missing: null,
  feeds: [],
  drift: [],
} satisfies Partial<RunFeedsResult>;

const nothingNew = ({ out }: RunFeedsRequest, genome: KnownGenome): RunFeedsResult => ({
  ...nothingRan,
  status: "nothing-new",
  out,
  genome,
  stands: true,
});

/** Nothing runs where a feed has drifted that must not. */
const drifted = ({ request, genome, before, drift }: RunContext): RunFeedsResult => {
  const detail = [...drift.failing, ...drift.warnings].join("; ");
  return {
    ...nothingRan,
    status: "refused",
    out: request.out,
    genome,
    checks: [{ name: "feeds_are_as_known", passed: false, detail }],
    stands: before !== null,
    drift: drift.findings,
  };
};

interface RunContext extends ChosenFeeds, AskedPart {
  readonly drift: FeedDrift;
  readonly held: HeldTarget;
  readonly before: StandingRun | null;
}

const runChosen = async (workspace: Workspace, context: RunContext): Promise<RunFeedsResult> => {
  const { request, genome, held, before, feeds, onto, shard, drift, signal } = context;
  const { outputs } = workspace.ports;
  const columns = columnFindings(
    columnDifferences(workspace, await arenaHeaders(workspace), feeds),
    request.columns,
  );
  const warnings = [
    ...context.warnings,
    ...columns.warnings,
    ...drift.warnings,
    ...refusedRows(feeds),
  ];
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
          // New rows below those that are published already.
          tables: onto
            ? joinTables(workspace, staged, ({ name, file }) => [
                `${onto.folder}/${file}`,
                run.tables.get(name) ?? "",
              ])
            : run.tables,
          inputs: [...(onto?.manifest.inputs ?? []), ...feeds.map(inputOf(workspace))],
          shard,
          maxFailed: request.maxFailed,
          checks: ran,
          warnings,
        },
        signal,
      );
      return { ...shared, ...settledResult(settled) };
    });
  } finally {
    outputs.discard(folder);
    await outputs.discarded();
  }
};

const inputOf =
  ({ ports }: Workspace) =>
  (feed: GivenFeed): RunInput => ({
    name: feed.name,
    sha: feed.sha,
    rows: ports.feeds.countFilled(feed),
    refused: feed.copied?.refusedRows ?? 0,
  });

/** What feeds of this size may need on a busy machine. */
const withRoomFor = (workspace: Workspace, feeds: readonly GivenFeed[]): Workspace => {
  const mb = feeds.reduce((total, { bytes }) => total + bytes, 0) / bytesPerMb;
  return withRoom(workspace, { timeoutSeconds: mb * 20, memoryMb: mb * 8, outputMb: mb * 4 });
};

const ranContained = (run: GenomeRun): Check => ({
  name: "genome_ran",
  passed: run.outcome === "ok",
  detail:
    run.outcome === "ok"
      ? "to its end, contained"
      : `${run.outcome}: ${run.outcome === "rejected" ? rejectionText(run.rejection) : run.detail}`,
});

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
