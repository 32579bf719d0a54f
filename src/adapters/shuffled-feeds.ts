import { join } from "node:path";
import { quotedCsvLine } from "../cells/csv-line.ts";
import { seededRandom } from "../cells/seeded-random.ts";

import type { InputFile } from "../domain/run.ts";
import { lenientRows } from "../sandbox/feed-rows.ts";
import { writeScratch } from "./files.ts";

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
