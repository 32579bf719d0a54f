import { closeSync, constants, fstatSync, openSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { CsvError, parse } from "csv-parse/sync";
import { Unreadable } from "../domain/unreadable.ts";
import { type EncodingFault, EncodingGuard } from "./encoding.ts";
import { RowEnds } from "./row-ends.ts";
import { Window } from "./window.ts";

/**
 * Rows, in batches, of a table that must be well formed: a plain file, UTF-8, lines ended by LF or
 * CRLF, every quote closed, every row as wide as the first. Memory stays bounded whatever the file
 * holds; the first fault throws `Unreadable`, and so does a file beyond `maxBytes`.
 */
export async function* strictRows(path: string, maxBytes: number): AsyncGenerator<string[][]> {
  let width: number | undefined;
  let seen = 0;
  let sincePause = 0;
  for (const block of blocks(path, maxBytes)) {
    const rows = parsed(block);
    sincePause += block.bytes.length;
    if (sincePause > bytesBetweenPauses) {
      await setImmediate(); // reading is synchronous, and a signal must still be heard
      sincePause = 0;
    }
    width ??= rows[0]?.length;
    const ragged = rows.findIndex((row) => row.length !== width);
    if (ragged !== -1)
      throw new Unreadable(
        `has ${width} columns, but ${rows[ragged]?.length} cells in row ${seen + ragged}`,
      );
    seen += rows.length;
    if (rows.length > 0) yield rows;
  }
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
  const window = new Window();
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

/** Without O_NONBLOCK, opening a named pipe would wait for ever. */
const opened = (path: string): number => {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  if (fstatSync(file).isFile()) return file;
  closeSync(file);
  throw new Unreadable("is no plain file");
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
    return parse(bytes, {
      bom: line === 1,
      record_delimiter: ["\r\n", "\n"],
      relax_column_count: true,
      skip_empty_lines: true,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const at = typeof error.lines === "number" ? error.lines + line - 1 : line;
    throw new Unreadable(`has a misplaced quote in line ${at}`);
  }
};
