import { CsvError, parse } from "csv-parse/sync";

/** The one dialect of CSV that feeds and tables are read in; how many cells a row has is told elsewhere. */
const dialect = {
  record_delimiter: ["\r\n", "\n"],
  relax_column_count: true,
  skip_empty_lines: true,
};

/** What stands between cells, and what around a cell; "" where cells are never quoted. */
export interface CsvMarks {
  readonly delimiter: string;
  readonly quote: string;
}

export const usualMarks: CsvMarks = { delimiter: ",", quote: '"' };

/** Rows of text that must be well formed; the first misplaced quote throws a `CsvError`. */
export const strictRowsOf = (bytes: Buffer, { bom }: { readonly bom: boolean }): string[][] =>
  parse(bytes, { ...dialect, bom });

/** The line, counted from 1, of what csv-parse refused; null when it was not csv-parse that threw. */
export const lineOfFault = (error: unknown): number | null => {
  if (!(error instanceof CsvError)) return null;
  return typeof error.lines === "number" ? error.lines : 1;
};

/**
 * Rows of any text, which must end at a line's end outside quotes. A line without a quote is its
 * cells and commas; all other records go to csv-parse at once. Where a quote breaks the format,
 * that line alone is read as plain text.
 */
export function* lenientRowsOf(text: string, marks: CsvMarks = usualMarks): Generator<string[]> {
  const { records, quoted } = recordsOf(text, marks.quote);
  const parsed = quoted.length === 0 ? [] : parsedRows(quoted.join(""), marks);
  if (parsed?.length !== quoted.length) {
    yield* rowsLineByLine(text.match(/[^\n]*\n|[^\n]+$/g) ?? [], marks);
    return;
  }
  let next = 0;
  for (const record of records) {
    const row = record === null ? parsed[next++] : plainRow(record, marks);
    if (row) yield row;
  }
}

interface Records {
  /** The lines without a quote, and null in the place of each record that has one. */
  readonly records: readonly (string | null)[];
  readonly quoted: readonly string[];
}

const recordsOf = (text: string, mark: string): Records => {
  const records: (string | null)[] = [];
  const quoted: string[] = [];
  const quoteFrom = (at: number): number => (mark === "" ? -1 : text.indexOf(mark, at));
  let quote = quoteFrom(0);
  for (let from = 0; from < text.length; ) {
    let end = lineEnd(text, from);
    if (quote === -1 || quote >= end) {
      records.push(text.slice(from, end));
    } else {
      let isOpen = false;
      while (quote !== -1 && (isOpen || quote < end)) {
        if (quote >= end) end = lineEnd(text, quote);
        isOpen = !isOpen;
        quote = quoteFrom(quote + 1);
      }
      if (isOpen) end = text.length;
      records.push(null);
      quoted.push(text.slice(from, end));
    }
    from = end;
  }
  return { records, quoted };
};

const lineEnd = (text: string, from: number): number => {
  const at = text.indexOf("\n", from);
  return at === -1 ? text.length : at + 1;
};

const parsedRows = (text: string, { delimiter, quote }: CsvMarks): string[][] | undefined => {
  try {
    return parse(text, { ...dialect, delimiter, quote, escape: quote });
  } catch {
    return undefined;
  }
};

function* rowsLineByLine(lines: readonly string[], marks: CsvMarks): Generator<string[]> {
  for (let at = 0; at < lines.length; ) {
    const loose = looseRow(lines[at] ?? "", marks);
    const isOpen = loose?.some((cell) => cell.startsWith(marks.quote));
    const span = isOpen ? recordSpan(lines, at, marks) : undefined;
    const row = span?.row ?? loose;
    if (row) yield row;
    at += span?.lines ?? 1;
  }
}

/** The next lines that form one well-quoted record. Few ends are tried: real cells are short. */
const recordSpan = (
  lines: readonly string[],
  at: number,
  marks: CsvMarks,
): { lines: number; row: string[] | undefined } | undefined => {
  let text = "";
  let attempts = 0;
  let isOpen = false;
  for (let end = at; end < lines.length && attempts < 3 && text.length < 65_536; end++) {
    const line = lines[end] ?? "";
    text += line;
    if (line.split(marks.quote).length % 2 === 0) isOpen = !isOpen;
    if (isOpen) continue;
    attempts++;
    const rows = parsedRows(text, marks);
    if (rows?.length === 1) return { lines: end - at + 1, row: rows[0] };
  }
  return undefined;
};

const plainRow = (line: string, { delimiter }: CsvMarks): string[] | undefined => {
  const text = withoutEnd(line);
  return text === "" ? undefined : text.split(delimiter);
};

/** A line by itself: a cell counts as quoted only when its closing quote ends the cell. */
const looseRow = (line: string, marks: CsvMarks): string[] | undefined => {
  const { delimiter, quote } = marks;
  if (!line.includes(quote)) return plainRow(line, marks);
  const text = withoutEnd(line);
  const cells: string[] = [];
  const cell = looseCell(marks);
  for (let at = 0; at <= text.length; at = cell.lastIndex + delimiter.length) {
    cell.lastIndex = at;
    const [whole, quoted] = cell.exec(text) ?? [""];
    cells.push(quoted === undefined ? whole : quoted.replaceAll(quote + quote, quote));
  }
  return cells;
};

const looseCell = ({ delimiter, quote }: CsvMarks): RegExp => {
  const [q, d] = [quote, delimiter].map((mark) => mark.replace(/[\\\]^-]/, "\\$&"));
  const end = delimiter.replace(/[.*+?^${}()|[\]\\]/, "\\$&");
  const mark = quote.replace(/[.*+?^${}()|[\]\\]/, "\\$&");
  return new RegExp(`${mark}((?:[^${q}]|${mark}${mark})*)${mark}(?=${end}|$)|[^${d}]*`, "y");
};

const withoutEnd = (line: string): string => line.replace(/\r?\n$/, "");
