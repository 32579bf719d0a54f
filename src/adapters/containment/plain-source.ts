import { closeSync, constants, existsSync, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { reasonOf } from "../files.ts";
import { BadTable } from "./bad-table.ts";

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
const chunkBytes = 262_144;

/** A plain file in a folder that a hostile program has filled. */
export interface PlainSource {
  readonly size: number;
  chunks(): Iterable<Buffer>;
  close(): void;
}

/** Links are not followed, and nothing that is opened can make us wait. */
export const openPlain = (folder: string, file: string): PlainSource => {
  const descriptor = openAny(folder, file);
  const facts = fstatSync(descriptor);
  const isPlain = facts.isFile() && facts.nlink === 1;
  if (!isPlain) {
    closeSync(descriptor);
    const finding = facts.isFile() ? "has a second name elsewhere" : "is no plain file";
    throw new BadTable(file, finding, !facts.isDirectory());
  }
  return {
    size: facts.size,
    chunks: () => chunksOf(descriptor, facts.size),
    close: () => closeSync(descriptor),
  };
};

const openAny = (folder: string, file: string): number => {
  const path = join(folder, file);
  try {
    return openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ELOOP") throw new BadTable(file, "is a symbolic link", true);
    if (code === "ENXIO") throw new BadTable(file, "is no plain file", true);
    if (code !== "ENOENT") throw new BadTable(file, `cannot be opened: ${reasonOf(error)}`);
    throw new BadTable(file, existsSync(`${path}.part`) ? "was not finished" : "is missing");
  }
};

/** No further than the size that was seen, should anyone still be writing. */
function* chunksOf(descriptor: number, size: number): Generator<Buffer> {
  const buffer = Buffer.alloc(Math.min(chunkBytes, size));
  for (let at = 0; at < size; ) {
    const read = readSync(descriptor, buffer, 0, Math.min(buffer.length, size - at), at);
    if (read === 0) return;
    yield buffer.subarray(0, read);
    at += read;
  }
}
