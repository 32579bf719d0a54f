import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import type { Redis } from "ioredis";
import { type Sha, sha256 } from "../../domain/digest.ts";
import { reasonOf } from "../files.ts";
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

/** Files and texts in the queue, by digest and in pieces; each is gone some time after its last use. */
export class Blobs {
  readonly #redis: Redis;
  readonly #keepSeconds: number;
  readonly #owner: string;

  /** Only what one owner put there is taken away by one who drops it. */
  constructor(redis: Redis, keepSeconds: number, owner = "all") {
    this.#redis = redis;
    this.#keepSeconds = keepSeconds;
    this.#owner = owner;
  }

  of(owner: string): Blobs {
    return new Blobs(this.#redis, this.#keepSeconds, owner);
  }

  async putText(content: Uint8Array): Promise<Sha> {
    const sha = sha256(content);
    if (await this.renew(sha)) return sha;
    await this.#put(sha, [Buffer.from(content)]);
    return sha;
  }

  async putFile(sha: Sha, path: string): Promise<void> {
    if (await this.renew(sha)) return;
    await this.#put(sha, createReadStream(path, { highWaterMark: pieceBytes }));
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

  async drop(sha: Sha): Promise<void> {
    const pieces = await this.#pieces(sha);
    if (pieces !== null) await asked(this.#redis.del(...this.#keys(sha, pieces)));
  }

  /** The number of pieces comes last: what has one is whole. */
  async #put(sha: Sha, parts: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<void> {
    let pieces = 0;
    for await (const part of parts) await this.#set(keys.piece(this.#owner, sha, pieces++), part);
    await this.#set(keys.blob(this.#owner, sha), pieces);
  }

  async #set(key: string, value: Buffer | number): Promise<void> {
    await asked(this.#redis.set(key, value, "EX", this.#keepSeconds));
  }

  async #pieces(sha: Sha): Promise<number | null> {
    const pieces = await asked(this.#redis.get(keys.blob(this.#owner, sha)));
    return pieces !== null && /^\d{1,7}$/.test(pieces) ? Number(pieces) : null;
  }

  async #fetch(
    sha: Sha,
    mostBytes: number,
    take: (piece: Buffer) => Promise<void>,
  ): Promise<boolean> {
    const pieces = await this.#pieces(sha);
    if (pieces === null) return false;
    const hash = createHash("sha256");
    let bytes = 0;
    for (let at = 0; at < pieces; at++) {
      const piece = await asked(this.#redis.getBuffer(keys.piece(this.#owner, sha, at)));
      if (piece === null) return false;
      bytes += piece.length;
      if (bytes > mostBytes) throw new BadBlob(`more than ${mostBytes} bytes`);
      hash.update(piece);
      await take(piece);
    }
    if (hash.digest("hex") !== sha) throw new BadBlob("it is not what its digest says");
    return true;
  }

  #keys(sha: Sha, pieces: number): string[] {
    return [
      keys.blob(this.#owner, sha),
      ...Array.from({ length: pieces }, (_, at) => keys.piece(this.#owner, sha, at)),
    ];
  }
}
