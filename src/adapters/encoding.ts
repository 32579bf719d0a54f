import { isUtf8 } from "node:buffer";

export type EncodingFault = "utf-16" | "nul-bytes" | "not-utf-8";

/** Says of a stream of bytes whether it is UTF-8 text; chunks may cut characters in two. */
export class EncodingGuard {
  #tail: Buffer = Buffer.alloc(0);
  #first = true;

  take(chunk: Buffer): EncodingFault | undefined {
    const text = this.#tail.length === 0 ? chunk : Buffer.concat([this.#tail, chunk]);
    if (this.#first && (startsWith(text, 0xff, 0xfe) || startsWith(text, 0xfe, 0xff)))
      return "utf-16";
    this.#first = false;
    if (chunk.includes(0)) return "nul-bytes";
    const whole = text.length - openSequence(text);
    this.#tail = Buffer.from(text.subarray(whole));
    return isUtf8(text.subarray(0, whole)) ? undefined : "not-utf-8";
  }

  end(): EncodingFault | undefined {
    return this.#tail.length > 0 ? "not-utf-8" : undefined;
  }
}

const startsWith = (text: Buffer, first: number, second: number): boolean =>
  text[0] === first && text[1] === second;

/** Bytes at the end that begin a multi-byte character which the next chunk completes. */
export const openSequence = (bytes: Buffer): number => {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const width = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return width > back ? back : 0;
  }
  return 0;
};
