/** Numbers from 0 to below 1, the same for the same seed everywhere (mulberry32). */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    return scrambled(state) / 2 ** 32;
  };
};

/** Choices that look like chance and are the same for the same seeds, on every machine. */
export class SeededChoice {
  readonly #next: () => number;

  constructor(...seeds: readonly number[]) {
    this.#next = seededRandom(
      seeds.reduce((state, seed) => scrambled(state ^ (seed | 0)), 0x9e3779b9),
    );
  }

  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number {
    return Math.floor(this.#next() * end);
  }

  oneOf<T>(choices: readonly T[]): T | undefined {
    return choices[this.below(choices.length)];
  }

  shuffled<T>(items: readonly T[]): T[] {
    const keyed = items.map((item) => ({ item, key: this.below(2 ** 32) }));
    return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
  }
}

const scrambled = (value: number): number => {
  let mixed = Math.imul(value ^ (value >>> 15), value | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return (mixed ^ (mixed >>> 14)) >>> 0;
};
