/** A set of row numbers. */
export class BitSet {
  readonly words: Uint32Array;

  constructor(size: number | Uint32Array) {
    this.words = typeof size === "number" ? new Uint32Array((size + 31) >>> 5) : size;
  }

  static where(size: number, holds: (at: number) => boolean): BitSet {
    const set = new BitSet(size);
    for (let at = 0; at < size; at++) if (holds(at)) set.add(at);
    return set;
  }

  add(at: number): void {
    this.words[at >>> 5] = (this.words[at >>> 5] ?? 0) | (1 << (at & 31));
  }

  has(at: number): boolean {
    return (((this.words[at >>> 5] ?? 0) >>> (at & 31)) & 1) === 1;
  }

  get size(): number {
    let count = 0;
    for (const word of this.words) count += ones(word);
    return count;
  }

  and(other: BitSet): BitSet {
    return new BitSet(this.words.map((word, at) => word & (other.words[at] ?? 0)));
  }

  or(other: BitSet): BitSet {
    return new BitSet(this.words.map((word, at) => word | (other.words[at] ?? 0)));
  }

  without(other: BitSet): BitSet {
    return new BitSet(this.words.map((word, at) => word & ~(other.words[at] ?? 0)));
  }
}

const ones = (word: number): number => {
  let rest = word - ((word >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};
