import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { lineOfFault, strictRowsOf } from "../cells/csv-rows.ts";
import type { CellBatch } from "../domain/cell-batch.ts";
import { Unreadable } from "../domain/unreadable.ts";
import { CellSplitter } from "./cell-splitter.ts";
import { type EncodingFault, EncodingGuard } from "./encoding.ts";
import { RowEnds } from "./row-ends.ts";

/**
 * The cells, in batches, of a table that must be well formed: a plain file, UTF-8, lines ended by LF
 * or CRLF, every quote closed, every row as wide as the first. Memory stays bounded whatever the file
 * holds; the first fault throws `Unreadable`, and so does a file beyond `maxBytes`. A batch lasts
 * until the next one is asked for.
 */
export async function* strictCells(path: string, maxBytes: number): AsyncGenerator<CellBatch> {
  const splitter = new CellSplitter();
  let sincePause = 0;
  for (const block of blocks(path, maxBytes)) {
    sincePause += block.bytes.length;
    if (sincePause > bytesBetweenPauses) {
      await setImmediate(); // reading is synchronous, and a signal must still be heard
      sincePause = 0;
    }
    const isFirst = block.line === 1;
    const batch = splitter.split(block.bytes, { isFirst }) ?? splitter.ofRows(parsed(block));
    if (batch.rows > 0) yield batch;
  }
}

/** The rows of such a table as texts. */
export async function* strictRows(path: string, maxBytes: number): AsyncGenerator<string[][]> {
  for await (const batch of strictCells(path, maxBytes))
    yield Array.from({ length: batch.rows }, (_, row) => batch.texts(row));
}

const bytesBetweenPauses = 1_048_576;

/** Whole rows, in memory that the next block overwrites, and the line on which they begin. */
interface Block {
  readonly bytes: Buffer;
  readonly line: number;
}

function* blocks(path: string, maxBytes: number): Generator<Block> {
  const file = readable(() => opened(path));
  try {
    yield* blocksOf(file, maxBytes);
  } finally {
    closeSync(file);
  }
}

function* blocksOf(file: number, maxBytes: number): Generator<Block> {
  const window = new ReadingWindow();
  const encoding = new EncodingGuard();
  const ends = new RowEnds();
  for (;;) {
    const line = ends.rowLine;
    const chunk = readable(() => window.fill(file));
    if (chunk.length === 0) break;
    refuse(encoding.take(chunk));
    ends.take(chunk);
    if (ends.at > maxBytes) throw new Unreadable(`is larger than ${maxBytes} bytes`);
    const whole = window.length - (ends.at - ends.rowStart);
    if (whole === 0) continue;
    yield { bytes: window.first(whole), line };
    window.drop(whole);
  }
  refuse(encoding.end());
  ends.end();
  if (window.length > 0) yield { bytes: window.first(window.length), line: ends.rowLine };
}

/** Without O_NONBLOCK, opening a named pipe would wait forever. */
const opened = (path: string): number => {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  if (fstatSync(file).isFile()) return file;
  closeSync(file);
  throw new Unreadable("is not a plain file");
};

const readable = <T>(read: () => T): T => {
  try {
    return read();
  } catch (error) {
    throw error instanceof Unreadable ? error : refusal(error);
  }
};

const refusal = (error: unknown): unknown => {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case undefined:
      return error;
    case "ENOENT":
      return new Unreadable("does not exist");
    case "EACCES":
    case "EPERM":
      return new Unreadable("may not be read by this user");
    default:
      return new Unreadable(`cannot be read (${code})`);
  }
};

const faultWords: Record<EncodingFault, string> = {
  "utf-16": "is UTF-16, not UTF-8",
  "nul-bytes": "holds NUL bytes",
  "not-utf-8": "is not UTF-8",
};

const refuse = (fault: EncodingFault | undefined): void => {
  if (fault) throw new Unreadable(faultWords[fault]);
};

const parsed = ({ bytes, line }: Block): string[][] => {
  try {
    return strictRowsOf(bytes, { bom: line === 1 });
  } catch (error) {
    const at = lineOfFault(error);
    if (at === null) throw error;
    throw new Unreadable(`has a misplaced quote in line ${at + line - 1}`);
  }
};

const chunkBytes = 65_536;

/** The part of a file that is held in memory: one buffer, used again and again. */
class ReadingWindow {
  length = 0;
  #bytes = Buffer.allocUnsafe(2 * chunkBytes);

  /** Reads on; gives the new bytes, none at the file's end. */
  fill(file: number): Buffer {
    if (this.#bytes.length - this.length < chunkBytes) this.#grow();
    const bytesRead = readSync(file, this.#bytes, this.length, chunkBytes, null);
    this.length += bytesRead;
    return this.#bytes.subarray(this.length - bytesRead, this.length);
  }

  /** The first bytes, in memory that the next `drop` or `fill` overwrites. */
  first(length: number): Buffer {
    return this.#bytes.subarray(0, length);
  }

  drop(length: number): void {
    this.#bytes.copyWithin(0, length, this.length);
    this.length -= length;
  }

  #grow(): void {
    const larger = Buffer.allocUnsafe(2 * this.#bytes.length);
    this.#bytes.copy(larger, 0, 0, this.length);
    this.#bytes = larger;
  }
}
