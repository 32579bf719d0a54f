/** Holds the lines of a delimited text against its rows: none may be lost and none invented. */
export class LineAccount {
  #lines = 0;
  #blank = 0;
  #rows = 0;
  #breaks = 0;
  #blankInCells = 0;

  /** Text that ends where a row ends. */
  takeText(text: string): void {
    let from = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", from)) {
      this.#lines++;
      if (end === from || (end === from + 1 && text[from] === "\r")) this.#blank++;
      from = end + 1;
    }
    if (from < text.length) this.#lines++;
  }

  takeRow(cells: readonly string[]): void {
    this.#rows++;
    for (const cell of cells) {
      if (!cell.includes("\n")) continue;
      const lines = cell.split("\n");
      this.#breaks += lines.length - 1;
      for (const line of lines.slice(1, -1)) if (line === "" || line === "\r") this.#blankInCells++;
    }
  }

  get #blankBetween(): number {
    return this.#blank - this.#blankInCells;
  }

  /** Lines that are in no row and are not blank; less than none where rows hold more than there is. */
  get unaccounted(): number {
    return this.#lines - this.#rows - this.#breaks - this.#blankBetween;
  }

  /** What the lines are, for people; the header stands on a line of its own unless that is 0. */
  text(header: number): string {
    const titles = Math.max(0, header - 1);
    const rows = header === 0 ? this.#rows : Math.max(0, this.#rows - 1);
    const parts = [
      [titles, "above the header"],
      [header === 0 ? 0 : Math.min(1, this.#rows), "header"],
      [rows, rows === 1 ? "row" : "rows"],
      [this.#breaks, "within cells"],
      [this.#blankBetween, "blank"],
    ] as const;
    const named = parts.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]));
    return `${this.#lines + titles} lines: ${named.join(", ") || "none"}`;
  }
}
