import { randomBytes } from "node:crypto";
import { constants, existsSync } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Table, TableName } from "../../domain/arena.ts";
import { Problem } from "../../domain/problems.ts";
import type { RunTables } from "../../domain/run.ts";
import type { Intake } from "../../policy/classify.ts";
import { reasonOf } from "../files.ts";
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

const chunkBytes = 262_144;

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
      await ours(final, () => rename(provisional, final));
    const taken = copies.map(({ name, final }) => [name, final] as const);
    return { intake: { taken: true }, tables: new Map(taken) };
  } catch (error) {
    for (const { provisional } of copies) await rm(provisional, { force: true });
    if (!(error instanceof BadTable)) throw error;
    const { message: fault, forbidden } = error;
    return { intake: { taken: false, fault, forbidden }, tables: new Map() };
  }
};

/** The program's fault; `forbidden` when no honest program could have left such a thing. */
class BadTable extends Error {
  readonly forbidden: boolean;

  constructor(file: string, finding: string, forbidden = false) {
    super(`${file} ${finding}`);
    this.forbidden = forbidden;
  }
}

const copyTable = async (
  folder: string,
  table: Table,
  to: string,
  room: number,
): Promise<number> => {
  const source = await openPlain(folder, table.file);
  try {
    const { size } = await source.stat();
    if (size > room) throw new BadTable(table.file, "is larger than the output may be");
    const check = new TableCheck(table);
    await writeCopy(to, source, size, check);
    const fault = check.fault();
    if (fault !== null) throw new BadTable(table.file, fault);
    return size;
  } finally {
    await source.close();
  }
};

/** Links are not followed, and nothing that is opened can make us wait. */
const openPlain = async (folder: string, file: string): Promise<FileHandle> => {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  let handle: FileHandle;
  try {
    handle = await open(join(folder, file), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    throw notOpened(folder, file, error);
  }
  const facts = await handle.stat();
  if (facts.isFile() && facts.nlink === 1) return handle;
  await handle.close();
  const kind = facts.isFile() ? "has a second name elsewhere" : "is no plain file";
  throw new BadTable(file, kind, !facts.isDirectory());
};

const notOpened = (folder: string, file: string, error: unknown): BadTable => {
  const code = error instanceof Error && "code" in error ? error.code : "";
  if (code === "ELOOP") return new BadTable(file, "is a symbolic link", true);
  if (code === "ENXIO") return new BadTable(file, "is no plain file", true);
  if (code !== "ENOENT") return new BadTable(file, `cannot be opened: ${reasonOf(error)}`);
  return new BadTable(
    file,
    existsSync(join(folder, `${file}.part`)) ? "was not finished" : "is missing",
  );
};

const writeCopy = async (
  to: string,
  source: FileHandle,
  size: number,
  check: TableCheck,
): Promise<void> => {
  const copy = await ours(to, () => open(to, "wx"));
  try {
    const buffer = Buffer.alloc(Math.min(chunkBytes, size));
    for (let at = 0; at < size; ) {
      const { bytesRead } = await source.read(buffer, 0, Math.min(buffer.length, size - at), at);
      if (bytesRead === 0) break;
      const chunk = buffer.subarray(0, bytesRead);
      check.take(chunk);
      await ours(to, () => copy.writeFile(chunk));
      at += bytesRead;
    }
    await ours(to, () => copy.sync());
  } finally {
    await copy.close();
  }
};

/** A write of our own: when the machine refuses it, the program is not to blame. */
const ours = async <T>(path: string, write: () => Promise<T>): Promise<T> => {
  try {
    return await write();
  } catch (error) {
    throw Problem.of("cannot-write", { path, reason: reasonOf(error) });
  }
};
