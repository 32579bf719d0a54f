import { hash } from "node:crypto";
import { ByteIndex } from "./compact.ts";

const digestBytes = 16;

/**
 * Distinct texts of hostile data, numbered from 0 and noted by a cryptographic digest: texts that
 * all fall into one place of a hash table would be easy to make, and would keep the judge busy for
 * days.
 */
export class DistinctDigests {
  readonly #index = new ByteIndex();
  readonly #digest = Buffer.alloc(digestBytes);

  get size(): number {
    return this.#index.size;
  }

  add(text: string | Uint8Array): number {
    this.#take(text);
    return this.#index.add(this.#digest, 0, digestBytes);
  }

  /** The number of the text, or -1. */
  find(text: string | Uint8Array): number {
    this.#take(text);
    return this.#index.find(this.#digest, 0, digestBytes);
  }

  /** As a string of characters: a buffer for each digest would cost more than the digest. */
  #take(text: string | Uint8Array): void {
    this.#digest.write(hash("sha256", text, "binary"), "binary");
  }
}
