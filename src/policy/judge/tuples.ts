import { ByteIndex } from "./byte-index.ts";

/** Distinct tuples of `width` numbers each, numbered from 0. */
export class Tuples {
  readonly #index = new ByteIndex();
  readonly #tuple: Uint32Array;
  readonly #bytes: Uint8Array;

  constructor(width: number) {
    this.#tuple = new Uint32Array(width);
    this.#bytes = new Uint8Array(this.#tuple.buffer);
  }

  get size(): number {
    return this.#index.size;
  }

  add(numbers: Uint32Array): number {
    this.#tuple.set(numbers);
    return this.#index.add(this.#bytes, this.#bytes.length);
  }

  find(numbers: Uint32Array): number {
    this.#tuple.set(numbers);
    return this.#index.find(this.#bytes, this.#bytes.length);
  }

  at(index: number): Uint32Array {
    const { buffer, byteOffset } = this.#index.at(index);
    return new Uint32Array(buffer, byteOffset, this.#tuple.length);
  }
}
