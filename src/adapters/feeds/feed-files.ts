import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import { type Sha, sha256OfParts } from "../../domain/digest.ts";
import { type FeedRules, matchesName, ruleFor } from "../../domain/feed-reading.ts";
import { Problem } from "../../domain/problems.ts";
import type { InputFile } from "../../domain/run.ts";
import { fileChunks } from "../../sandbox/feed-rows.ts";
import { reasonOf } from "../error-reasons.ts";
import { entriesIn } from "../files.ts";
import { formatByName } from "./feed-format.ts";

export interface FeedFolder {
  readonly path: string;
  readonly rules: FeedRules;
  readonly ignore: readonly string[];
}

/** The feeds in name order: by code unit, so that no machine's locale reorders them. */
export const listFeeds = (folder: FeedFolder): InputFile[] => {
  const feeds = namesIn(folder)
    .filter((name) => isFeed(folder, name))
    .map((name) => ({ name, path: join(folder.path, name) }));
  if (feeds.length === 0) throw Problem.of("no-inputs", { folder: folder.path });
  return feeds;
};

/** Nothing among the feeds is passed over in silence, hidden files aside. */
export const refuseStrangers = (folder: FeedFolder): void => {
  const name = namesIn(folder).find((one) => !isFeed(folder, one));
  if (name === undefined) return;
  const path = join(folder.path, name);
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  throw Problem.of("not-a-feed", { path, name, isFile });
};

const namesIn = ({ path, ignore }: FeedFolder): string[] =>
  entriesIn(path)
    .filter((name) => !name.startsWith("."))
    .filter((name) => !ignore.some((pattern) => matchesName(pattern, name)))
    .sort((a, b) => (a < b ? -1 : 1));

const isFeed = ({ path, rules }: FeedFolder, name: string): boolean => {
  const format = ruleFor(name, rules)?.rule.format ?? formatByName(name);
  const file = statSync(join(path, name), { throwIfNoEntry: false });
  return format !== undefined && file?.isFile() === true;
};

/** Of every feed's name and bytes, a few of them at a time. */
export const digestOfFeeds = (feeds: readonly InputFile[]): Sha =>
  sha256OfParts(feeds.map(({ name, path }) => [name, digestOfFile(path)]));

export const digestOfFile = (path: string): Sha => {
  const hash = createHash("sha256");
  for (const chunk of chunksOf(path)) hash.update(chunk);
  return hash.digest("hex") as Sha;
};

export function* chunksOf(path: string): Generator<Buffer> {
  try {
    yield* fileChunks(path);
  } catch (error) {
    throw Problem.of("cannot-read", { path, reason: reasonOf(error) });
  }
}
