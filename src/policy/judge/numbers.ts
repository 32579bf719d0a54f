/** A list of whole numbers of four bytes each; an array of a million takes twice that and more. */
export class Numbers {
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

  copy(): Numbers {
    const copy = new Numbers();
    copy.length = this.length;
    copy.#values = this.#values.slice();
    return copy;
  }

  #grow(): void {
    const larger = new Uint32Array(2 * this.length);
    larger.set(this.#values);
    this.#values = larger;
  }
}
