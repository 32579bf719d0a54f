import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { csvLine } from "../../src/cells/csv-line.ts";
import { lenientRows } from "../../src/sandbox/feed-rows.ts";
import { financeFeedNames, layOutFinance, shipped } from "../support/finance.ts";

/**
 * The finance project with its rows repeated under ever new customers, until all feeds together
 * have the wanted number of rows; the gold grows with them, so that every row counts.
 */
export const writeLargeArena = (root: string, rows: number): void => {
  layOutFinance(root);
  const arena = JSON.parse(readFileSync(shipped("data/arena.json"), "utf8"));
  arena.limits = { timeoutSeconds: 3600, memoryMb: 512, outputMb: 4096 };
  writeFileSync(join(root, "data/arena.json"), JSON.stringify(arena));

  const feeds = financeFeedNames.map((name) => `data/input/${name}`);
  const size = feeds.reduce((sum, feed) => sum + [...lenientRows(shipped(feed))].length - 1, 0);
  const copies = Math.ceil(rows / size);
  for (const feed of feeds) repeat(root, feed, "customer", copies);
  repeat(root, "data/gold/expected.csv", "entity", copies);
};

const repeat = (root: string, table: string, nameColumn: string, copies: number): void => {
  const [header = [], ...rows] = lenientRows(shipped(table));
  const at = header.indexOf(nameColumn);
  const file = openSync(join(root, table), "w");
  writeSync(file, csvLine(header));
  for (let copy = 0; copy < copies; copy++)
    writeSync(file, rows.map((row) => csvLine(renamed(row, at, copy))).join(""));
  closeSync(file);
};

const renamed = (row: readonly string[], at: number, copy: number): string[] =>
  row.map((cell, column) =>
    column === at && cell.trim() !== "" ? `${cell.trim()} ${copy}` : cell,
  );
