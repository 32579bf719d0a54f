import { Readable } from "node:stream";
import { Problem } from "../../domain/problems.ts";
import { fileChunks } from "../../sandbox/feed-rows.ts";
import { reasonOf } from "../error-reasons.ts";

/** A feed may unpack to this much more than itself, or to so many bytes; beyond, it is a bomb. */
const mostGrowth = 100;
const alwaysAllowed = 268_435_456;

export const mostUnpackedBytes = (packed: number): number =>
  Math.max(alwaysAllowed, packed * mostGrowth);

/** The bytes of a feed, unpacked where it is gzip, piece by piece. */
export async function* feedBytes(path: string, gzip: boolean): AsyncGenerator<Buffer> {
  try {
    // A stream costs more to start than most feeds to read.
    if (gzip) yield* unpacked(path);
    else yield* fileChunks(path);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw gzip && isZlib(error)
      ? Problem.of("bad-input", {
          path,
          finding: `cannot be unpacked: ${reasonOf(error)}`,
          hint: "fetch it again: it is cut off or damaged",
        })
      : Problem.of("cannot-read", { path, reason: reasonOf(error) });
  }
}

async function* unpacked(path: string): AsyncGenerator<Buffer> {
  const size = { packed: 0, unpacked: 0 };
  const packed = function* (): Generator<Buffer> {
    for (const chunk of fileChunks(path)) {
      size.packed += chunk.length;
      yield chunk;
    }
  };
  const { createGunzip } = await import("node:zlib");
  const gunzip = createGunzip({ chunkSize: 262_144 });
  const source = Readable.from(packed());
  source.on("error", (error) => gunzip.destroy(error));
  for await (const chunk of source.pipe(gunzip)) {
    size.unpacked += chunk.length;
    if (size.unpacked > mostUnpackedBytes(size.packed))
      throw Problem.of("bad-input", {
        path,
        finding: `unpacks to more than ${mostGrowth} times its size`,
        hint: "that is no feed but a file made to fill a disk; if it is yours, unpack it yourself",
      });
    yield chunk;
  }
}

const isZlib = (error: unknown): boolean =>
  error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
