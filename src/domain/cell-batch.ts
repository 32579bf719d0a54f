/** Rows of one width as the bytes of their cells, few of which ever need to become texts. */
export class CellBatch {
  readonly rows: number;
  readonly width: number;
  /** Where the bytes of cell after cell begin and end, row by row. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly bytes: Buffer;

  constructor(bytes: Buffer, { starts, ends }: CellBounds, width: number) {
    this.bytes = bytes;
    this.starts = starts;
    this.ends = ends;
    this.width = width;
    this.rows = width === 0 ? 0 : starts.length / width;
  }

  /** Of rows that all have as many cells as the first. */
  static of(rows: readonly (readonly string[])[]): CellBatch {
    const cells = rows.flat();
    const bytes = Buffer.allocUnsafe(cells.reduce((sum, cell) => sum + Buffer.byteLength(cell), 0));
    const starts = new Uint32Array(cells.length);
    const ends = new Uint32Array(cells.length);
    let at = 0;
    for (const [index, cell] of cells.entries()) {
      starts[index] = at;
      at += bytes.write(cell, at);
      ends[index] = at;
    }
    return new CellBatch(bytes, { starts, ends }, rows[0]?.length ?? 0);
  }

  text(row: number, column: number): string {
    const cell = row * this.width + column;
    return this.bytes.toString("utf8", this.starts[cell], this.ends[cell]);
  }

  texts(row: number): string[] {
    return Array.from({ length: this.width }, (_, column) => this.text(row, column));
  }
}

export interface CellBounds {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}
