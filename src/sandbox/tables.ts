import { closeSync, openSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { csvLine } from "../cells/csv-line.ts";
import type { TableSpec } from "./job.ts";

/** The run's tables: written under a provisional name, published together at the end. */
export class TableFiles {
  readonly #tables: readonly { path: string; descriptor: number }[];

  constructor(folder: string, tables: readonly TableSpec[]) {
    this.#tables = tables.map(({ file, columns }) => {
      const path = join(folder, file);
      const descriptor = openSync(`${path}.part`, "wx");
      writeAll(descriptor, csvLine(columns));
      return { path, descriptor };
    });
  }

  write(table: number, lines: string): void {
    const target = this.#tables[table];
    if (target) writeAll(target.descriptor, lines);
  }

  publish(): void {
    for (const { descriptor } of this.#tables) closeSync(descriptor);
    for (const { path } of this.#tables) renameSync(`${path}.part`, path);
  }
}

const writeAll = (descriptor: number, text: string): void => {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
};
