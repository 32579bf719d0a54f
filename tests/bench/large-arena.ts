import {
  closeSync,
  cpSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { listFeeds } from "../../src/adapters/feeds.ts";
import { csvLine } from "../../src/cells/csv-line.ts";
import { lenientRows } from "../../src/csv/lenient.ts";

/**
 * The finance project with its rows repeated under ever new customers, until all feeds together
 * have the wanted number of rows; the gold grows with them, so that every row counts.
 */
export const writeLargeArena = (from: string, to: string, rows: number): void => {
  cpSync(join(from, "genome"), join(to, "genome"), { recursive: true });
  for (const folder of ["data/input", "data/gold", ".output"])
    mkdirSync(join(to, folder), { recursive: true });
  const arena = JSON.parse(readFileSync(join(from, "data/arena.json"), "utf8"));
  arena.limits = { timeoutSeconds: 3600, memoryMb: 512, outputMb: 4096 };
  writeFileSync(join(to, "data/arena.json"), JSON.stringify(arena));

  const feeds = listFeeds(join(from, "data/input"));
  const size = feeds.reduce((sum, feed) => sum + [...lenientRows(feed.path)].length - 1, 0);
  const copies = Math.ceil(rows / size);
  for (const { name, path } of feeds)
    repeat(path, join(to, "data/input", name), "customer", copies);
  repeat(
    join(from, "data/gold/expected.csv"),
    join(to, "data/gold/expected.csv"),
    "entity",
    copies,
  );
};

const repeat = (from: string, to: string, nameColumn: string, copies: number): void => {
  const [header = [], ...rows] = lenientRows(from);
  const at = header.indexOf(nameColumn);
  const file = openSync(to, "w");
  writeSync(file, csvLine(header));
  for (let copy = 0; copy < copies; copy++)
    writeSync(file, rows.map((row) => csvLine(renamed(row, at, copy))).join(""));
  closeSync(file);
};

const renamed = (row: readonly string[], at: number, copy: number): string[] =>
  row.map((cell, column) =>
    column === at && cell.trim() !== "" ? `${cell.trim()} ${copy}` : cell,
  );
