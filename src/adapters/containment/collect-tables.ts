import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { csvLine } from "../../cells/csv-line.ts";
import type { Table, TableName } from "../../domain/arena.ts";
import type { RunTables } from "../../domain/run.ts";
import type { Intake } from "../../policy/classify.ts";
import { EncodingGuard } from "../encoding.ts";
import { reasonOf, writing } from "../error-reasons.ts";

interface Taken {
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
 * us and get their names together, or none does. Nothing of it is durable yet: most are only judged.
 */
export const takeTables = (
  folder: string,
  tables: readonly Table[],
  outputFolder: string,
  mostBytes: number,
): Taken => {
  const copies: Copy[] = [];
  let room = mostBytes;
  try {
    for (const table of tables) {
      const final = join(outputFolder, table.file);
      const provisional = join(outputFolder, `.${table.file}.${randomBytes(6).toString("hex")}`);
      copies.push({ name: table.name, provisional, final });
      room -= copyTable(folder, table, provisional, room);
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

const copyTable = (folder: string, table: Table, to: string, room: number): number => {
  const source = openTable(folder, table.file);
  try {
    if (source.size > room) throw new BadTable(table.file, "is larger than the output may be");
    const check = new TableCheck(table);
    writeCopy(to, source, check);
    const fault = check.fault();
    if (fault !== null) throw new BadTable(table.file, fault);
    return source.size;
  } finally {
    source.close();
  }
};

const writeCopy = (to: string, source: TableFile, check: TableCheck): void => {
  const copy = writing(to, () => openSync(to, "wx"));
  try {
    for (const chunk of source.chunks()) {
      check.take(chunk);
      writing(to, () => writeAll(copy, chunk));
    }
  } finally {
    closeSync(copy);
  }
};

const writeAll = (descriptor: number, chunk: Buffer): void => {
  for (let at = 0; at < chunk.length; ) at += writeSync(descriptor, chunk, at);
};

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
const chunkBytes = 262_144;

/** A plain file in a folder that a hostile program has filled. */
export interface TableFile {
  readonly size: number;
  chunks(): Iterable<Buffer>;
  close(): void;
}

/** Links are not followed, and nothing that is opened can make us wait. */
export const openTable = (folder: string, file: string): TableFile => {
  const descriptor = openAny(folder, file);
  const facts = fstatSync(descriptor);
  const isPlain = facts.isFile() && facts.nlink === 1;
  if (!isPlain) {
    closeSync(descriptor);
    const finding = facts.isFile() ? "has a second name elsewhere" : "is not a plain file";
    throw new BadTable(file, finding, !facts.isDirectory());
  }
  return {
    size: facts.size,
    chunks: () => chunksOf(descriptor, facts.size),
    close: () => closeSync(descriptor),
  };
};

const openAny = (folder: string, file: string): number => {
  const path = join(folder, file);
  try {
    return openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ELOOP") throw new BadTable(file, "is a symbolic link", true);
    if (code === "ENXIO") throw new BadTable(file, "is not a plain file", true);
    if (code !== "ENOENT") throw new BadTable(file, `cannot be opened: ${reasonOf(error)}`);
    throw new BadTable(file, existsSync(`${path}.part`) ? "was not finished" : "is missing");
  }
};

/** No further than the size that was seen, should anyone still be writing. */
function* chunksOf(descriptor: number, size: number): Generator<Buffer> {
  const buffer = Buffer.alloc(Math.min(chunkBytes, size));
  for (let at = 0; at < size; ) {
    const read = readSync(descriptor, buffer, 0, Math.min(buffer.length, size - at), at);
    if (read === 0) return;
    yield buffer.subarray(0, read);
    at += read;
  }
}

const lineFeed = 0x0a;

/** Says of a table, chunk by chunk, what shows that it is not the whole declared table. */
export class TableCheck {
  readonly #header: Buffer;
  readonly #encoding = new EncodingGuard();
  #begin: Buffer = Buffer.alloc(0);
  #last: number | undefined;
  #badEncoding = false;

  constructor({ columns }: Table) {
    this.#header = Buffer.from(csvLine(columns.map(({ name }) => name)));
  }

  take(chunk: Buffer): void {
    const missing = this.#header.length - this.#begin.length;
    if (missing > 0) this.#begin = Buffer.concat([this.#begin, chunk.subarray(0, missing)]);
    this.#badEncoding ||= this.#encoding.take(chunk) !== undefined;
    this.#last = chunk.at(-1) ?? this.#last;
  }

  /** The end of a sentence that begins with the file's name, or null. */
  fault(): string | null {
    if (this.#last === undefined) return "is empty";
    if (this.#badEncoding || this.#encoding.end()) return "is not UTF-8 text";
    if (!this.#begin.equals(this.#header))
      return `does not begin with its declared header ${this.#header.toString().trimEnd()}`;
    return this.#last === lineFeed ? null : "breaks off in the middle of a line";
  }
}

/** A table that is not as declared: the program's fault. */
export class BadTable extends Error {
  /** No honest program could have left such a thing. */
  readonly forbidden: boolean;

  constructor(file: string, finding: string, forbidden = false) {
    super(`${file} ${finding}`);
    this.forbidden = forbidden;
  }
}
