import { join } from "node:path";
import { seededRandom } from "../cells/seeded-random.ts";
import { lenientRows } from "../csv/lenient.ts";
import type { InputFile } from "../domain/run.ts";
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
    writeScratch(shuffled, [header, ...rows].map(lineOf));
    return { name, path: shuffled };
  });
};

/** Always quoted, so that no cell can be read as anything else, nor an empty one as no row. */
const lineOf = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")}\n`;
