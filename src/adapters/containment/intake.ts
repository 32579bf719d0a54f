import { randomBytes } from "node:crypto";
import { closeSync, fsync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Table, TableName } from "../../domain/arena.ts";
import { Problem } from "../../domain/problems.ts";
import type { RunTables } from "../../domain/run.ts";
import type { Intake } from "../../policy/classify.ts";
import { reasonOf, writing } from "../files.ts";
import { BadTable } from "./bad-table.ts";
import { openPlain, type PlainSource } from "./plain-source.ts";
import { TableCheck } from "./table-check.ts";

export interface Taken {
  readonly intake: Intake;
  readonly tables: RunTables;
}

interface Copy {
  readonly name: TableName;
  readonly provisional: string;
  readonly final: string;
}

/**
 * Takes the declared tables out of a folder that a hostile program has filled. They are copied by
 * us and get their names together, or none does.
 */
export const takeTables = async (
  folder: string,
  tables: readonly Table[],
  outputFolder: string,
  mostBytes: number,
): Promise<Taken> => {
  const copies: Copy[] = [];
  let room = mostBytes;
  try {
    for (const table of tables) {
      const final = join(outputFolder, table.file);
      const provisional = join(outputFolder, `.${table.file}.${randomBytes(6).toString("hex")}`);
      copies.push({ name: table.name, provisional, final });
      room -= await copyTable(folder, table, provisional, room);
    }
    for (const { provisional, final } of copies)
      writing(final, () => renameSync(provisional, final));
    const taken = copies.map(({ name, final }) => [name, final] as const);
    return { intake: { taken: true }, tables: new Map(taken) };
  } catch (error) {
    for (const { provisional } of copies) rmSync(provisional, { force: true });
    if (!(error instanceof BadTable)) throw error;
    const { message: fault, forbidden } = error;
    return { intake: { taken: false, fault, forbidden }, tables: new Map() };
  }
};

const copyTable = async (
  folder: string,
  table: Table,
  to: string,
  room: number,
): Promise<number> => {
  const source = openPlain(folder, table.file);
  try {
    if (source.size > room) throw new BadTable(table.file, "is larger than the output may be");
    const check = new TableCheck(table);
    await writeCopy(to, source, check);
    const fault = check.fault();
    if (fault !== null) throw new BadTable(table.file, fault);
    return source.size;
  } finally {
    source.close();
  }
};

const writeCopy = async (to: string, source: PlainSource, check: TableCheck): Promise<void> => {
  const copy = writing(to, () => openSync(to, "wx"));
  try {
    for (const chunk of source.chunks()) {
      check.take(chunk);
      writing(to, () => writeAll(copy, chunk));
    }
    await promisify(fsync)(copy).catch((error) => {
      throw Problem.of("cannot-write", { path: to, reason: reasonOf(error) });
    });
  } finally {
    closeSync(copy);
  }
};

const writeAll = (descriptor: number, chunk: Buffer): void => {
  for (let at = 0; at < chunk.length; ) at += writeSync(descriptor, chunk, at);
};
