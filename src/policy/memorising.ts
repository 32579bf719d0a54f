import { canonicalDecimal } from "../cells/decimal.ts";
import { WordFinder } from "./word-finder.ts";

const shortest = 2;

/** One spelling for all that is the same cell: case, outer blanks and a number's sign aside. */
export const cellKey = (text: string): string => {
  const trimmed = text.trim();
  return canonicalDecimal(trimmed)?.replace("-", "") ?? trimmed.toLowerCase();
};

/**
 * What may be learnt by heart: literals that are new in a candidate and are whole cells of the
 * gold, also as pieces of a list in one string. `inGold` is asked by `cellKey`.
 */
export const suspectsIn = (
  candidate: readonly string[],
  parent: readonly string[],
  inGold: (key: string) => boolean,
): string[] => {
  const known = new Set(parent.flatMap(piecesOf).map(cellKey));
  const fresh = candidate.flatMap(piecesOf).map(cellKey);
  return [...new Set(fresh)].filter(
    (key) => key.length >= shortest && !known.has(key) && inGold(key),
  );
};

const piecesOf = (literal: string): string[] => [literal, ...literal.split(/[,;|\t\r\n]+/)];

/** Crosses off the suspects that some input holds; what is left at the end was memorised. */
export class Memorised {
  readonly #left: Set<string>;
  readonly #finder: WordFinder;
  /** Two numbers may share a spelling: 1.234 is both a fraction and a thousand. */
  readonly #spelled = new Map<string, readonly string[]>();

  constructor(suspects: readonly string[]) {
    this.#left = new Set(suspects);
    for (const suspect of suspects)
      for (const spelling of spellingsOf(suspect))
        this.#spelled.set(spelling, [...(this.#spelled.get(spelling) ?? []), suspect]);
    this.#finder = new WordFinder([...this.#spelled.keys()]);
  }

  /** One cell of an input; all of them are to be shown, in any order. */
  take(cell: string): void {
    if (this.#left.size === 0) return;
    for (const spelling of this.#finder.wordsIn(cell.toLowerCase()))
      for (const suspect of this.#spelled.get(spelling) ?? []) this.#left.delete(suspect);
  }

  get left(): readonly string[] {
    return [...this.#left];
  }
}

/** A number as feeds write it: thousands grouped or not, its decimals behind a point or a comma. */
const spellingsOf = (key: string): string[] => {
  const [, whole, decimals] = /^(\d+)(?:\.(\d+))?$/.exec(key) ?? [];
  if (whole === undefined) return [key];
  return ["", ",", ".", " ", "'"].flatMap((group) => {
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
    return decimals === undefined ? grouped : [`${grouped}.${decimals}`, `${grouped},${decimals}`];
  });
};
