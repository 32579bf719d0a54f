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

  /** How many of these are not in the other set. */
  sizeWithout(other: BitSet): number {
    let count = 0;
    for (let at = 0; at < this.words.length; at++)
      count += ones((this.words[at] ?? 0) & ~(other.words[at] ?? 0));
    return count;
  }

  and(other: BitSet): BitSet {
    const both = new Uint32Array(this.words.length);
    for (let at = 0; at < both.length; at++)
      both[at] = (this.words[at] ?? 0) & (other.words[at] ?? 0);
    return new BitSet(both);
  }

  or(other: BitSet): BitSet {
    const either = new Uint32Array(this.words.length);
    for (let at = 0; at < either.length; at++)
      either[at] = (this.words[at] ?? 0) | (other.words[at] ?? 0);
    return new BitSet(either);
  }

  without(other: BitSet): BitSet {
    const rest = new Uint32Array(this.words.length);
    for (let at = 0; at < rest.length; at++)
      rest[at] = (this.words[at] ?? 0) & ~(other.words[at] ?? 0);
    return new BitSet(rest);
  }
}

const ones = (word: number): number => {
  let rest = (word | 0) - ((word >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};
