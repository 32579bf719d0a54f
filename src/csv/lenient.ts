import { createReadStream } from "node:fs";
import { parse } from "csv-parse/sync";

/** A row larger than this is not a row: a quote was never closed, or the file is no CSV. */
export const maxRowBytes = 1_048_576;

const quote = 0x22;
const newline = 0x0a;

/**
 * Rows of an input file as they stand: a BOM, CRLF, stray quotes, ragged and blank rows never
 * throw. Where a quote breaks the format, that line alone is read as plain text.
 */
export async function* lenientRows(path: string): AsyncGenerator<string[]> {
  for await (const block of blocks(path)) yield* parsedRows(block) ?? rowsLineByLine(block);
}

/** The file in pieces that end at a line's end outside quotes, as far as quotes can be trusted. */
async function* blocks(path: string): AsyncGenerator<Buffer> {
  let pending: Buffer = Buffer.alloc(0);
  let scanned = 0;
  let quoted = false;
  let balanced = 0;
  let line = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 262_144 })) {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (; scanned < pending.length; scanned++) {
      const byte = pending[scanned];
      if (byte === quote) quoted = !quoted;
      else if (byte === newline) {
        line++;
        if (!quoted) balanced = scanned + 1;
      }
    }
    let cut = balanced;
    if (cut === 0 && pending.length > maxRowBytes) {
      cut = pending.lastIndexOf(newline) + 1;
      if (cut === 0) throw new RowTooLarge(line + 1);
    }
    if (cut === 0) continue;
    yield pending.subarray(0, cut);
    pending = pending.subarray(cut);
    if (balanced === 0) {
      scanned = 0;
      quoted = false;
    } else scanned -= cut;
    balanced = 0;
  }
  if (pending.length > 0) yield pending;
}

const bom = Buffer.from("\ufeff");

const parsedRows = (block: Buffer | string, relaxed = false): string[][] | undefined => {
  try {
    return parse(block, {
      bom: true,
      relax_column_count: true,
      relax_quotes: relaxed,
      skip_empty_lines: true,
    });
  } catch {
    return undefined;
  }
};

function* rowsLineByLine(block: Buffer): Generator<string[]> {
  const lines = linesOf(block);
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? "";
    const span = line.includes('"') ? recordSpan(lines, at) : undefined;
    yield* span?.rows ?? plainRow(line);
    at += span?.lines ?? 1;
  }
}

/** How many of the next lines form one well-quoted record. Few ends are tried: real cells are short. */
const recordSpan = (lines: readonly string[], at: number): { lines: number; rows: string[][] } | undefined => {
  let text = "";
  let attempts = 0;
  for (let end = at; end < lines.length && attempts < 3 && text.length < 65_536; end++) {
    text += lines[end];
    if ((text.split('"').length - 1) % 2 === 1) continue;
    attempts++;
    const rows = parsedRows(text);
    if (rows && rows.length <= 1) return { lines: end - at + 1, rows };
  }
  return undefined;
};

const plainRow = (line: string): string[][] => {
  const text = line.replace(/\r?\n$/, "");
  if (text === "") return [];
  return (text.includes('"') ? parsedRows(text, true) : undefined) ?? [text.split(",")];
};

const linesOf = (block: Buffer): string[] => {
  const text = (block.subarray(0, 3).equals(bom) ? block.subarray(3) : block).toString("utf8");
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
};

export class RowTooLarge extends Error {
  readonly line: number;
  constructor(line: number) {
    super(`line ${line} holds more than ${maxRowBytes} bytes without a row's end`);
    this.line = line;
  }
}
