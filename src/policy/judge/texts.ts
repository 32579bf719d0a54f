import { ByteIndex } from "./byte-index.ts";

/** Distinct texts, numbered from 0. */
export class Texts {
  readonly #index = new ByteIndex();
  #utf8 = Buffer.alloc(256);

  get size(): number {
    return this.#index.size;
  }

  add(text: string): number {
    const length = this.#encode(text);
    return this.#index.add(this.#utf8, length);
  }

  find(text: string): number {
    const length = this.#encode(text);
    return this.#index.find(this.#utf8, length);
  }

  at(number: number): string {
    return Buffer.from(this.#index.at(number)).toString();
  }

  #encode(text: string): number {
    if (text.length * 3 > this.#utf8.length) this.#utf8 = Buffer.alloc(text.length * 6);
    return this.#utf8.write(text);
  }
}
