import { closeSync, openSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { csvLine } from "../cells/csv-line.ts";
import type { TableSpec } from "./job.ts";

const flushAt = 65_536;

/** The run's tables: written under a provisional name, published together at the end. */
export class TableFiles {
  readonly #tables: { path: string; descriptor: number; pending: string }[];

  constructor(folder: string, tables: readonly TableSpec[]) {
    this.#tables = tables.map(({ file, columns }) => {
      const path = join(folder, file);
      return { path, descriptor: openSync(`${path}.part`, "wx"), pending: csvLine(columns) };
    });
  }

  write(table: number, line: string): void {
    const target = this.#tables[table];
    if (!target) return;
    target.pending += line;
    if (target.pending.length >= flushAt) flush(target);
  }

  publish(): void {
    for (const table of this.#tables) {
      flush(table);
      closeSync(table.descriptor);
    }
    for (const { path } of this.#tables) renameSync(`${path}.part`, path);
  }
}

const flush = (table: { descriptor: number; pending: string }): void => {
  const bytes = Buffer.from(table.pending);
  for (let at = 0; at < bytes.length; ) at += writeSync(table.descriptor, bytes, at);
  table.pending = "";
};
