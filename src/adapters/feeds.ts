import { createHash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { quotedCsvLine } from "../cells/csv-line.ts";
import { seededRandom } from "../cells/seeded-random.ts";
import { type Sha, sha256OfParts } from "../domain/digest.ts";
import { Problem } from "../domain/problems.ts";
import type { InputFile } from "../domain/run.ts";
import { fileChunks, lenientRows, maxRowBytes } from "../sandbox/feed-rows.ts";
import { type EncodingFault, EncodingGuard } from "./encoding.ts";
import { reasonOf, writeScratch } from "./files.ts";

/** The arena's feeds in name order: by code unit, so that no machine's locale reorders them. */
export const listFeeds = (folder: string): InputFile[] => {
  const feeds = namesIn(folder)
    .filter(
      (name) =>
        /^[^.].*\.csv$/i.test(name) &&
        statSync(join(folder, name), { throwIfNoEntry: false })?.isFile(),
    )
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => ({ name, path: join(folder, name) }));
  if (feeds.length === 0) throw Problem.of("no-inputs", { folder });
  return feeds;
};

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

const encodingWords: Record<EncodingFault, { finding: string; hint: string }> = {
  "utf-16": {
    finding: "is UTF-16; feeds are read as UTF-8",
    hint: "convert it: iconv -f UTF-16 -t UTF-8 OLD.csv > NEW.csv",
  },
  "nul-bytes": {
    finding: "holds NUL bytes, so it is not text",
    hint: "export the feed again as plain UTF-8 CSV",
  },
  "not-utf-8": {
    finding: "is not UTF-8 (often that means Latin-1 or Windows-1252)",
    hint: "convert it: iconv -f WINDOWS-1252 -t UTF-8 OLD.csv > NEW.csv",
  },
};

/** Stops before any run on a feed that no lenient reading can save from being misread. */
export const checkFeed = ({ path }: InputFile): void => {
  const encoding = new EncodingGuard();
  const fail = (fault: EncodingFault | undefined): void => {
    if (fault) throw Problem.of("bad-input", { path, ...encodingWords[fault] });
  };
  let line = 1;
  let sinceNewline = 0;
  for (const chunk of chunksOf(path)) {
    fail(encoding.take(chunk));
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
  fail(encoding.end());
};

function* chunksOf(path: string): Generator<Buffer> {
  try {
    yield* fileChunks(path);
  } catch (error) {
    throw Problem.of("cannot-read", { path, reason: reasonOf(error) });
  }
}

const tooLong = (path: string, line: number): Problem =>
  Problem.of("bad-input", {
    path,
    finding: `has a line of more than ${maxRowBytes} bytes (line ${line})`,
    hint: "a real row is shorter: look for a lost line break, or take that row out",
  });

export const feedRows = ({ path }: InputFile): Iterable<string[]> => lenientRows(path);

/** Data rows that say something. */
export const countFilled = ({ path }: InputFile): number => {
  let rows = -1;
  for (const row of lenientRows(path))
    if (rows === -1 || row.some((cell) => cell.trim() !== "")) rows++;
  return Math.max(0, rows);
};

/** Data rows, without the header. */
export const countRows = ({ path }: InputFile): number => {
  let rows = 0;
  for (const _row of lenientRows(path)) rows++;
  return Math.max(0, rows - 1);
};

/** Of every feed's name and bytes, a few of them at a time. */
export const digestOfFeeds = (feeds: readonly InputFile[]): Sha =>
  sha256OfParts(feeds.map(({ name, path }) => [name, digestOfFile(path)]));

const digestOfFile = (path: string): string => {
  const hash = createHash("sha256");
  for (const chunk of chunksOf(path)) hash.update(chunk);
  return hash.digest("hex");
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
