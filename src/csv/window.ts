import { readSync } from "node:fs";

const chunkBytes = 65_536;

/** The part of a file that is held in memory: one buffer, used again and again. */
export class Window {
  length = 0;
  #bytes = Buffer.allocUnsafe(2 * chunkBytes);

  /** Reads on; gives the new bytes, none at the file's end. */
  fill(file: number): Buffer {
    if (this.#bytes.length - this.length < chunkBytes) this.#grow();
    const bytesRead = readSync(file, this.#bytes, this.length, chunkBytes, null);
    this.length += bytesRead;
    return this.#bytes.subarray(this.length - bytesRead, this.length);
  }

  /** The first bytes, in memory that the next `drop` or `fill` overwrites. */
  first(length: number): Buffer {
    return this.#bytes.subarray(0, length);
  }

  drop(length: number): void {
    this.#bytes.copyWithin(0, length, this.length);
    this.length -= length;
  }

  #grow(): void {
    const larger = Buffer.allocUnsafe(2 * this.#bytes.length);
    this.#bytes.copy(larger, 0, 0, this.length);
    this.#bytes = larger;
  }
}
