import { closeSync, openSync, readSync } from "node:fs";
import { lenientRowsOf } from "../cells/csv-rows.ts";

/** A row larger than this is not a row: a quote was never closed, or the file is not CSV. */
export const maxRowBytes = 1_048_576;

export class RowTooLarge extends Error {
  readonly line: number;
  constructor(line: number) {
    super(`line ${line} holds more than ${maxRowBytes} bytes without a row's end`);
    this.line = line;
  }
}

const chunkBytes = 262_144;
const quote = 0x22;
const newline = 0x0a;
const bom = "\ufeff";

/**
 * Rows of an input file as they stand, in constant memory: a BOM, CRLF, stray quotes, ragged and
 * blank rows never throw.
 */
export function* lenientRows(path: string): Generator<string[]> {
  for (const lines of wholeLines(path)) yield* lenientRowsOf(lines);
}

/** The same rows as text that is not read yet, in pieces that end at a row's end. */
export function* wholeLines(path: string): Generator<string> {
  let isFirst = true;
  for (const block of blocks(path)) {
    yield isFirst && block.startsWith(bom) ? block.slice(1) : block;
    isFirst = false;
  }
}

/** A file's bytes, piece by piece. Synchronous: a stream costs more to start than most feeds to read. */
export function* fileChunks(path: string): Generator<Buffer> {
  const file = openSync(path, "r");
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafe(chunkBytes);
      const size = readSync(file, chunk);
      if (size === 0) return;
      yield chunk.subarray(0, size);
    }
  } finally {
    closeSync(file);
  }
}

/** The file in pieces that end at a line's end outside quotes, as far as quotes can be trusted. */
function* blocks(path: string): Generator<string> {
  let pending: Buffer = Buffer.alloc(0);
  let scan: Scan = { at: 0, quoted: false, balanced: 0 };
  let lines = 0;
  for (const chunk of fileChunks(path)) {
    pending = Buffer.concat([pending, chunk]);
    if (pending.length < chunkBytes) continue; // a small file is one piece, so no cut can err
    scan = scanned(pending, scan);
    const cut = scan.balanced || overfull(pending);
    if (cut === undefined) throw new RowTooLarge(lines + 1);
    if (cut === 0) continue;
    const block = pending.toString("utf8", 0, cut);
    lines += block.split("\n").length - 1;
    yield block;
    pending = pending.subarray(cut);
    scan = scan.balanced
      ? { at: scan.at - cut, quoted: scan.quoted, balanced: 0 }
      : { at: 0, quoted: false, balanced: 0 };
  }
  if (pending.length > 0) yield pending.toString("utf8");
}

interface Scan {
  readonly at: number;
  readonly quoted: boolean;
  /** Where the last line outside quotes ends; 0 when none has ended yet. */
  readonly balanced: number;
}

const scanned = (bytes: Buffer, { at, quoted, balanced }: Scan): Scan => {
  let inside = quoted;
  let end = balanced;
  for (let i = at; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === quote) inside = !inside;
    else if (byte === newline && !inside) end = i + 1;
  }
  return { at: bytes.length, quoted: inside, balanced: end };
};

/** Where to cut when a quote seems to stay open forever: 0 for not yet, undefined for nowhere. */
const overfull = (pending: Buffer): number | undefined =>
  pending.length <= maxRowBytes ? 0 : pending.lastIndexOf(newline) + 1 || undefined;
