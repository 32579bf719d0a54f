import { Unreadable } from "../domain/unreadable.ts";
import { maxRowBytes } from "../sandbox/feed-rows.ts";

const quote = 0x22;
const newline = 0x0a;
const carriageReturn = 0x0d;

/**
 * Finds where rows end, byte by byte, before any parser sees them: a parser's own limit counts
 * the text of cells only, so a row of nothing but commas would grow without bound.
 */
export class RowEnds {
  /** How many bytes were taken. */
  at = 0;
  /** Where the row that has not ended yet begins. */
  rowStart = 0;
  rowLine = 1;
  #line = 1;
  #quoteLine: number | undefined;
  #returned = false;

  take(chunk: Uint8Array): void {
    const before = this.at;
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index] ?? 0;
      if (byte > quote && !this.#returned) continue; // most bytes mean nothing here
      if (this.#returned && byte !== newline) throw this.#strayReturn();
      this.#returned = byte === carriageReturn && this.#quoteLine === undefined;
      if (byte === quote) this.#quoteLine = this.#quoteLine === undefined ? this.#line : undefined;
      if (byte === newline) this.#endLine(before + index + 1);
    }
    this.at = before + chunk.length;
    this.#limitRow(this.at);
  }

  end(): void {
    if (this.#returned) throw this.#strayReturn();
    if (this.#quoteLine !== undefined)
      throw new Unreadable(`has a quote that never closes, opened in line ${this.#quoteLine}`);
  }

  #endLine(at: number): void {
    this.#line++;
    if (this.#quoteLine !== undefined) return;
    this.#limitRow(at);
    this.rowStart = at;
    this.rowLine = this.#line;
  }

  #limitRow(at: number): void {
    if (at - this.rowStart <= maxRowBytes) return;
    const opened = this.#quoteLine === undefined ? "" : "; its quote is still open";
    throw new Unreadable(
      `has a row larger than ${maxRowBytes} bytes at line ${this.rowLine}${opened}`,
    );
  }

  #strayReturn(): Unreadable {
    return new Unreadable(`has a carriage return that ends no line at line ${this.#line}`);
  }
}
