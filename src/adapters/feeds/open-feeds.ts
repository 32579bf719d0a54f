import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  decidedValue,
  type FeedReading,
  openQuestions,
  type RuleInForce,
} from "../../domain/feed-reading.ts";
import type { OpenFeed } from "../../domain/ports/files.ts";
import { Problem } from "../../domain/problems.ts";
import type { InputFile } from "../../domain/run.ts";
import { maxRowBytes } from "../../sandbox/feed-rows.ts";
import { writing } from "../error-reasons.ts";
import { clearAtExit } from "../processes/at-exit.ts";
import { fingerprintOf } from "../project-files.ts";
import { copyFeed } from "./copy-feed.ts";
import { describeFeed } from "./describe-feed.ts";
import { chunksOf } from "./feed-files.ts";

export interface FeedToOpen extends InputFile {
  readonly said: RuleInForce | null;
}

/** Each may be unpacked by a process of its own, with up to a gigabyte of memory. */
const sideBySide = 2;

/** Feeds that this process has opened, by what they are and how they are to be read. */
const opened = new Map<string, Promise<OpenFeed>>();

/**
 * Feeds as a genome reads them: each is a file of plain CSV. One that is that already is read where
 * it stands; of any other a copy is written, once for as long as this process lives.
 */
export const openFeeds = async (feeds: readonly FeedToOpen[]): Promise<readonly OpenFeed[]> => {
  const open: OpenFeed[] = [];
  for (let at = 0; at < feeds.length; at += sideBySide) {
    const opening = feeds.slice(at, at + sideBySide).map(openOnce);
    // All of them come to an end first, so that the first fault is the same one each time.
    await Promise.allSettled(opening);
    open.push(...(await Promise.all(opening)));
  }
  return open;
};

const openOnce = (feed: FeedToOpen): Promise<OpenFeed> => {
  const key = JSON.stringify([feed.name, fingerprintOf([feed.path]), feed.said]);
  const known = opened.get(key);
  if (known) return known;
  const opening = openFeed(feed);
  opened.set(key, opening);
  opening.catch(() => opened.delete(key));
  return opening;
};

const openFeed = async ({ name, path, said }: FeedToOpen): Promise<OpenFeed> => {
  const reading = await describeFeed(path, said);
  refuseOpenQuestions({ name, path, said }, reading);
  if (isPlain(reading)) {
    refuseLongLines(path);
    return { name, path, source: path, reading, copied: null };
  }
  const copy = join(copiesFolder(), `${++copiesMade}.csv`);
  return { name, path: copy, source: path, reading, copied: await copyFeed(path, reading, copy) };
};

/** Numbers are handed on as they stand, so a mark that may be either stops nothing. */
const refuseOpenQuestions = ({ name, path, said }: FeedToOpen, reading: FeedReading): void => {
  const question = openQuestions(reading).find(({ key }) => key !== "decimal");
  if (question)
    throw Problem.of("two-readings", { path, name, rule: said?.from ?? null, ...question });
};

const isPlain = ({ format, gzip, encoding, delimiter, quote, header }: FeedReading): boolean =>
  (format.value === "csv" || format.value === "tsv") &&
  !gzip &&
  decidedValue(encoding) === "utf-8" &&
  decidedValue(delimiter) === "," &&
  decidedValue(quote) === '"' &&
  decidedValue(header) === 1;

const refuseLongLines = (path: string): void => {
  let line = 1;
  let sinceNewline = 0;
  for (const chunk of chunksOf(path)) {
    for (let at = 0; at < chunk.length; ) {
      const newline = chunk.indexOf(0x0a, at);
      sinceNewline += (newline === -1 ? chunk.length : newline) - at;
      if (sinceNewline > maxRowBytes) throw tooLong(path, line);
      if (newline === -1) break;
      at = newline + 1;
      line++;
      sinceNewline = 0;
    }
  }
};

const tooLong = (path: string, line: number): Problem =>
  Problem.of("bad-input", {
    path,
    finding: `has a line of more than ${maxRowBytes} bytes (line ${line})`,
    hint: "a real row is shorter: look for a lost line break, or take that row out",
  });

let copies: string | undefined;
let copiesMade = 0;

const copiesFolder = (): string => {
  if (copies !== undefined) return copies;
  const folder = join(tmpdir(), "cleanloop-");
  const made = writing(folder, () => mkdtempSync(folder));
  clearAtExit(() => rmSync(made, { recursive: true, force: true }));
  copies = made;
  return made;
};
