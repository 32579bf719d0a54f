const mostValues = 40;
const mostFormats = 24;
const longestShown = 60;
/** Examples in a finding. */
export const mostShown = 5;

/** Counts how often each of a few things was seen; of many, only that there are many. */
export class FewCounts {
  readonly counts = new Map<string, number>();
  isFull = false;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  add(key: string): void {
    const count = this.counts.get(key);
    if (count !== undefined) this.counts.set(key, count + 1);
    else if (this.counts.size < this.#most) this.counts.set(onItsOwn(key), 1);
    else this.isFull = true;
  }
}

/** A part of a text keeps all of that text in memory; this is a copy of the part alone. */
const onItsOwn = (text: string): string => Buffer.from(text).toString();

/** What the cells of one column are like, in bounded memory whatever they hold. */
export class ColumnProfile {
  cells = 0;
  blanks = 0;
  numbers = 0;
  least = Number.POSITIVE_INFINITY;
  most = Number.NEGATIVE_INFINITY;
  /** Cells such as 1,234 or 1.234, which are two different numbers to two readers. */
  ambiguous = 0;
  readonly ambiguousCells: string[] = [];
  readonly values = new FewCounts(mostValues);
  readonly formats = new FewCounts(mostFormats);

  see(raw: string): void {
    const cell = raw.trim();
    this.cells++;
    if (cell === "") {
      this.blanks++;
      return;
    }
    this.values.add(cell.slice(0, longestShown));
    this.formats.add(profileFormatOf(cell));
    if (/^[-+(]?\d{1,3}[.,]\d{3}\)?$/.test(cell)) {
      this.ambiguous++;
      if (this.ambiguousCells.length < mostShown) this.ambiguousCells.push(onItsOwn(cell));
    }
    if (!isPlainNumber(cell)) return;
    const number = Number(cell);
    this.numbers++;
    this.least = Math.min(this.least, number);
    this.most = Math.max(this.most, number);
  }

  get filled(): number {
    return this.cells - this.blanks;
  }
}

const isPlainNumber = (cell: string): boolean => cell.length < 40 && /^-?\d+(\.\d+)?$/.test(cell);

/**
 * A cell with its letters and figures made alike: `number`, `9999-9-9`, `a 9`. The year of a date
 * stays one; words are one `a`, however many, so that names and sentences have one format.
 */
export const profileFormatOf = (cell: string): string => {
  if (isPlainNumber(cell)) return "number";
  const isDay = /\d[-/. ]\d{1,2}[-/. ]\d/.test(cell);
  return cell
    .slice(0, longestShown)
    .replace(/\p{N}+/gu, (digits) => (isDay && digits.length === 4 ? "8888" : "9"))
    .replace(/\p{L}\p{M}*(?:[\p{L}\p{M}]|[ '’.&-]+(?=\p{L}))*/gu, "a")
    .replaceAll("8888", "9999");
};
