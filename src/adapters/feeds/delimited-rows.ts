import { lenientRowsOf } from "../../cells/csv-rows.ts";
import { LineAccount } from "../../cells/line-account.ts";
import { Problem } from "../../domain/problems.ts";
import { maxRowBytes } from "../../sandbox/feed-rows.ts";
import type { PlainCsv } from "./plain-csv.ts";

export interface Dialect {
  readonly delimiter: string;
  readonly quote: string;
  /** The line of the column names; 0 where there is none. */
  readonly header: number;
}

/** Hands on the rows of a delimited text, in constant memory. */
export const copyDelimited = async (
  path: string,
  texts: AsyncIterable<string>,
  { header, ...marks }: Dialect,
  to: PlainCsv,
): Promise<string> => {
  const account = new LineAccount();
  let hasHeader = false;
  for await (const block of blocksOf(path, belowTitles(texts, header - 1), marks.quote)) {
    account.takeText(block);
    for (const cells of lenientRowsOf(block, marks)) {
      account.takeRow(cells);
      if (hasHeader) to.row(cells);
      else if (header > 0) to.header(cells);
      else {
        to.header(cells.map((_, at) => `column_${at + 1}`));
        to.row(cells);
      }
      hasHeader = true;
    }
  }
  if (!hasHeader) to.header([]);
  const { unaccounted } = account;
  if (unaccounted !== 0)
    throw Problem.of("bad-input", {
      path,
      finding: `has ${unaccounted} lines that are in no row`,
      hint: "say its quote in arena.json; cleanloop help feeds shows how",
    });
  return account.text(header);
};

/** The text without its first lines. */
async function* belowTitles(texts: AsyncIterable<string>, lines: number): AsyncGenerator<string> {
  let left = lines;
  for await (const text of texts) {
    let from = 0;
    while (left > 0) {
      const end = text.indexOf("\n", from);
      if (end === -1) break;
      from = end + 1;
      left--;
    }
    if (left > 0) continue;
    if (from < text.length) yield text.slice(from);
  }
}

const blockLength = 262_144;

/** Pieces that end at a line's end outside quotes, as far as quotes can be trusted. */
async function* blocksOf(
  path: string,
  texts: AsyncIterable<string>,
  quote: string,
): AsyncGenerator<string> {
  let pending = "";
  let scanned = 0;
  let isOpen = false;
  let cut = 0;
  for await (const text of texts) {
    pending += text;
    if (pending.length < blockLength) continue;
    const quoteCode = quote.charCodeAt(0);
    for (; scanned < pending.length; scanned++) {
      const code = pending.charCodeAt(scanned);
      if (code === quoteCode) isOpen = !isOpen;
      else if (code === 10 && !isOpen) cut = scanned + 1;
    }
    if (cut === 0 && pending.length > maxRowBytes) {
      // A quote that never closes: lines are then read one by one, as far as they go.
      cut = pending.lastIndexOf("\n") + 1;
      if (cut === 0) throw tooLong(path);
      scanned = cut;
      isOpen = false;
    }
    if (cut === 0) continue;
    yield pending.slice(0, cut);
    pending = pending.slice(cut);
    scanned -= cut;
    cut = 0;
  }
  if (pending.length > maxRowBytes && !pending.includes("\n")) throw tooLong(path);
  if (pending !== "") yield pending;
}

const tooLong = (path: string): Problem =>
  Problem.of("bad-input", {
    path,
    finding: `has a line of more than ${maxRowBytes} bytes`,
    hint: "a real row is shorter: look for a lost line break, or take that row out",
  });
