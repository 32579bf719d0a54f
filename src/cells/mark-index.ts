import { isPart } from "./marks.ts";

/** Numbers for the marks that are looked for; others need none, and are not kept. */
export class MarkNumbers {
  readonly #numbers = new Map<string, number>();

  get size(): number {
    return this.#numbers.size;
  }

  numbered(marks: readonly string[]): number[] {
    return marks.map((mark) => {
      const number = this.#numbers.get(mark) ?? this.#numbers.size;
      this.#numbers.set(mark, number);
      return number;
    });
  }

  known(marks: readonly string[]): number[] {
    return marks.flatMap((mark) => this.#numbers.get(mark) ?? []);
  }

  /** By mark: 1 for what is but a part of a cell. */
  parts(): Uint8Array {
    return Uint8Array.from(this.#numbers.keys(), (mark) => (isPart(mark) ? 1 : 0));
  }
}

/** By mark: the rows that have it, in order, all in one flat array. */
export class Postings {
  readonly #starts: Uint32Array;
  readonly #rows: Uint32Array;

  constructor(rows: readonly ReadonlySet<number>[], marks: number) {
    this.#starts = new Uint32Array(marks + 1);
    for (const row of rows) for (const mark of row) this.#shift(mark + 1, 1);
    for (let mark = 0; mark < marks; mark++) this.#shift(mark + 1, this.#starts[mark] ?? 0);
    this.#rows = new Uint32Array(this.#starts[marks] ?? 0);
    const next = this.#starts.slice();
    for (const [at, row] of rows.entries())
      for (const mark of row) {
        const place = next[mark] ?? 0;
        this.#rows[place] = at;
        next[mark] = place + 1;
      }
  }

  rowsWith(mark: number): Uint32Array {
    return this.#rows.subarray(this.#starts[mark], this.#starts[mark + 1]);
  }

  countOf(mark: number): number {
    return (this.#starts[mark + 1] ?? 0) - (this.#starts[mark] ?? 0);
  }

  #shift(at: number, by: number): void {
    this.#starts[at] = (this.#starts[at] ?? 0) + by;
  }
}
