import { statSync } from "node:fs";
import { join } from "node:path";
import { quotedCsvLine } from "../../cells/csv-line.ts";
import { LineAccount } from "../../cells/line-account.ts";
import { seededRandom } from "../../cells/seeded-random.ts";
import type { FeedCount } from "../../domain/feed-reading.ts";
import type { FilePart, OpenFeed } from "../../domain/ports/files.ts";
import type { InputFile } from "../../domain/run.ts";
import { lenientRows } from "../../sandbox/feed-rows.ts";
import { writeScratch } from "../files.ts";
import { chunksOf } from "./feed-files.ts";

export const feedRows = ({ path }: InputFile): Iterable<string[]> => lenientRows(path);

/** Data rows that say something. */
export const countFilled = ({ path }: InputFile): number => {
  let rows = -1;
  for (const row of lenientRows(path))
    if (rows === -1 || row.some((cell) => cell.trim() !== "")) rows++;
  return Math.max(0, rows);
};

/** What was counted as a feed was copied; one that is read where it stands is counted now. */
export const countFeed = ({ path, copied }: OpenFeed): FeedCount => {
  if (copied !== null) return copied;
  const account = new LineAccount();
  let rows = 0;
  for (const chunk of chunksOf(path)) account.takeText(chunk.toString("latin1"));
  for (const row of lenientRows(path)) {
    account.takeRow(row);
    rows++;
  }
  return { rows: Math.max(0, rows - 1), refusedRows: 0, refused: [], account: account.text(1) };
};

/** Feeds whose cells are the same and whose rows stand in another order, headers first. */
export const shuffledFeeds = (
  feeds: readonly InputFile[],
  seed: number,
  folder: string,
): InputFile[] => {
  const random = seededRandom(seed);
  return feeds.map(({ name, path }, at) => {
    const [header = [], ...rows] = lenientRows(path);
    for (let last = rows.length - 1; last > 0; last--) {
      const other = Math.floor(random() * (last + 1));
      const row = rows[last] ?? [];
      rows[last] = rows[other] ?? [];
      rows[other] = row;
    }
    const shuffled = join(folder, `shuffled-${at}.csv`);
    // Quoted, so that no cell can be read as anything else, nor an empty one as no row.
    writeScratch(shuffled, [header, ...rows].map(quotedCsvLine));
    return { name, path: shuffled };
  });
};

export const feedsWithout = (
  feeds: readonly InputFile[],
  rows: ReadonlyMap<string, ReadonlySet<number>>,
  folder: string,
): InputFile[] =>
  feeds.map(({ name, path }, at) => {
    const left = rows.get(name);
    if (!left) return { name, path };
    const copy = join(folder, `without-${at}.csv`);
    writeScratch(copy, linesWithout(path, left));
    return { name, path: copy };
  });

function* linesWithout(path: string, left: ReadonlySet<number>): Generator<string> {
  let at = 0; // the header's
  for (const row of lenientRows(path)) if (!left.has(at++)) yield quotedCsvLine(row);
}

const dataRows = ({ path }: InputFile): number => {
  let rows = -1;
  for (const _ of lenientRows(path)) rows++;
  return Math.max(0, rows);
};

/** Neighbouring rows of a feed, counted from 0, below its header, line by line. */
function* linesOfPart(path: string, from: number, to: number): Generator<string> {
  let at = -1;
  for (const row of lenientRows(path)) {
    if (at >= to) return;
    if (at === -1 || at >= from) yield quotedCsvLine(row);
    at++;
  }
}

export const partOfFeed = (
  feed: InputFile,
  index: number,
  count: number,
  folder: string,
): FilePart => {
  const rows = dataRows(feed);
  const path = join(folder, "part.csv");
  const [from, to] = [index - 1, index].map((cut) => Math.floor((rows * cut) / count));
  writeScratch(path, linesOfPart(feed.path, from ?? 0, to ?? 0));
  return { path, bytes: statSync(path).size };
};
