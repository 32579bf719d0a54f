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

/** Of as many values as this share of its rows, a column tells rows apart: a key in all but name. */
const nearlyAsMany = 0.8;
const fewestRows = 5;
/** The keys of such a table stand in hardly more than one row each. */
const mostRowsForKey = 1.5;

/**
 * Entries of tables that are new in a candidate and keyed by what tells rows apart: one answer for
 * each row, also where its words occur in the inputs.
 */
export const memorisedEntries = (
  tables: readonly (readonly string[])[],
  parent: readonly (readonly string[])[],
  columns: readonly (readonly string[])[],
): number => {
  const known = new Set(parent.flat().map(wordsKey));
  const fresh = tables
    .map((keys) => [...new Set(keys.map(wordsKey))].filter((key) => !known.has(key)))
    .filter((keys) => keys.length > 0);
  if (fresh.length === 0) return 0;
  const counts = columns.map(countsIn);
  return fresh
    .filter((keys) => isKeyedByRow(keys, counts))
    .reduce((sum, keys) => sum + keys.length, 0);
};

type Counts = ReadonlyMap<string, number>;

/** Of the columns that hold most of a table's keys, every one is like a key. */
const isKeyedByRow = (keys: readonly string[], columns: readonly Counts[]): boolean => {
  const holders = columns.filter((counts) => 2 * held(keys, counts).length >= keys.length);
  return holders.length > 0 && holders.every((counts) => tellsRowsApart(keys, counts));
};

const held = (keys: readonly string[], counts: Counts): readonly number[] =>
  keys.flatMap((key) => counts.get(key) ?? []);

const tellsRowsApart = (keys: readonly string[], counts: Counts): boolean => {
  const rows = sum([...counts.values()]);
  const uses = held(keys, counts);
  return (
    rows >= fewestRows &&
    counts.size >= nearlyAsMany * rows &&
    sum(uses) <= mostRowsForKey * uses.length
  );
};

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

const countsIn = (cells: readonly string[]): Counts => {
  const counts = new Map<string, number>();
  for (const cell of cells) {
    const key = wordsKey(cell);
    if (key !== "") counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
};

/** The words of a cell in one order and case, since tables are often looked up that way. */
const wordsKey = (text: string): string =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .sort()
    .join(" ");
