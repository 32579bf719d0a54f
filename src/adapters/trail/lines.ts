import { createReadStream, readSync } from "node:fs";
import { maxLineBytes } from "../../policy/chain.ts";
import { access, ifThere, openPlain } from "./plain-files.ts";

const lineFeed = 0x0a;

/**
 * Lines with their line feeds, in batches; bytes after the last one come last, without. It ends
 * early at a line that is too long.
 */
export async function* linesOf(
  path: string,
  from: number,
  until: number,
): AsyncGenerator<Buffer[]> {
  if (from >= until) return;
  const fd = ifThere(() => openPlain(path, access.read));
  if (fd === null) return;
  let rest: Buffer = Buffer.alloc(0);
  const span = { fd, start: from, end: until - 1, highWaterMark: 262_144 };
  for await (const chunk of createReadStream(path, span)) {
    const split = splitLines(Buffer.concat([rest, chunk]));
    yield split.lines;
    rest = split.rest;
    if (rest.length > maxLineBytes) break;
  }
  if (rest.length > 0) yield [rest];
}

interface Split {
  readonly lines: Buffer[];
  readonly rest: Buffer;
}

const splitLines = (bytes: Buffer): Split => {
  const lines: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, start)) {
    lines.push(bytes.subarray(start, end + 1));
    start = end + 1;
  }
  return { lines, rest: bytes.subarray(start) };
};

/** The line that ends at `end`, read backwards, whatever the file's size. */
export const lineBefore = (file: number, end: number): Buffer => {
  for (let span = 4096; ; span *= 8) {
    const start = Math.max(0, end - span);
    const bytes = bytesBetween(file, start, end);
    const feed = bytes.subarray(0, -1).lastIndexOf(lineFeed);
    if (feed !== -1 || start === 0 || span > maxLineBytes) return bytes.subarray(feed + 1);
  }
};

/** The whole lines from `start` to the end of the file, and what follows them. */
export const linesBetween = (file: number, start: number, end: number) =>
  splitLines(bytesBetween(file, start, end));

const bytesBetween = (file: number, start: number, end: number): Buffer => {
  const bytes = Buffer.alloc(end - start);
  let read = 0;
  while (read < bytes.length) {
    const count = readSync(file, bytes, read, bytes.length - read, start + read);
    if (count === 0) break;
    read += count;
  }
  return bytes.subarray(0, read);
};
