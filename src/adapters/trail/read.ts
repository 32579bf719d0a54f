import { createReadStream, readSync } from "node:fs";
import {
  type ChainEntry,
  type ChainStep,
  follow,
  genesis,
  type Head,
  maxLineBytes,
} from "../../policy/chain.ts";
import { unreadable } from "../error-reasons.ts";
import { access, ifThere, openPlain } from "./plain-files.ts";
import { damaged, trailFiles } from "./trail-files.ts";

/** Follows the chain line by line, in constant memory, up to its first fault. */
export async function* stepsOf(path: string, from: Head, until: number): AsyncGenerator<ChainStep> {
  let head = from;
  for await (const lines of readable(path, linesOf(path, from.bytes, until)))
    for (const line of lines) {
      const step = follow(head, line);
      yield step;
      if (!step.ok) return;
      head = step.head;
    }
}

async function* readable<Item>(path: string, items: AsyncIterable<Item>): AsyncGenerator<Item> {
  try {
    yield* items;
  } catch (error) {
    throw unreadable(path, error);
  }
}

/**
 * The trail's events after a place, each checked against the one before. A line that is still
 * being written is not there yet; any other fault is a `trail-damaged` Problem.
 */
export async function* trailLinesOf(
  folder: string,
  from: Head = genesis,
): AsyncGenerator<ChainEntry> {
  const files = trailFiles(folder);
  for await (const step of stepsOf(files.trail, from, Number.POSITIVE_INFINITY)) {
    if (step.ok) yield step;
    else if (step.fault.kind !== "torn") throw damaged(files, step.fault);
  }
}

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
