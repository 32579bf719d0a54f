import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import type { Redis } from "ioredis";
import type { Sha } from "../../domain/digest.ts";
import { reasonOf } from "../error-reasons.ts";
import { keys } from "./wire.ts";

/** Small enough that no other command waits long behind one. */
const pieceBytes = 1_048_576;

/** What was fetched is not what its digest says, or larger than it may be. */
export class BadBlob extends Error {
  override readonly name = "BadBlob";
}

/** The queue is out of reach, or no longer holds what it held: no fault of whoever asks. */
export class QueueFault extends Error {
  override readonly name = "QueueFault";
}

export const asked = async <Result>(command: Promise<Result>): Promise<Result> => {
  try {
    return await command;
  } catch (error) {
    throw new QueueFault(reasonOf(error));
  }
};

export interface BlobContent {
  readonly sha: Sha;
  readonly parts: Iterable<Buffer> | AsyncIterable<Buffer>;
}

export const piecesOf = (path: string): AsyncIterable<Buffer> =>
  createReadStream(path, { highWaterMark: pieceBytes });

const piecesIn = (said: string | null): number | null =>
  said !== null && /^\d{1,7}$/.test(said) ? Number(said) : null;

/** Files and texts in the queue, by digest and in pieces; each is gone some time after its last use. */
export class Blobs {
  readonly #redis: Redis;
  readonly #keepSeconds: number;
  readonly #owner: string;
  /** How many pieces those have that were fetched. */
  readonly #fetched = new Map<Sha, number>();

  /** Only what one owner put there is taken away by one who drops it. */
  constructor(redis: Redis, keepSeconds: number, owner = "all") {
    this.#redis = redis;
    this.#keepSeconds = keepSeconds;
    this.#owner = owner;
  }

  of(owner: string): Blobs {
    return new Blobs(this.#redis, this.#keepSeconds, owner);
  }

  putText(sha: Sha, content: Uint8Array): Promise<void> {
    return this.putAll([{ sha, parts: [Buffer.from(content)] }]);
  }

  async putFile(sha: Sha, path: string): Promise<void> {
    if (!(await this.renew(sha))) await this.putAll([{ sha, parts: piecesOf(path) }]);
  }

  /** As few messages as their size allows. The number of pieces comes last: what has one is whole. */
  async putAll(contents: readonly BlobContent[]): Promise<void> {
    let putting = this.#redis.pipeline();
    let bytes = 0;
    const send = async (): Promise<void> => {
      for (const [error] of (await asked(putting.exec())) ?? [])
        if (error) throw new QueueFault(reasonOf(error));
      putting = this.#redis.pipeline();
      bytes = 0;
    };
    for (const { sha, parts } of contents) {
      let pieces = 0;
      for await (const part of parts) {
        putting.set(keys.piece(this.#owner, sha, pieces++), part, "EX", this.#keepSeconds);
        bytes += part.length;
        if (bytes >= pieceBytes) await send();
      }
      putting.set(keys.blob(this.#owner, sha), pieces, "EX", this.#keepSeconds);
    }
    await send();
  }

  /** False when it is not there, or not whole. */
  async renew(sha: Sha): Promise<boolean> {
    const pieces = await this.#pieces(sha);
    if (pieces === null) return false;
    const renewing = this.#redis.pipeline();
    for (const key of this.#keys(sha, pieces)) renewing.expire(key, this.#keepSeconds);
    const results = (await asked(renewing.exec())) ?? [];
    return results.length > 0 && results.every(([error, found]) => !error && found === 1);
  }

  /** Null when it is not there. */
  async text(sha: Sha, mostBytes: number): Promise<Buffer | null> {
    const parts: Buffer[] = [];
    const found = await this.#fetch(sha, mostBytes, async (piece) => {
      parts.push(piece);
    });
    return found ? Buffer.concat(parts) : null;
  }

  /** False when it is not there. */
  async file(sha: Sha, path: string, mostBytes: number): Promise<boolean> {
    const file = await open(path, "wx", 0o600);
    try {
      return await this.#fetch(sha, mostBytes, async (piece) => {
        await file.writeFile(piece);
      });
    } finally {
      await file.close();
    }
  }

  async drop(...shas: readonly Sha[]): Promise<void> {
    const gone: string[] = [];
    for (const sha of shas) {
      const pieces = this.#fetched.get(sha) ?? (await this.#pieces(sha));
      if (pieces !== null) gone.push(...this.#keys(sha, pieces));
    }
    if (gone.length > 0) await asked(this.#redis.unlink(...gone));
  }

  async #pieces(sha: Sha): Promise<number | null> {
    return piecesIn(await asked(this.#redis.get(keys.blob(this.#owner, sha))));
  }

  async #fetch(
    sha: Sha,
    mostBytes: number,
    take: (piece: Buffer) => Promise<void>,
  ): Promise<boolean> {
    // Most have one piece, which comes with their number.
    const [said, first] = await asked(
      Promise.all([
        this.#redis.get(keys.blob(this.#owner, sha)),
        this.#redis.getBuffer(keys.piece(this.#owner, sha, 0)),
      ]),
    );
    const pieces = piecesIn(said);
    if (pieces === null) return false;
    const hash = createHash("sha256");
    let bytes = 0;
    for (let at = 0; at < pieces; at++) {
      const piece = at === 0 ? first : await this.#piece(sha, at);
      if (piece === null) return false;
      bytes += piece.length;
      if (bytes > mostBytes) throw new BadBlob(`more than ${mostBytes} bytes`);
      hash.update(piece);
      await take(piece);
    }
    this.#fetched.set(sha, pieces);
    if (hash.digest("hex") !== sha) throw new BadBlob("it is not what its digest says");
    return true;
  }

  #piece(sha: Sha, at: number): Promise<Buffer | null> {
    return asked(this.#redis.getBuffer(keys.piece(this.#owner, sha, at)));
  }

  #keys(sha: Sha, pieces: number): string[] {
    return [
      keys.blob(this.#owner, sha),
      ...Array.from({ length: pieces }, (_, at) => keys.piece(this.#owner, sha, at)),
    ];
  }
}
