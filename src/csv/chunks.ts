import { closeSync, openSync, readSync } from "node:fs";

export const chunkBytes = 262_144;

/** A file's bytes, piece by piece. Synchronous: a stream costs more to start than most feeds to read. */
export function* fileChunks(path: string): Generator<Buffer> {
  const file = openSync(path, "r");
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafe(chunkBytes);
      const size = readSync(file, chunk);
      if (size === 0) return;
      yield chunk.subarray(0, size);
    }
  } finally {
    closeSync(file);
  }
}
