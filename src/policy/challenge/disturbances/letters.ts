import { untagged } from "../../../cells/typing.ts";
import type { Reading } from "../readings/example.ts";
import { type Disturb, firstThatWorks, freeTexts, type Site } from "./disturbance.ts";

type Spelling = (text: string) => string;

const lower: Spelling = (text) => text.toLowerCase();
const upper: Spelling = (text) => text.toUpperCase();
const capital: Spelling = (text) => `${upper(text.slice(0, 1))}${lower(text.slice(1))}`;
const swapped: Spelling = (text) => `${lower(text.slice(0, 1))}${upper(text.slice(1))}`;
const cases = [lower, upper, capital, swapped];

/** A code is short and has its answer in capitals. */
const isCode = (answer: string): boolean => /^\p{Lu}{2,5}$/u.test(answer);

/** The new spelling, where every program that explains the arena reads the same in it. */
const inOtherLetters = (
  site: Site,
  spellings: readonly Spelling[],
  isMeant: (answer: string) => boolean,
) =>
  firstThatWorks(site, freeTexts(site), ({ column, gold, reading }) => {
    const cell = site.cells[column] ?? "";
    if (!isMeant(untagged(site.source.answer[gold] ?? ""))) return null;
    const made = site.random.shuffled(spellings).map((spell) => spell(cell));
    const found = made.find((to) => to !== cell && readsAlike(reading, site, column, to));
    return found === undefined ? null : { [column]: found };
  });

const readsAlike = (reading: Reading, { cells }: Site, column: string, to: string): boolean => {
  const said = reading.of(cells);
  return said !== null && said === reading.of({ ...cells, [column]: to });
};

export const codeCase: Disturb = (site) => inOtherLetters(site, cases, isCode);

export const wordCase: Disturb = (site) => inOtherLetters(site, cases, (answer) => !isCode(answer));

const marks: readonly Spelling[] = ["-", "_", " / "].map(
  (mark) => (text: string) => text.trim().replace(/[\s_/-]+/g, mark),
);
const ends: readonly Spelling[] = ["!", "…", " 🙂"].map(
  (end) => (text: string) => text.trim() + end,
);

export const wordMarks: Disturb = (site) =>
  inOtherLetters(site, [...marks, ...ends], (answer) => !isCode(answer));
