import { createReadStream } from "node:fs";
import { pipeline, Transform } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { type EncodingFault, EncodingGuard } from "./encoding.ts";
import { maxRowBytes } from "./lenient.ts";

/** Why a file is no proper table: one sentence with the numbers. */
export class Unreadable extends Error {}

const rowsPerBatch = 512;

/**
 * Rows, in batches, of a table that must be well formed: UTF-8, every quote closed, every row as
 * wide as the first. Memory stays bounded whatever the file holds; the first fault throws
 * `Unreadable`, and so does a file beyond `maxBytes`.
 */
export async function* strictRows(path: string, maxBytes: number): AsyncGenerator<string[][]> {
  const rows = pipeline(
    createReadStream(path, { highWaterMark: 262_144 }),
    textOnly(maxBytes),
    parse({ bom: true, skip_empty_lines: true, max_record_size: maxRowBytes }),
    () => {}, // the consumer below sees the same error
  );
  let batch: string[][] = [];
  try {
    for await (const row of rows) {
      batch.push(row);
      if (batch.length < rowsPerBatch) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    throw readable(error);
  }
  if (batch.length > 0) yield batch;
}

const encodingText: Record<EncodingFault, string> = {
  "utf-16": "is UTF-16, not UTF-8",
  "nul-bytes": "holds NUL bytes",
  "not-utf-8": "is not UTF-8",
};

const textOnly = (maxBytes: number): Transform => {
  const encoding = new EncodingGuard();
  let seen = 0;
  const unreadable = (fault: EncodingFault | undefined): Unreadable | null =>
    fault ? new Unreadable(encodingText[fault]) : null;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > maxBytes) return done(new Unreadable(`is larger than ${maxBytes} bytes`));
      const fault = unreadable(encoding.take(chunk));
      if (fault) return done(fault);
      done(null, chunk);
    },
    flush(done) {
      done(unreadable(encoding.end()));
    },
  });
};

const readable = (error: unknown): unknown => {
  if (!(error instanceof CsvError)) return error;
  const line = typeof error.lines === "number" ? ` at line ${error.lines}` : "";
  switch (error.code) {
    case "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH":
      return new Unreadable(
        `has a row of ${(error.record as unknown[] | undefined)?.length ?? "other"} cells${line}`,
      );
    case "CSV_QUOTE_NOT_CLOSED":
      return new Unreadable(`has a quote that never closes${line}`);
    case "CSV_MAX_RECORD_SIZE":
      return new Unreadable(`has a row larger than ${maxRowBytes} bytes${line}`);
    default:
      return new Unreadable(`is no well-formed CSV${line} (${error.code})`);
  }
};
