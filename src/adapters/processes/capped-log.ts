/** Keeps the beginning and the end of what a program prints, whatever the amount. */
export class CappedLog {
  #head: Buffer = Buffer.alloc(0);
  #tail: Buffer = Buffer.alloc(0);
  #total = 0;
  readonly #half: number;

  constructor(keptBytes: number) {
    this.#half = Math.floor(keptBytes / 2);
  }

  get totalBytes(): number {
    return this.#total;
  }

  get truncated(): boolean {
    return this.#total > 2 * this.#half;
  }

  take(chunk: Buffer): void {
    this.#total += chunk.length;
    const toHead = chunk.subarray(0, this.#half - this.#head.length);
    if (toHead.length > 0) this.#head = Buffer.concat([this.#head, toHead]);
    const rest = chunk.subarray(toHead.length);
    if (rest.length > 0) this.#tail = lastOf(this.#tail, rest, this.#half);
  }

  text(): string {
    const leftOut = this.#total - this.#head.length - this.#tail.length;
    if (leftOut === 0) return Buffer.concat([this.#head, this.#tail]).toString();
    return `${this.#head}\n… ${leftOut} bytes left out …\n${this.#tail}`;
  }
}

const lastOf = (before: Buffer, after: Buffer, length: number): Buffer => {
  const whole = after.length >= length ? after : Buffer.concat([before, after]);
  return Buffer.from(whole.subarray(Math.max(0, whole.length - length)));
};
