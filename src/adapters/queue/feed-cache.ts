import { randomBytes } from "node:crypto";
import { readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import type { Sha } from "../../domain/digest.ts";
import { digestOfFile } from "../feeds/feed-files.ts";
import { ensureFolder, isPlainFile } from "../files.ts";
import type { Blobs } from "./blobs.ts";

/** What nobody asked for in so long is removed. */
const keepMs = 7 * 24 * 3_600_000;

/** Feeds on a worker's disk under their digests, each fetched once and checked before it is used. */
export class FeedCache {
  readonly #folder: string;
  readonly #blobs: Blobs;
  /** Files under this process's eyes: what was checked, and how it looked then. */
  readonly #checked = new Map<Sha, string>();
  readonly #coming = new Map<Sha, Promise<string | null>>();

  constructor(folder: string, blobs: Blobs) {
    this.#folder = folder;
    this.#blobs = blobs;
    ensureFolder(folder);
    this.#tidy();
  }

  /** Its path; null when the queue has it no longer. */
  async path(sha: Sha): Promise<string | null> {
    const coming = this.#coming.get(sha) ?? this.#provide(sha);
    this.#coming.set(sha, coming);
    try {
      return await coming;
    } finally {
      this.#coming.delete(sha);
    }
  }

  async #provide(sha: Sha): Promise<string | null> {
    const path = join(this.#folder, sha);
    if (this.#isSound(sha, path)) return path;
    const fresh = `${path}.${randomBytes(6).toString("hex")}`;
    try {
      if (!(await this.#blobs.file(sha, fresh, Number.MAX_SAFE_INTEGER))) return null;
      renameSync(fresh, path);
      this.#checked.set(sha, looksOf(path));
      return path;
    } finally {
      rmSync(fresh, { force: true });
    }
  }

  #isSound(sha: Sha, path: string): boolean {
    if (!isPlainFile(path)) return false;
    if (this.#checked.get(sha) !== looksOf(path)) {
      if (digestOfFile(path) !== sha) return false;
      const now = new Date();
      utimesSync(path, now, now);
      this.#checked.set(sha, looksOf(path));
    }
    return true;
  }

  #tidy(): void {
    for (const name of readdirSync(this.#folder)) {
      const path = join(this.#folder, name);
      const stat = statSync(path, { throwIfNoEntry: false });
      if (stat && Date.now() - stat.mtimeMs > keepMs) rmSync(path, { force: true });
    }
  }
}

const looksOf = (path: string): string => {
  const { ino, size, mtimeMs, ctimeMs } = statSync(path);
  return [ino, size, mtimeMs, ctimeMs].join(" ");
};
