import { lenientRowsOf } from "../cells/csv-rows.ts";
import { wholeLines } from "./feed-rows.ts";

/** Batches are small, so that neither their text nor their rows grow old in memory. */
const batchLength = 32_768;
const rowsPerBatch = 256;

/**
 * The rows of an input file, in batches of JSON. Lines without a quote are cells and commas, so
 * their JSON is made from the text as a whole; all others are read row by row.
 */
export function* rowBatches(path: string): Generator<string> {
  for (const lines of wholeLines(path)) {
    const unixLines = lines.replaceAll("\r\n", "\n");
    yield* isPlain(unixLines) ? plain(unixLines) : quoted(lines);
  }
}

/** Whether nothing in the text means anything in JSON, or ends a line in an unusual way. */
const isPlain = (lines: string): boolean => !/["\\]|[^\P{Cc}\n]/u.test(lines);

function* plain(lines: string): Generator<string> {
  for (let from = 0; from < lines.length; ) {
    const end = lines.indexOf("\n", from + batchLength);
    const to = end === -1 ? lines.length : end;
    const rows = withoutBlanks(lines.slice(from, to));
    if (rows !== "") yield `[["${rows.replaceAll(",", '","').replaceAll("\n", '"],["')}"]]`;
    from = to + 1;
  }
}

const withoutBlanks = (rows: string): string =>
  rows.startsWith("\n") || rows.endsWith("\n") || rows.includes("\n\n")
    ? rows
        .split("\n")
        .filter((row) => row !== "")
        .join("\n")
    : rows;

function* quoted(lines: string): Generator<string> {
  let batch: string[][] = [];
  for (const row of lenientRowsOf(lines)) {
    if (batch.push(row) < rowsPerBatch) continue;
    yield JSON.stringify(batch);
    batch = [];
  }
  if (batch.length > 0) yield JSON.stringify(batch);
}
