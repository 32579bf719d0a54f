/** Where a member of an object stands in its text, from its key's quote to the end of its value. */
export interface MemberSpan {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/**
 * The members of a JSON object, where its text surely is the one that `canonicalJson` writes, but
 * for the order of the members themselves; null says nothing. The text must have been read as JSON
 * already, so only what JSON allows to be written in several ways is looked at: blanks, the order
 * and repetition of keys, escapes, numbers.
 */
export const canonicalMembers = (text: Uint8Array): readonly MemberSpan[] | null => {
  const reader = new Reader(Buffer.from(text.buffer, text.byteOffset, text.length));
  const members = reader.members();
  return reader.at === text.length ? members : null;
};

const quote = 0x22;
const comma = 0x2c;
const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
const nine = 0x39;
const colon = 0x3a;
const openList = 0x5b;
const backslash = 0x5c;
const closeList = 0x5d;
const initialOfFalse = 0x66;
const initialOfNull = 0x6e;
const initialOfTrue = 0x74;
const lastPlain = 0x7e;
const open = 0x7b;
const close = 0x7d;

/** Reads on as long as all is canonical; each step says whether it is. */
class Reader {
  at = 0;
  readonly #text: Buffer;

  constructor(text: Buffer) {
    this.#text = text;
  }

  members(): MemberSpan[] | null {
    const spans: MemberSpan[] = [];
    this.at++;
    while (this.#text[this.at] === quote) {
      const from = this.at;
      if (!this.#key()) return null;
      const name = this.#text.toString("latin1", from + 1, this.at - 2);
      if (!this.#value()) return null;
      spans.push({ name, from, to: this.at });
      if (this.#text[this.at] !== comma) break;
      this.at++;
    }
    return this.#text[this.at++] === close ? spans : null;
  }

  #value(): boolean {
    switch (this.#text[this.at]) {
      case open:
        return this.#object();
      case openList:
        return this.#list();
      case quote:
        return this.#string();
      case initialOfTrue:
      case initialOfNull:
        this.at += 4;
        return true;
      case initialOfFalse:
        this.at += 5;
        return true;
      default:
        return this.#number();
    }
  }

  #object(): boolean {
    let before = -1;
    this.at++;
    while (this.#text[this.at] === quote) {
      const key = this.at + 1;
      if (!this.#key() || (before !== -1 && !this.#isBefore(before, key))) return false;
      if (!this.#value()) return false;
      before = key;
      if (this.#text[this.at] !== comma) break;
      this.at++;
    }
    return this.#text[this.at++] === close;
  }

  #list(): boolean {
    this.at++;
    if (this.#text[this.at] !== closeList)
      for (;;) {
        if (!this.#value()) return false;
        if (this.#text[this.at] !== comma) break;
        this.at++;
      }
    return this.#text[this.at++] === closeList;
  }

  /** With its colon. Bytes are in the order of UTF-16 for plain letters only. */
  #key(): boolean {
    for (this.at++; ; this.at++) {
      const byte = this.#text[this.at] ?? backslash;
      if (byte === quote) break;
      if (byte === backslash || byte > lastPlain) return false;
    }
    this.at++;
    return this.#text[this.at++] === colon;
  }

  /** Whether one key comes before another; both end with a quote, which comes before all letters but two. */
  #isBefore(a: number, b: number): boolean {
    for (let at = 0; ; at++) {
      const [of, than] = [this.#text[a + at] ?? 0, this.#text[b + at] ?? 0];
      if (than === quote) return false;
      if (of === quote || of < than) return true;
      if (of > than) return false;
    }
  }

  #string(): boolean {
    for (this.at++; ; this.at++) {
      const byte = this.#text[this.at] ?? backslash;
      if (byte === backslash) return false;
      if (byte === quote) break;
    }
    this.at++;
    return true;
  }

  /** Few digits are written in one way only: no two such numbers are one to the engine. */
  #number(): boolean {
    const from = this.at;
    let dot = -1;
    let isPlain = true;
    for (; ; this.at++) {
      const byte = this.#text[this.at] ?? comma;
      if (byte >= zero && byte <= nine) continue;
      if (byte === comma || byte === close || byte === closeList) break;
      if (byte === point) dot = this.at;
      else if (byte !== minus || this.at > from) isPlain = false;
    }
    const last = this.#text[this.at - 1];
    const isShort = this.at - from <= 15 && (dot === -1 || (last !== zero && dot > from));
    if (isPlain && isShort && this.#isNoTrifle(from, dot)) return true;
    const text = this.#text.toString("latin1", from, this.at);
    return String(Number(text)) === text;
  }

  /** Neither a zero with a sign nor so small that it might be written with an exponent. */
  #isNoTrifle(from: number, dot: number): boolean {
    if (dot === -1) return this.#text[from] !== minus || this.#text[from + 1] !== zero;
    return this.#text[dot - 1] !== zero || this.#text[dot + 1] !== zero;
  }
}
