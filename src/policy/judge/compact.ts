/** What the four bytes that note an end can count. */
const mostBytes = 0xffff_ffff;

/**
 * Distinct byte strings, numbered from 0 in order of arrival, in three flat arrays: a hash table of
 * numbers, where each string ends, and the bytes themselves. To load and judge a million distinct
 * rows of five columns the whole process takes some 230 MB; with Map<string, number> it took 410
 * for the gold alone. Digests of rows would be as small, but could not say which row is missing.
 */
export class ByteIndex {
  size = 0;
  readonly #slots = new Slots();
  /** What was found last: often the next one is wanted next, and needs no search. */
  #found = -1;
  #ends = new Uint32Array(32);
  #bytes = new Uint8Array(1024);

  /** The number of some bytes, which are kept when they are new; `hash` is theirs, by `hashOf`. */
  add(source: Uint8Array, from: number, to: number, hash = hashOf(source, from, to)): number {
    const found = this.find(source, from, to, hash);
    if (found !== -1) return found;
    this.#keep(source, from, to);
    this.#slots.add(hash, this.size - 1);
    return this.size - 1;
  }

  /** The number of these bytes, or -1. */
  find(source: Uint8Array, from: number, to: number, hash = hashOf(source, from, to)): number {
    const expected = this.#found + 1;
    const isExpected = expected < this.size && this.#equals(expected, source, from, to);
    const found = isExpected ? expected : this.#search(source, from, to, hash);
    if (found !== -1) this.#found = found;
    return found;
  }

  #search(source: Uint8Array, from: number, to: number, hash: number): number {
    let slot = this.#slots.first(hash);
    while (slot !== -1) {
      const number = this.#slots.numberAt(slot);
      if (this.#equals(number, source, from, to)) return number;
      slot = this.#slots.next(slot, hash);
    }
    return -1;
  }

  at(index: number): Uint8Array {
    return this.#bytes.subarray(this.startOf(index), this.#ends[index]);
  }

  /** Where a string begins in the bytes of all. */
  startOf(index: number): number {
    return index === 0 ? 0 : (this.#ends[index - 1] ?? 0);
  }

  /** The strings in a row, until one is added. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  #equals(index: number, source: Uint8Array, from: number, to: number): boolean {
    const start = this.startOf(index);
    if ((this.#ends[index] ?? 0) - start !== to - from) return false;
    for (let at = from, kept = start; at < to; at++, kept++)
      if (this.#bytes[kept] !== source[at]) return false;
    return true;
  }

  #keep(source: Uint8Array, from: number, to: number): void {
    const start = this.startOf(this.size);
    const end = start + to - from;
    if (end > mostBytes) throw new RangeError(`more than ${mostBytes} bytes of distinct values`);
    if (end > this.#bytes.length)
      this.#bytes = moved(this.#bytes, new Uint8Array(Math.max(end, this.#bytes.length * 2)));
    if (this.size === this.#ends.length)
      this.#ends = moved(this.#ends, new Uint32Array(this.size * 2));
    for (let at = from, kept = start; at < to; at++, kept++) this.#bytes[kept] = source[at] ?? 0;
    this.#ends[this.size++] = end;
  }
}

/**
 * A hash table of numbers, each beside its hash: a number is looked at only where the hash is the
 * wanted one, so that a search in a large table mostly touches memory once.
 */
class Slots {
  #size = 0;
  /** Number + 1 and hash of slot after slot; 0 is a free one. */
  #slots = new Uint32Array(128);

  /** The slot of the first number with this hash, or -1. */
  first(hash: number): number {
    return this.#from(this.#placeOf(hash), hash);
  }

  next(slot: number, hash: number): number {
    return this.#from((slot + 2) & (this.#slots.length - 1), hash);
  }

  numberAt(slot: number): number {
    return (this.#slots[slot] ?? 0) - 1;
  }

  add(hash: number, number: number): void {
    if (++this.#size * 4 > this.#slots.length) this.#grow();
    this.#put(hash, number + 1);
  }

  #from(place: number, hash: number): number {
    const wanted = hash >>> 0;
    const slots = this.#slots;
    for (let slot = place; slots[slot] !== 0; slot = (slot + 2) & (slots.length - 1))
      if (slots[slot + 1] === wanted) return slot;
    return -1;
  }

  #put(hash: number, entry: number): void {
    let slot = this.#placeOf(hash);
    while (this.#slots[slot] !== 0) slot = (slot + 2) & (this.#slots.length - 1);
    this.#slots[slot] = entry;
    this.#slots[slot + 1] = hash;
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Uint32Array(2 * before.length);
    for (let slot = 0; slot < before.length; slot += 2)
      if (before[slot] !== 0) this.#put(before[slot + 1] ?? 0, before[slot] ?? 0);
  }

  #placeOf(hash: number): number {
    return (stirred(hash) << 1) & (this.#slots.length - 1);
  }
}

const moved = <List extends Uint8Array | Uint32Array>(from: List, to: List): List => {
  to.set(from);
  return to;
};

/** FNV-1a. */
export const hashOf = (source: Uint8Array, from: number, to: number): number => {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ (source[at] ?? 0), 0x01000193);
  return hash;
};

/** So that neighbouring numbers do not sit in neighbouring slots. */
const stirred = (hash: number): number => {
  let stirred = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  stirred = Math.imul(stirred ^ (stirred >>> 13), 0xc2b2ae35);
  return stirred ^ (stirred >>> 16);
};

/** Distinct tuples of `width` numbers each, numbered from 0. */
export class DistinctTuples {
  size = 0;
  readonly #width: number;
  readonly #slots = new Slots();
  /** What was found last, as in `ByteIndex`. */
  #found = -1;
  #numbers = new Uint32Array(256);

  constructor(width: number) {
    this.#width = width;
  }

  add(tuple: Uint32Array): number {
    const hash = this.#hashOf(tuple);
    const found = this.#find(tuple, hash);
    if (found !== -1) return found;
    const start = this.size * this.#width;
    if (start + this.#width > this.#numbers.length)
      this.#numbers = moved(this.#numbers, new Uint32Array(2 * (start + this.#width)));
    for (let at = 0; at < this.#width; at++) this.#numbers[start + at] = tuple[at] ?? 0;
    this.#slots.add(hash, this.size);
    return this.size++;
  }

  find(tuple: Uint32Array): number {
    return this.#find(tuple, this.#hashOf(tuple));
  }

  /** One number of a tuple. */
  numberAt(index: number, at: number): number {
    return this.#numbers[index * this.#width + at] ?? 0;
  }

  at(index: number): Uint32Array {
    return this.#numbers.subarray(index * this.#width, (index + 1) * this.#width);
  }

  #find(tuple: Uint32Array, hash: number): number {
    const expected = this.#found + 1;
    const isExpected = expected < this.size && this.#equals(expected, tuple);
    const found = isExpected ? expected : this.#search(tuple, hash);
    if (found !== -1) this.#found = found;
    return found;
  }

  #search(tuple: Uint32Array, hash: number): number {
    let slot = this.#slots.first(hash);
    while (slot !== -1) {
      const index = this.#slots.numberAt(slot);
      if (this.#equals(index, tuple)) return index;
      slot = this.#slots.next(slot, hash);
    }
    return -1;
  }

  #hashOf(tuple: Uint32Array): number {
    let hash = 0x811c9dc5;
    for (let at = 0; at < this.#width; at++)
      hash = Math.imul(hash ^ stirred(tuple[at] ?? 0), 0x01000193);
    return hash;
  }

  #equals(index: number, tuple: Uint32Array): boolean {
    const start = index * this.#width;
    for (let at = 0; at < this.#width; at++)
      if (this.#numbers[start + at] !== tuple[at]) return false;
    return true;
  }
}

/** A list of whole numbers of four bytes each; an array of a million takes twice that and more. */
export class Uint32List {
  length = 0;
  #values = new Uint32Array(64);

  at(index: number): number {
    return this.#values[index] ?? 0;
  }

  push(value: number): void {
    if (this.length === this.#values.length) this.#grow();
    this.#values[this.length++] = value;
  }

  add(index: number, difference: number): void {
    this.#values[index] = this.at(index) + difference;
  }

  copy(): Uint32List {
    const copy = new Uint32List();
    copy.length = this.length;
    copy.#values = this.#values.slice();
    return copy;
  }

  toArray(): Uint32Array {
    return this.#values.slice(0, this.length);
  }

  #grow(): void {
    const larger = new Uint32Array(2 * this.length);
    larger.set(this.#values);
    this.#values = larger;
  }
}
