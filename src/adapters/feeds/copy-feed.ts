import { rmSync } from "node:fs";
import {
  decidedValue,
  type FeedCount,
  type FeedReading,
  isText,
} from "../../domain/feed-reading.ts";
import { Problem } from "../../domain/problems.ts";
import { copyApart } from "./apart.ts";
import { copyDelimited } from "./delimited-rows.ts";
import { decoderFor, NotInEncoding } from "./encodings.ts";
import { feedBytes } from "./feed-bytes.ts";
import { copyJson } from "./json-rows.ts";
import { PlainCsv } from "./plain-csv.ts";

/** Writes a feed's rows as plain CSV, in bounded memory; what cannot be read leaves no file. */
export const copyFeed = async (
  path: string,
  reading: FeedReading,
  target: string,
): Promise<FeedCount> => {
  try {
    return isText(reading.format.value)
      ? await copyText(path, reading, target)
      : await copyApart(path, reading, target);
  } catch (error) {
    rmSync(target, { force: true });
    throw error;
  }
};

const copyText = async (path: string, reading: FeedReading, target: string): Promise<FeedCount> => {
  const { format, gzip } = reading;
  const encoding = decidedValue(reading.encoding) ?? "utf-8";
  const texts = () => textsOf(path, gzip, encoding);
  const to = new PlainCsv(path, target);
  try {
    const account =
      format.value === "json" || format.value === "jsonl"
        ? await copyJson(path, texts, format.value, to)
        : await copyDelimited(path, texts(), dialectOf(reading), to);
    return { ...to.count(), account };
  } finally {
    to.close();
  }
};

const dialectOf = ({ delimiter, quote, header }: FeedReading) => ({
  delimiter: decidedValue(delimiter) ?? ",",
  quote: decidedValue(quote) ?? '"',
  header: decidedValue(header) ?? 1,
});

/** A file's text piece by piece, without its byte order mark. */
async function* textsOf(path: string, gzip: boolean, encoding: string): AsyncGenerator<string> {
  const decode = decoderFor(encoding);
  let lines = 1;
  let isFirst = true;
  const decoded = (chunk: Uint8Array, isLast: boolean): string => {
    try {
      return decode(chunk, isLast);
    } catch (error) {
      if (error instanceof NotInEncoding) throw notIn(path, encoding, lines);
      throw error;
    }
  };
  for await (const chunk of feedBytes(path, gzip)) {
    const text = decoded(chunk, false);
    yield isFirst ? text.replace(/^\ufeff/, "") : text;
    isFirst = false;
    lines += text.split("\n").length - 1;
  }
  yield decoded(new Uint8Array(), true);
}

const notIn = (path: string, encoding: string, line: number): Problem =>
  Problem.of("bad-input", {
    path,
    finding: `holds bytes that are not ${encoding}, at line ${line} or soon after`,
    hint: "say its encoding in arena.json (cleanloop help feeds), or put those bytes right",
  });
