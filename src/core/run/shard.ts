import type { GivenFeed } from "../../domain/ports/files.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import { Problem } from "../../domain/problems.ts";
import type { RunShard } from "../../domain/run-manifest.ts";

/** Which of how many parts, counted from 1. */
export interface ShardOf {
  readonly index: number;
  readonly count: number;
}

/** As it is asked for: what is null is told by the scheduler that started us. */
export interface AskedShard {
  readonly index: number | null;
  readonly count: number | null;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Schedulers that start the same command many times, and how each tells them apart. */
const schedulers = [
  { index: "SLURM_ARRAY_TASK_ID", count: "SLURM_ARRAY_TASK_COUNT", first: "SLURM_ARRAY_TASK_MIN" },
  { index: "AWS_BATCH_JOB_ARRAY_INDEX", count: "AWS_BATCH_JOB_ARRAY_SIZE", first: null },
  { index: "CLOUD_RUN_TASK_INDEX", count: "CLOUD_RUN_TASK_COUNT", first: null },
  { index: "JOB_COMPLETION_INDEX", count: null, first: null },
] as const;

export const shardFrom = ({ index, count }: AskedShard, variables: Variables): ShardOf => {
  if (index !== null && count !== null) return { index, count };
  const scheduler = schedulers.find((one) => variables[one.index] !== undefined);
  if (!scheduler)
    throw mistake(
      `--shard auto finds none of ${schedulers.map((one) => one.index).join(", ")} in the environment`,
    );
  const number = (name: string): number => wholeNumberIn(variables, name);
  // A part of an array that is run again has another first number, but is still part of so many.
  const isPartOfArray = scheduler.first !== null && count !== null;
  const first = scheduler.first === null ? 0 : isPartOfArray ? 1 : number(scheduler.first);
  const told = count ?? (scheduler.count === null ? null : number(scheduler.count));
  if (told === null)
    throw mistake(
      `${scheduler.index} does not say of how many; add it, as in --shard auto/${number(scheduler.index) + 1}`,
    );
  const place = number(scheduler.index) - first + 1;
  if (place >= 1 && place <= told) return { index: place, count: told };
  throw mistake(
    `${scheduler.index} is ${number(scheduler.index)}, which is not one of ${told} numbers from ${first} on without a gap`,
  );
};

const wholeNumberIn = (variables: Variables, name: string): number => {
  const text = variables[name];
  if (text !== undefined && /^\d{1,9}$/.test(text)) return Number(text);
  throw mistake(`${name} is ${JSON.stringify(text ?? "")}, not a whole number`);
};

const mistake = (message: string): Problem => Problem.of("bad-usage", { command: "run", message });

/** Sorted by name, shards are in order. */
export const folderOfShard = (out: string, { index, count }: ShardOf): string =>
  `${out}/shard-${String(index).padStart(String(count).length, "0")}-of-${count}`;

export interface ShardFeeds {
  readonly feeds: readonly GivenFeed[];
  readonly shard: RunShard;
}

/** Neighbouring rows of one feed, or neighbouring files of several. */
export const feedsOfShard = (
  { ports }: Workspace,
  feeds: readonly GivenFeed[],
  { index, count }: ShardOf,
  folder: string,
): ShardFeeds => {
  const [only] = feeds;
  if (feeds.length === 1 && only) {
    const part = ports.feeds.part(only, index, count, folder);
    // A row that could not be read belongs to no part; the first one tells of it.
    const copied = index === 1 ? only.copied : null;
    return { feeds: [{ ...only, ...part, copied }], shard: { index, count, by: "rows" } };
  }
  if (feeds.length < count)
    throw mistake(`${feeds.length} files cannot be shared out among ${count} shards`);
  const from = Math.floor((feeds.length * (index - 1)) / count);
  const to = Math.floor((feeds.length * index) / count);
  return { feeds: feeds.slice(from, to), shard: { index, count, by: "files" } };
};
