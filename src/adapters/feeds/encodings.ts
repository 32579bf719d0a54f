import { isUtf8 } from "node:buffer";
import type { Told } from "../../domain/feed-reading.ts";
import { openSequence } from "../encoding.ts";

/** What the bytes 0x80 to 0x9F are in Windows-1252; in Latin-1 they are control characters. */
const windowsMarks = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
const notInWindows = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

/** Turns bytes into text, a piece at a time; a character may be cut in two. */
export type Decode = (chunk: Uint8Array, isLast: boolean) => string;

export class NotInEncoding extends Error {}

export const decoderFor = (encoding: string): Decode => {
  const label = encoding.toLowerCase();
  if (label === "latin1" || label === "iso-8859-1")
    return (chunk) => Buffer.from(chunk).toString("latin1");
  if (label === "windows-1252")
    return (chunk) =>
      Buffer.from(chunk)
        .toString("latin1")
        .replaceAll(/[\u0080-\u009f]/g, (mark) => windowsMarks[mark.charCodeAt(0) - 0x80] ?? mark);
  const decoder = new TextDecoder(label, { fatal: true });
  return (chunk, isLast) => {
    try {
      return decoder.decode(chunk, { stream: !isLast });
    } catch {
      throw new NotInEncoding(encoding);
    }
  };
};

/** Looks at all bytes of a text, and says which encoding they are in. */
export class EncodingWitness {
  #tail: Buffer = Buffer.alloc(0);
  #head: Buffer = Buffer.alloc(0);
  #isUtf8 = true;
  readonly #bytes = new Uint32Array(256);
  readonly #nuls = { even: 0, odd: 0 };
  #wellFormed = 0;
  #size = 0;

  take(chunk: Buffer): void {
    if (this.#head.length < 4) this.#head = Buffer.concat([this.#head, chunk.subarray(0, 4)]);
    const text = this.#tail.length === 0 ? chunk : Buffer.concat([this.#tail, chunk]);
    const whole = text.length - openSequence(text);
    if (this.#isUtf8 && !isUtf8(text.subarray(0, whole))) this.#isUtf8 = false;
    this.#tail = Buffer.from(text.subarray(whole));
    if (chunk.includes(0)) this.#countNuls(chunk);
    this.#size += chunk.length;
  }

  /** A second look at a text that is not UTF-8: which bytes it holds. */
  takeAgain(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      this.#bytes[byte] = (this.#bytes[byte] ?? 0) + 1;
      if (byte < 0xc2) continue;
      const width = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      if (isUtf8(chunk.subarray(at, at + width)) && at + width <= chunk.length) this.#wellFormed++;
    }
  }

  get needsSecondLook(): boolean {
    return this.mark === null && !this.#holdsNuls && !this.#isWholeUtf8;
  }

  /** Null when the bytes are no text. */
  tell(): Told<string> {
    const marked = this.mark;
    if (marked) return { value: marked, from: "its byte order mark" };
    if (this.#holdsNuls) return this.#wide();
    if (this.#isWholeUtf8) return { value: "utf-8", from: "all of its bytes, which are UTF-8" };
    return this.#single();
  }

  get #holdsNuls(): boolean {
    return this.#nuls.even + this.#nuls.odd > 0;
  }

  get #isWholeUtf8(): boolean {
    return this.#isUtf8 && this.#tail.length === 0;
  }

  /** The encoding that a byte order mark at the start stands for. */
  get mark(): string | null {
    const [first, second, third] = this.#head;
    if (first === 0xff && second === 0xfe) return "utf-16le";
    if (first === 0xfe && second === 0xff) return "utf-16be";
    if (first === 0xef && second === 0xbb && third === 0xbf && this.#isWholeUtf8) return "utf-8";
    return null;
  }

  #countNuls(chunk: Buffer): void {
    const shift = this.#size % 2;
    for (let at = chunk.indexOf(0); at !== -1; at = chunk.indexOf(0, at + 1))
      if ((at + shift) % 2 === 0) this.#nuls.even++;
      else this.#nuls.odd++;
  }

  /** Text of mostly ASCII in UTF-16 has a zero in every other byte. */
  #wide(): Told<string> {
    const { even, odd } = this.#nuls;
    if (this.#size % 2 === 1) return null;
    const share = Math.max(even, odd) / (this.#size / 2);
    if (share < 0.3 || Math.min(even, odd) > Math.max(even, odd) / 20) return null;
    return { value: odd > even ? "utf-16le" : "utf-16be", from: "a zero in every other byte" };
  }

  #single(): Told<string> {
    const count = (bytes: readonly number[]): number =>
      bytes.reduce((sum, byte) => sum + (this.#bytes[byte] ?? 0), 0);
    if (this.#wellFormed > 0)
      return {
        either: [
          {
            value: "windows-1252",
            means: `${this.#wellFormed} times two letters stand for one, as Ã© for é`,
          },
          { value: "utf-8", means: "its other bytes are broken, and must be put right first" },
        ],
      };
    const undefinedBytes = count(notInWindows);
    if (undefinedBytes > 0)
      return {
        either: [
          { value: "latin1", means: `${undefinedBytes} times a control character` },
          { value: "windows-1251", means: "letters there, as in this and other code pages" },
        ],
      };
    const high = Array.from({ length: 32 }, (_, at) => 0x80 + at);
    return count(high) > 0
      ? {
          value: "windows-1252",
          from: "bytes that are not UTF-8, and that only Windows-1252 has a letter or mark for",
        }
      : {
          value: "windows-1252",
          from: "bytes that are not UTF-8; Latin-1 reads them alike",
        };
  }
}
