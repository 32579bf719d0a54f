import { asText, type MaybeText } from "./value.ts";

export interface NearestOptions {
  /** How many letters may be wrong, missing or too many. Default: 1. */
  within?: number;
  /** Characters of the text that stand for any one character, and cost nothing. */
  wildcards?: string;
}

/**
 * Makes a function that gives the word of a list that is nearest to a text, by letters that have
 * to be changed, put in or left out. `null` when none is near, or two are equally near.
 *
 * @example nearestOf(["Bath", "Bristol"])("Bristal") // "Bristol"
 * @example nearestOf(["Bath", "Both"])("Bxth", { wildcards: "x" }) // null
 * @example nearestOf(["birmingham"], { wildcards: "x" })("bxrmxngham") // "birmingham"
 */
export function nearestOf(
  list: readonly string[],
  options: NearestOptions = {},
): (text: MaybeText) => string | null {
  const entries = [...new Set(list)].map(entryOf);
  const known = new Map<string, string | null>();
  return (cell) => {
    const text = asText(cell);
    const answer = known.get(text);
    if (answer !== undefined) return answer;
    const found = nearest(text, entries, options);
    known.set(text, found);
    return found;
  };
}

export interface SpelledWord {
  readonly word: string;
  readonly letters: readonly string[];
  readonly mask: number;
}

export function entryOf(word: string): SpelledWord {
  const letters = [...asText(word)];
  return { word, letters, mask: maskOf(letters) };
}

/** The only entry that is nearest. */
export function nearest(
  text: string,
  entries: readonly SpelledWord[],
  { within = 1, wildcards = "" }: NearestOptions,
): string | null {
  const letters = [...text];
  const solid = letters.filter((letter) => !wildcards.includes(letter));
  const mask = maskOf(solid);
  const slack = 2 * within + 2 * (letters.length - solid.length);
  let best: string | null = null;
  let least = within + 1;
  for (const entry of entries) {
    if (Math.abs(entry.letters.length - letters.length) > within) continue;
    if (bitsIn(mask ^ entry.mask) > slack) continue;
    const cost = distance(letters, entry.letters, wildcards, least);
    if (cost < least) [best, least] = [entry.word, cost];
    else if (cost === least && cost <= within) best = null;
  }
  return best;
}

/** One bit for each kind of letter: words that differ in many of these cannot be near. */
function maskOf(letters: readonly string[]): number {
  return letters.reduce((mask, letter) => mask | (1 << ((letter.codePointAt(0) ?? 0) & 31)), 0);
}

function bitsIn(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/**
 * The fewest changes from one word to the other; anything above `most` once it is more than that.
 * Only places that lie within `most` of each other are compared, so long words cost little.
 */
function distance(
  from: readonly string[],
  to: readonly string[],
  wildcards: string,
  most: number,
): number {
  const far = most + 1;
  const width = 2 * most + 1;
  // The cell at `slot` compares so many letters of `from` with `slot - most` more of `to`.
  let above = Array.from({ length: width }, (_, slot) => (slot < most ? far : slot - most));
  for (const [row, letter] of from.entries()) {
    const isAny = wildcards.includes(letter);
    const line: number[] = [];
    for (let slot = 0; slot < width; slot++) {
      const at = row + slot - most;
      const same = isAny || letter === to[at] ? 0 : 1;
      const changed = at < 0 || at >= to.length ? far : (above[slot] ?? far) + same;
      const isInside = at >= -1 && at < to.length;
      const leftOut = (above[slot + 1] ?? far) + 1;
      const putIn = (line[slot - 1] ?? far) + 1;
      line.push(isInside ? Math.min(changed, leftOut, putIn, far) : far);
    }
    if (Math.min(...line) > most) return far;
    above = line;
  }
  return above[to.length - from.length + most] ?? far;
}
