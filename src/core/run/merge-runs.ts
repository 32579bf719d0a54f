import { type Table, tablesOf } from "../../domain/arena.ts";
import { sha256 } from "../../domain/digest.ts";
import type { KnownGenome } from "../../domain/genome.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import type { StandingRun } from "../../domain/ports/run-target.ts";
import { Problem } from "../../domain/problems.ts";
import type { RunInput, RunManifest, RunShard } from "../../domain/run-manifest.ts";
import { joinTables } from "./join-tables.ts";
import { nothingRan, type RunFeedsResult } from "./run-feeds.ts";
import { settle, settledResult } from "./settle.ts";

export interface MergeRequest {
  /** The folders that the shards were published to. */
  readonly parts: readonly string[];
  readonly out: string;
}

/** Nothing ran, and of the genome only its name is known. */
export interface MergedRuns extends Omit<RunFeedsResult, "genome"> {
  readonly genome: Pick<KnownGenome, "sha" | "origin">;
}

interface Shard extends StandingRun {
  readonly shard: RunShard;
}

/** Puts the tables of all shards together, and audits and publishes them as one run would. */
export const mergeRuns = async (
  workspace: Workspace,
  { parts, out }: MergeRequest,
  signal: AbortSignal,
): Promise<MergedRuns> => {
  const { ports, project } = workspace;
  const shards = inOrder(parts.map((path) => ports.runTargets.published(path)));
  const first = shards[0]?.manifest;
  if (!first) throw badShards("no folder is named");
  refuseDifferent(shards, first);
  if (first.arena !== sha256(ports.arenaContent()))
    throw badShards("data/arena.json is not what it was when they ran");
  refuseChanged(workspace, shards);
  return ports.runTargets.holding(out, "merge", (held) => {
    const stands = held.standing() !== null;
    return held.staging(async (staged) => {
      const tables = joinTables(workspace, staged, ({ file }) =>
        shards.map(({ folder }) => `${folder}/${file}`),
      );
      signal.throwIfAborted();
      const settled = await settle(
        workspace,
        held,
        staged,
        {
          genome: first.genome,
          tables,
          inputs: inputsOf(shards),
          shard: null,
          maxFailed: null,
          checks: [
            {
              name: "all_shards_there",
              passed: true,
              detail: `${shards.length} of ${shards.length}, by ${first.shard?.by}, of one genome`,
            },
          ],
          rowsExpected: new Map(
            tablesOf(project.arena).map((table) => [table.name, rowsOf(shards, table)]),
          ),
          warnings: [...new Set(shards.flatMap(({ manifest }) => manifest.warnings))],
        },
        signal,
      );
      return {
        ...nothingRan,
        ...settledResult(settled),
        out,
        genome: first.genome,
        stands,
      };
    });
  });
};

const badShards = (finding: string): Problem => Problem.of("bad-shards", { finding });

/** Each of them once, none missing. */
const inOrder = (parts: readonly StandingRun[]): readonly Shard[] => {
  const shards = parts
    .map((part): Shard => {
      const { shard } = part.manifest;
      if (shard === null) throw badShards(`${part.folder} is not a shard but a whole run`);
      return { ...part, shard };
    })
    .sort((a, b) => a.shard.index - b.shard.index);
  const count = shards[0]?.shard.count ?? 0;
  const other = shards.find(({ shard }) => shard.count !== count);
  if (other) throw badShards(`${other.folder} is one of ${other.shard.count}, others of ${count}`);
  const twice = shards.find(({ shard }, at) => shards[at + 1]?.shard.index === shard.index);
  if (twice) throw badShards(`shard ${twice.shard.index} of ${count} is there twice`);
  const there = new Set(shards.map(({ shard }) => shard.index));
  const missing = Array.from({ length: count }, (_, at) => at + 1).filter((n) => !there.has(n));
  if (missing.length === 0) return shards;
  const named = missing.slice(0, 10).join(", ");
  const more = missing.length > 10 ? ` and ${missing.length - 10} more` : "";
  throw badShards(
    `of ${count} shards, ${named}${more} ${missing.length === 1 ? "is" : "are"} missing`,
  );
};

const refuseDifferent = (shards: readonly Shard[], first: RunManifest): void => {
  const same: readonly [what: string, of: (manifest: RunManifest) => unknown][] = [
    ["project", ({ project }) => project],
    ["arena", ({ arena }) => arena],
    ["genome", ({ genome }) => genome.sha],
    ["version of CleanLoop", ({ cleanloop }) => cleanloop],
    ["way to share out", ({ shard }) => shard?.by],
    ["feed", ({ inputs, shard }) => (shard?.by === "rows" ? inputs[0]?.sha : null)],
  ];
  for (const [what, of] of same) {
    const other = shards.find(({ manifest }) => of(manifest) !== of(first));
    if (other) throw badShards(`${other.folder} has another ${what} than ${shards[0]?.folder}`);
  }
};

const refuseChanged = ({ ports }: Workspace, shards: readonly Shard[]): void => {
  for (const { folder, manifest } of shards)
    for (const { file, sha } of manifest.tables)
      if (ports.feeds.digestOf(`${folder}/${file}`) !== sha)
        throw badShards(`${folder}/${file} is not what that shard published`);
};

const rowsOf = (shards: readonly Shard[], { name }: Table): number =>
  shards.reduce(
    (sum, { manifest }) => sum + (manifest.tables.find((one) => one.name === name)?.rows ?? 0),
    0,
  );

/** Rows of one feed are parts of one input. */
const inputsOf = (shards: readonly Shard[]): readonly RunInput[] => {
  const inputs = shards.flatMap(({ manifest }) => manifest.inputs);
  const [first] = inputs;
  if (shards[0]?.shard.by === "files" || !first) return inputs;
  const sum = (figure: "rows" | "refused"): number =>
    inputs.reduce((total, input) => total + input[figure], 0);
  return [{ ...first, rows: sum("rows"), refused: sum("refused") }];
};
