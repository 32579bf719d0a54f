import { CellBatch } from "../domain/cell-batch.ts";
import { Unreadable } from "../domain/unreadable.ts";

const quote = 0x22;
const comma = 0x2c;
const newline = 0x0a;
const carriageReturn = 0x0d;
const bomBytes = 3;

/**
 * Finds the cells of one table's whole rows, block after block, and sees to it that every row is as
 * wide as the first. A batch lasts until the next one is made.
 */
export class CellSplitter {
  #width: number | undefined;
  #seen = 0;
  #starts = new Uint32Array(4096);
  #ends = new Uint32Array(4096);
  #count = 0;
  #rowBegin = 0;
  #ragged: { readonly row: number; readonly cells: number } | null = null;

  /** Null where a quote stands elsewhere than around a cell, or twice: that needs a parser's eye. */
  split(bytes: Buffer, { isFirst }: { readonly isFirst: boolean }): CellBatch | null {
    this.#count = 0;
    this.#rowBegin = 0;
    this.#ragged = null;
    let start = isFirst && startsWithBom(bytes) ? bomBytes : 0;
    for (let at = start; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte > comma) continue;
      if (byte === comma) {
        this.#push(start, at);
        start = at + 1;
      } else if (byte === newline) {
        const end = bytes[at - 1] === carriageReturn && at > start ? at - 1 : at;
        if (end > start || this.#count > this.#rowBegin) this.#endRow(start, end);
        start = at + 1;
      } else if (byte === quote) {
        if (at !== start) return null;
        const close = closingQuote(bytes, at + 1);
        const next = lineOrCellEnd(bytes, close + 1);
        if (next === -1) return null;
        if (bytes[next] === comma) this.#push(start + 1, close);
        else this.#endRow(start + 1, close);
        start = next + 1;
        at = next;
      }
    }
    if (start < bytes.length || this.#count > this.#rowBegin) this.#endRow(start, bytes.length);
    return this.#batch(bytes);
  }

  /** The rows of a block that a parser has read. */
  ofRows(rows: readonly (readonly string[])[]): CellBatch {
    this.#width ??= rows[0]?.length;
    const ragged = rows.findIndex((row) => row.length !== this.#width);
    if (ragged !== -1) throw this.#raggedRow(ragged, rows[ragged]?.length ?? 0);
    this.#seen += rows.length;
    return CellBatch.of(rows);
  }

  #batch(bytes: Buffer): CellBatch {
    if (this.#ragged) throw this.#raggedRow(this.#ragged.row, this.#ragged.cells);
    const starts = this.#starts.subarray(0, this.#count);
    const ends = this.#ends.subarray(0, this.#count);
    const batch = new CellBatch(bytes, { starts, ends }, this.#width ?? 0);
    this.#seen += batch.rows;
    return batch;
  }

  #push(start: number, end: number): void {
    if (this.#count === this.#starts.length) this.#grow();
    this.#starts[this.#count] = start;
    this.#ends[this.#count++] = end;
  }

  #endRow(start: number, end: number): void {
    this.#push(start, end);
    const cells = this.#count - this.#rowBegin;
    this.#rowBegin = this.#count;
    if (this.#ragged) return;
    this.#width ??= cells;
    if (cells !== this.#width) this.#ragged = { row: (this.#count - cells) / this.#width, cells };
  }

  #raggedRow(row: number, cells: number): Unreadable {
    return new Unreadable(
      `has ${this.#width} columns, but ${cells} cells in row ${this.#seen + row}`,
    );
  }

  #grow(): void {
    const [starts, ends] = [this.#starts, this.#ends];
    this.#starts = new Uint32Array(2 * starts.length);
    this.#ends = new Uint32Array(2 * ends.length);
    this.#starts.set(starts);
    this.#ends.set(ends);
  }
}

const startsWithBom = (bytes: Buffer): boolean =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;

/** A block of whole rows closes every quote that it opens. */
const closingQuote = (bytes: Buffer, from: number): number => {
  let at = from;
  while (at < bytes.length && bytes[at] !== quote) at++;
  return at;
};

/** Where a closing quote's comma or line end is, the end of all bytes included; else -1. */
const lineOrCellEnd = (bytes: Buffer, at: number): number => {
  const end = bytes[at] === carriageReturn ? at + 1 : at;
  if (end >= bytes.length) return bytes.length;
  return bytes[end] === newline || (bytes[end] === comma && end === at) ? end : -1;
};
