import { csvLine } from "../../cells/csv-line.ts";
import type { Table } from "../../domain/arena.ts";
import { EncodingGuard } from "../encoding.ts";

const lineFeed = 0x0a;

/** Says of a table, chunk by chunk, what shows that it is not the whole declared table. */
export class TableCheck {
  readonly #header: Buffer;
  readonly #encoding = new EncodingGuard();
  #begin: Buffer = Buffer.alloc(0);
  #last: number | undefined;
  #badEncoding = false;

  constructor({ columns }: Table) {
    this.#header = Buffer.from(csvLine(columns.map(({ name }) => name)));
  }

  take(chunk: Buffer): void {
    const missing = this.#header.length - this.#begin.length;
    if (missing > 0) this.#begin = Buffer.concat([this.#begin, chunk.subarray(0, missing)]);
    this.#badEncoding ||= this.#encoding.take(chunk) !== undefined;
    this.#last = chunk.at(-1) ?? this.#last;
  }

  /** The end of a sentence that begins with the file's name, or null. */
  fault(): string | null {
    if (this.#last === undefined) return "is empty";
    if (this.#badEncoding || this.#encoding.end()) return "is not UTF-8 text";
    if (!this.#begin.equals(this.#header))
      return `does not begin with its declared header ${this.#header.toString().trimEnd()}`;
    return this.#last === lineFeed ? null : "breaks off in the middle of a line";
  }
}
