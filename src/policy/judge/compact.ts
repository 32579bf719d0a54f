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
  #slots = new Uint32Array(64);
  #ends = new Uint32Array(32);
  #bytes = new Uint8Array(1024);

  /** The number of the first `length` bytes, which are kept when they are new. */
  add(source: Uint8Array, length: number): number {
    const slot = this.#slotOf(source, 0, length);
    const found = this.#slots[slot] ?? 0;
    if (found !== 0) return found - 1;
    this.#keep(source, length);
    this.#slots[slot] = this.size;
    if (this.size * 2 > this.#slots.length) this.#rehash();
    return this.size - 1;
  }

  /** The number of the first `length` bytes, or -1. */
  find(source: Uint8Array, length: number): number {
    return (this.#slots[this.#slotOf(source, 0, length)] ?? 0) - 1;
  }

  at(index: number): Uint8Array {
    return this.#bytes.subarray(this.#startOf(index), this.#ends[index]);
  }

  /** Where these bytes are noted, or the free slot where they belong. */
  #slotOf(source: Uint8Array, from: number, length: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(source, from, length) & mask;
    for (let noted = this.#slots[slot]; noted; noted = this.#slots[slot]) {
      if (this.#equals(noted - 1, source, from, length)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #equals(index: number, source: Uint8Array, from: number, length: number): boolean {
    const start = this.#startOf(index);
    if (this.#startOf(index + 1) - start !== length) return false;
    for (let at = 0; at < length; at++)
      if (this.#bytes[start + at] !== source[from + at]) return false;
    return true;
  }

  #startOf(index: number): number {
    return index === 0 ? 0 : (this.#ends[index - 1] ?? 0);
  }

  #keep(source: Uint8Array, length: number): void {
    const start = this.#startOf(this.size);
    const end = start + length;
    if (end > mostBytes) throw new RangeError(`more than ${mostBytes} bytes of distinct values`);
    if (end > this.#bytes.length)
      this.#bytes = moved(this.#bytes, new Uint8Array(Math.max(end, this.#bytes.length * 2)));
    if (this.size === this.#ends.length)
      this.#ends = moved(this.#ends, new Uint32Array(this.size * 2));
    this.#bytes.set(source.subarray(0, length), start);
    this.#ends[this.size++] = end;
  }

  #rehash(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (let index = 0; index < this.size; index++) {
      const start = this.#startOf(index);
      const slot = this.#slotOf(this.#bytes, start, this.#startOf(index + 1) - start);
      this.#slots[slot] = index + 1;
    }
  }
}

const moved = <Uint32List extends Uint8Array | Uint32Array>(
  from: Uint32List,
  to: Uint32List,
): Uint32List => {
  to.set(from);
  return to;
};

/** FNV-1a with a last stir, so that neighbouring numbers do not sit in neighbouring slots. */
const hashOf = (source: Uint8Array, from: number, length: number): number => {
  let hash = 0x811c9dc5;
  for (let at = from; at < from + length; at++)
    hash = Math.imul(hash ^ (source[at] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
};

/** Distinct texts, numbered from 0. */
export class DistinctTexts {
  readonly #index = new ByteIndex();
  #utf8 = Buffer.alloc(256);

  get size(): number {
    return this.#index.size;
  }

  add(text: string): number {
    const length = this.#encode(text);
    return this.#index.add(this.#utf8, length);
  }

  find(text: string): number {
    const length = this.#encode(text);
    return this.#index.find(this.#utf8, length);
  }

  at(number: number): string {
    return Buffer.from(this.#index.at(number)).toString();
  }

  #encode(text: string): number {
    if (text.length * 3 > this.#utf8.length) this.#utf8 = Buffer.alloc(text.length * 6);
    return this.#utf8.write(text);
  }
}

/** Distinct tuples of `width` numbers each, numbered from 0. */
export class DistinctTuples {
  readonly #index = new ByteIndex();
  readonly #tuple: Uint32Array;
  readonly #bytes: Uint8Array;

  constructor(width: number) {
    this.#tuple = new Uint32Array(width);
    this.#bytes = new Uint8Array(this.#tuple.buffer);
  }

  get size(): number {
    return this.#index.size;
  }

  add(numbers: Uint32Array): number {
    this.#tuple.set(numbers);
    return this.#index.add(this.#bytes, this.#bytes.length);
  }

  find(numbers: Uint32Array): number {
    this.#tuple.set(numbers);
    return this.#index.find(this.#bytes, this.#bytes.length);
  }

  at(index: number): Uint32Array {
    const { buffer, byteOffset } = this.#index.at(index);
    return new Uint32Array(buffer, byteOffset, this.#tuple.length);
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
