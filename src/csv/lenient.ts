import { parse } from "csv-parse/sync";
import { chunkBytes, fileChunks } from "./chunks.ts";

/** A row larger than this is not a row: a quote was never closed, or the file is no CSV. */
export const maxRowBytes = 1_048_576;

const quote = 0x22;
const newline = 0x0a;
const bom = "\ufeff";

/**
 * Rows of an input file as they stand: a BOM, CRLF, stray quotes, ragged and blank rows never
 * throw. Where a quote breaks the format, that line alone is read as plain text.
 */
export function* lenientRows(path: string): Generator<string[]> {
  let first = true;
  for (const block of blocks(path)) {
    yield* rowsOf(first && block.startsWith(bom) ? block.slice(1) : block);
    first = false;
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

/** Where to cut when a quote seems to stay open for ever: 0 for not yet, undefined for nowhere. */
const overfull = (pending: Buffer): number | undefined =>
  pending.length <= maxRowBytes ? 0 : pending.lastIndexOf(newline) + 1 || undefined;

/** Single lines are split here; only records that span lines go through the parser, all at once. */
function* rowsOf(block: string): Generator<string[]> {
  const records = recordsOf(block);
  const long = records.filter(({ spansLines }) => spansLines);
  const parsed = long.length === 0 ? [] : parsedRows(long.map(({ text }) => text).join(""));
  if (parsed?.length !== long.length) {
    yield* rowsLineByLine(linesOf(block));
    return;
  }
  let next = 0;
  for (const { text, spansLines } of records) {
    const row = spansLines ? parsed[next++] : rowOf(text);
    if (row) yield row;
  }
}

interface RecordText {
  readonly text: string;
  readonly spansLines: boolean;
}

/** Lines, joined where a quote is still open at a line's end. */
const recordsOf = (block: string): RecordText[] => {
  const records: RecordText[] = [];
  let open: string[] = [];
  for (const line of linesOf(block)) {
    open.push(line);
    if (hasOddQuotes(line) === open.length > 1) {
      records.push({ text: open.join(""), spansLines: open.length > 1 });
      open = [];
    }
  }
  return open.length === 0 ? records : [...records, { text: open.join(""), spansLines: true }];
};

function* rowsLineByLine(lines: readonly string[]): Generator<string[]> {
  for (let at = 0; at < lines.length; ) {
    const loose = rowOf(lines[at] ?? "");
    const span = loose?.some((cell) => cell.startsWith('"')) ? recordSpan(lines, at) : undefined;
    const row = span?.row ?? loose;
    if (row) yield row;
    at += span?.lines ?? 1;
  }
}

/** The next lines that form one well-quoted record. Few ends are tried: real cells are short. */
const recordSpan = (
  lines: readonly string[],
  at: number,
): { lines: number; row: string[] | undefined } | undefined => {
  let text = "";
  let attempts = 0;
  let open = false;
  for (let end = at; end < lines.length && attempts < 3 && text.length < 65_536; end++) {
    const line = lines[end] ?? "";
    text += line;
    if (hasOddQuotes(line)) open = !open;
    if (open) continue;
    attempts++;
    const rows = parsedRows(text);
    if (rows?.length === 1) return { lines: end - at + 1, row: rows[0] };
  }
  return undefined;
};

const parsedRows = (text: string): string[][] | undefined => {
  try {
    return parse(text, { relax_column_count: true });
  } catch {
    return undefined;
  }
};

/** A line by itself: a cell counts as quoted only when its closing quote ends the cell. */
const rowOf = (line: string): string[] | undefined => {
  const text = line.replace(/\r?\n$/, "");
  if (text === "") return undefined;
  if (!text.includes('"')) return text.split(",");
  const cells: string[] = [];
  const cell = /"((?:[^"]|"")*)"(?=,|$)|[^,]*/y;
  for (let at = 0; at <= text.length; at = cell.lastIndex + 1) {
    cell.lastIndex = at;
    const [whole, quoted] = cell.exec(text) ?? [""];
    cells.push(quoted === undefined ? whole : quoted.replaceAll('""', '"'));
  }
  return cells;
};

const hasOddQuotes = (line: string): boolean => {
  let odd = false;
  for (let at = line.indexOf('"'); at !== -1; at = line.indexOf('"', at + 1)) odd = !odd;
  return odd;
};

const linesOf = (block: string): string[] => block.match(/[^\n]*\n|[^\n]+$/g) ?? [];

export class RowTooLarge extends Error {
  readonly line: number;
  constructor(line: number) {
    super(`line ${line} holds more than ${maxRowBytes} bytes without a row's end`);
    this.line = line;
  }
}
