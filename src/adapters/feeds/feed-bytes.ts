import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { Problem } from "../../domain/problems.ts";
import { reasonOf } from "../files.ts";

/** A feed may unpack to this much more than itself, or to so many bytes; beyond, it is a bomb. */
const mostGrowth = 100;
const alwaysAllowed = 268_435_456;

export const mostUnpackedBytes = (packed: number): number =>
  Math.max(alwaysAllowed, packed * mostGrowth);

/** The bytes of a feed, unpacked where it is gzip, piece by piece. */
export async function* feedBytes(path: string, gzip: boolean): AsyncGenerator<Buffer> {
  const packed = createReadStream(path, { highWaterMark: 262_144 });
  const counter = { packed: 0, unpacked: 0 };
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of packed) {
      counter.packed += chunk.length;
      yield chunk;
    }
  };
  try {
    if (!gzip) {
      yield* counted();
      return;
    }
    const gunzip = createGunzip({ chunkSize: 262_144 });
    const source = Readable.from(counted());
    source.on("error", (error) => gunzip.destroy(error));
    for await (const chunk of source.pipe(gunzip)) {
      counter.unpacked += chunk.length;
      if (counter.unpacked > mostUnpackedBytes(counter.packed))
        throw Problem.of("bad-input", {
          path,
          finding: `unpacks to more than ${mostGrowth} times its size`,
          hint: "that is no feed but a file made to fill a disk; if it is yours, unpack it yourself",
        });
      yield chunk;
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw gzip && isZlib(error)
      ? Problem.of("bad-input", {
          path,
          finding: `cannot be unpacked: ${reasonOf(error)}`,
          hint: "fetch it again: it is cut off or damaged",
        })
      : Problem.of("cannot-read", { path, reason: reasonOf(error) });
  } finally {
    packed.destroy();
  }
}

const isZlib = (error: unknown): boolean =>
  error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
