import type { ColumnType } from "../../domain/columns.ts";
import { isOneSpelling } from "./known-spelling.ts";

const [quote, comma, backslash, firstVisible] = [0x22, 0x2c, 0x5c, 0x20];
const tags: Record<ColumnType, number> = { text: 0x74, number: 0x6e, date: 0x64 };

/**
 * The JSON of a typed row, put together from the bytes of its cells: digests are taken of millions
 * of them. A cell that is not its one spelling, or needs escaping, has to be written the plain way.
 */
export class RowJson {
  #text = Buffer.alloc(1024);
  #length = 0;
  #begin = 0;

  /** What has been written, in memory that the next row overwrites. */
  get bytes(): Uint8Array {
    return this.#text.subarray(0, this.#length);
  }

  begin(text: string): void {
    this.#length = 0;
    this.write(text);
    this.#begin = this.#length;
  }

  write(text: string): void {
    this.#ensure(3 * text.length);
    this.#length += this.#text.write(text, this.#length);
  }

  /** False where the cell has to be written the plain way. */
  add(type: ColumnType, cells: Uint8Array, from: number, to: number): boolean {
    if (from !== to && !isOneSpelling(type, cells, from, to)) return false;
    this.#ensure(to - from + 4);
    const text = this.#text;
    let at = this.#length;
    if (at > this.#begin) text[at++] = comma;
    text[at++] = quote;
    text[at++] = from === to ? tags.text : tags[type];
    for (let next = from; next < to; next++) {
      const byte = cells[next] ?? 0;
      if (byte < firstVisible || byte === quote || byte === backslash) return false;
      text[at++] = byte;
    }
    text[at++] = quote;
    this.#length = at;
    return true;
  }

  #ensure(room: number): void {
    if (this.#length + room <= this.#text.length) return;
    const larger = Buffer.alloc(2 * (this.#length + room));
    larger.set(this.#text);
    this.#text = larger;
  }
}
