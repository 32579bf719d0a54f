import { hash } from "node:crypto";
import { isHeldOut } from "../cells/held-out.ts";
import type { ColumnType } from "../domain/columns.ts";
import type { RowIndex } from "./judge/gold-index.ts";
import { isOneSpelling } from "./judge/known-spelling.ts";

const [quote, comma, backslash, firstVisible, closing] = [0x22, 0x2c, 0x5c, 0x20, 0x5d];
const tags: Record<ColumnType, number> = { text: 0x74, number: 0x6e, date: 0x64 };
const range = 2 ** 48;

/**
 * Says which rows of an index are held out. The text whose digest decides is put together from the
 * bytes of the cells, since a gold has a million of them; where one needs escaping, row and digest
 * are made the plain way.
 */
export class HeldOutChoice {
  readonly #arena: string;
  readonly #share: number;
  readonly #types: readonly ColumnType[];
  readonly #begin: Uint8Array;
  #text = Buffer.alloc(1024);

  constructor(arena: string, share: number, types: readonly ColumnType[]) {
    this.#arena = arena;
    this.#share = share;
    this.#types = types;
    this.#begin = Buffer.from(`[${JSON.stringify(arena)},[`);
  }

  includes(rows: RowIndex, row: number): boolean {
    if (this.#share === 0) return false;
    const length = this.#write(rows, row);
    if (length === -1) return isHeldOut(this.#arena, this.#share, rows.cellsAt(row));
    const digest = hash("sha256", this.#text.subarray(0, length), "binary");
    let number = 0;
    for (let at = 0; at < 6; at++) number = number * 256 + digest.charCodeAt(at);
    return number < this.#share * range;
  }

  /** Gives the text's length, or -1 where it is not its cells between quotes. */
  #write(rows: RowIndex, row: number): number {
    this.#ensure(this.#begin.length);
    this.#text.set(this.#begin);
    let length = this.#begin.length;
    for (let at = 0; at < this.#types.length; at++) {
      const cells = rows.column(at);
      const number = rows.numberAt(row, at);
      this.#ensure(length + cells.lengthAt(number) + 6);
      if (at > 0) this.#text[length++] = comma;
      this.#text[length++] = quote;
      const [begin, end] = [length + 1, length + 1 + cells.lengthAt(number)];
      cells.copyAt(number, this.#text, begin);
      const tag = tagOf(this.#types[at] ?? "text", this.#text, begin, end);
      if (tag === -1 || needsEscapes(this.#text, begin, end)) return -1;
      this.#text[length] = tag;
      this.#text[end] = quote;
      length = end + 1;
    }
    this.#text[length++] = closing;
    this.#text[length++] = closing;
    return length;
  }

  #ensure(length: number): void {
    if (length <= this.#text.length) return;
    const larger = Buffer.alloc(2 * length);
    larger.set(this.#text);
    this.#text = larger;
  }
}

/** -1 where the value alone does not say at once how it was read. */
const tagOf = (type: ColumnType, bytes: Uint8Array, from: number, to: number): number => {
  if (from === to) return tags.text;
  return isOneSpelling(type, bytes, from, to) ? tags[type] : -1;
};

const needsEscapes = (bytes: Uint8Array, from: number, to: number): boolean => {
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < firstVisible || byte === quote || byte === backslash) return true;
  }
  return false;
};
