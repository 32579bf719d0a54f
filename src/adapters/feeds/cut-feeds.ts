import { join } from "node:path";
import { quotedCsvLine } from "../../cells/csv-line.ts";
import { seededRandom } from "../../cells/seeded-random.ts";
import type { InputFile } from "../../domain/run.ts";
import { lenientRows } from "../../sandbox/feed-rows.ts";
import { writeScratch } from "../files.ts";

/**
 * Cuts the rows of all feeds, one feed after the other, into consecutive lots. Where they are cut is
 * left to chance: rows that belong together must not be safe because they stand where no cut falls.
 */
export const cutFeeds = (
  feeds: readonly InputFile[],
  most: number,
  seed: number,
  folder: string,
): InputFile[][] => {
  const counts = feeds.map(({ path }) => rowsBelowHeader(path));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const cuts = placesToCut(total, most, seed);
  const lots: InputFile[][] = cuts.map(() => []).concat([[]]);
  let seen = 0;
  let lot = 0;
  for (const [at, { name, path }] of feeds.entries()) {
    const rows: Iterator<string[], unknown> = lenientRows(path);
    const header = nextOf(rows);
    const end = seen + (counts[at] ?? 0);
    while (lot < cuts.length && (cuts[lot] ?? 0) <= seen) lot++;
    for (;;) {
      const next = Math.min(end, cuts[lot] ?? end);
      const part = join(folder, `part-${lot}-${at}.csv`);
      writeScratch(part, linesOf(header, rows, next - seen));
      lots[lot]?.push({ name, path: part });
      seen = next;
      if (seen === end) break;
      lot++;
    }
    rows.return?.();
  }
  return lots.filter((inputs) => inputs.length > 0);
};

/** Numbers of rows before each cut, in rising order; each lot has at least one row. */
const placesToCut = (total: number, most: number, seed: number): number[] => {
  const random = seededRandom(seed);
  const lots = Math.min(most, total);
  const places = new Set<number>();
  while (places.size < lots - 1) places.add(1 + Math.floor(random() * (total - 1)));
  return [...places].sort((a, b) => a - b);
};

const rowsBelowHeader = (path: string): number => {
  let rows = 0;
  for (const _row of lenientRows(path)) rows++;
  return Math.max(0, rows - 1);
};

function* linesOf(
  header: string[],
  rows: Iterator<string[], unknown>,
  count: number,
): Generator<string> {
  yield quotedCsvLine(header);
  for (let left = count; left > 0; left--) yield quotedCsvLine(nextOf(rows));
}

const nextOf = (rows: Iterator<string[], unknown>): string[] => {
  const next = rows.next();
  return next.done ? [] : next.value;
};
