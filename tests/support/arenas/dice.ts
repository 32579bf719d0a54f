import { sha256 } from "../../../src/domain/digest.ts";

export interface Dice {
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
  chance(share: number): boolean;
  pick<Value>(values: readonly Value[]): Value;
  shuffled<Value>(values: readonly Value[]): Value[];
}

/** Chance that comes out the same for the same arena and seed, on every machine. */
export const diceFor = (arena: string, seed: number): Dice => {
  let state = Number.parseInt(sha256(`${arena} ${seed}`).slice(0, 8), 16) || 1;
  const roll = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number): number =>
    least + Math.floor(roll() * (most - least + 1));
  return {
    between,
    chance: (share) => roll() < share,
    pick: (values) => {
      const value = values[between(0, values.length - 1)];
      if (value === undefined) throw new Error("nothing to pick from");
      return value;
    },
    shuffled: (values) =>
      values
        .map((value) => ({ value, at: roll() }))
        .sort((a, b) => a.at - b.at)
        .map(({ value }) => value),
  };
};

export const times = <Value>(count: number, make: (at: number) => Value): Value[] =>
  Array.from({ length: count }, (_, at) => make(at));
