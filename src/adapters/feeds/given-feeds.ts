import { createWriteStream, statSync } from "node:fs";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { type FeedRules, type RuleInForce, ruleFor } from "../../domain/feed-reading.ts";
import type { GivenFeed } from "../../domain/ports/files.ts";
import { Problem } from "../../domain/problems.ts";
import { writing } from "../error-reasons.ts";
import { digestOfFile } from "./feed-files.ts";
import { openFeeds } from "./open-feeds.ts";

/** Feeds from anywhere, in name order, each read as the arena says of its name. */
export const openGivenFeeds = async (
  paths: readonly string[],
  rules: FeedRules,
): Promise<readonly GivenFeed[]> => {
  const files = paths
    .map((path) => ({ name: basename(path), path, said: ruleOfKind(basename(path), rules) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { path } of files) refuseOther(path);
  const twice = files.find(({ name }, at) => files[at + 1]?.name === name);
  if (twice)
    throw Problem.of("bad-usage", {
      command: "run",
      message: `two inputs are called ${twice.name}, and a genome tells feeds apart by their names`,
    });
  const open = await openFeeds(files);
  return open.map((feed) => ({
    ...feed,
    sha: digestOfFile(feed.source),
    bytes: statSync(feed.path).size,
  }));
};

const refuseOther = (path: string): void => {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined)
    throw Problem.of("file-missing", {
      path,
      what: "the input",
      hint: "name a file that is there",
    });
  if (!stat.isFile())
    throw Problem.of("cannot-read", {
      path,
      reason: stat.isDirectory()
        ? "it is a folder; name the files in it"
        : "it is not a plain file",
    });
};

/**
 * Next month's file has another name, and is read as this month's was: where no pattern fits, the
 * rule of those with the same ending holds, if they have one rule.
 */
const ruleOfKind = (name: string, rules: FeedRules): RuleInForce | null => {
  const own = ruleFor(name, rules);
  if (own) return own;
  const kin = Object.entries(rules).filter(([pattern]) => endingOf(pattern) === endingOf(name));
  const [first, ...others] = kin;
  if (!first || others.some(([, rule]) => JSON.stringify(rule) !== JSON.stringify(first[1])))
    return null;
  return ruleFor(first[0], rules);
};

const endingOf = (name: string): string => /(\.[^.]+)(\.gz)?$/.exec(name.toLowerCase())?.[0] ?? "";

/** Keeps what comes from standard input in a file, for whoever must read it more than once. */
export const standardInput = async (folder: string, rules: FeedRules): Promise<string> => {
  const endings = new Set(Object.keys(rules).map(endingOf));
  const [ending = ".csv"] = endings.size === 1 ? endings : [];
  const path = join(folder, `stdin${ending}`);
  await pipeline(
    process.stdin,
    writing(path, () => createWriteStream(path)),
  );
  return path;
};
