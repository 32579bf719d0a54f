import { CURRENCIES, isMissing, lowerCase, upperCase } from "../../../src/kit/index.ts";
import type { Dice } from "./dice.ts";

export interface Pseudonyms {
  /** Every word replaced by its pseudonym in the same case; marks and currency words stay. */
  words(text: string): string;
  /** Every digit but the zero replaced, so that amounts keep their shape and their equals. */
  digits(text: string): string;
}

const vowels = "aeiou";
const consonants = "bcdfghjklmnprstvwz";
const kept = new Set([...CURRENCIES, "CR"].map(lowerCase));
/** One letter behind a number may be read as a power of ten. */
const powers = new Set(["k", "m", "b", "e"]);

export const pseudonyms = (dice: Dice): Pseudonyms => {
  const known = new Map<string, string>();
  const taken = new Set<string>();
  const isUsable = (word: string, original: string): boolean =>
    word !== original &&
    !taken.has(word) &&
    !kept.has(word) &&
    !powers.has(word) &&
    !isMissing(word);
  const invent = (original: string): string => {
    for (let attempt = 0; attempt < 1_000; attempt++) {
      const length = attempt < 100 ? "" : dice.pick([...vowels]); // all short ones are taken
      const word = [...original].map((letter) => likeLetter(dice, letter)).join("") + length;
      if (isUsable(word, original)) return word;
    }
    throw new Error(`no pseudonym is left for ${original}`);
  };
  const pseudonym = (original: string): string => {
    const word = known.get(original) ?? invent(original);
    known.set(original, word);
    taken.add(word);
    return word;
  };
  const digit = new Map(dice.shuffled([..."123456789"]).map((to, at) => [String(at + 1), to]));
  return {
    words: (text) =>
      text.replace(/\p{L}+/gu, (word) =>
        kept.has(lowerCase(word)) ? word : inCaseOf(word, pseudonym(lowerCase(word))),
      ),
    digits: (text) => text.replace(/[1-9]/g, (one) => digit.get(one) ?? one),
  };
};

const likeLetter = (dice: Dice, letter: string): string => {
  if (vowels.includes(letter)) return dice.pick([...vowels]);
  return /[a-z]/.test(letter) ? dice.pick([...consonants]) : letter;
};

const inCaseOf = (word: string, pseudonym: string): string => {
  if (word === upperCase(word)) return upperCase(pseudonym);
  return word.charAt(0) === upperCase(word.charAt(0))
    ? upperCase(pseudonym.charAt(0)) + pseudonym.slice(1)
    : pseudonym;
};
