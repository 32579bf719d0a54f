import { isWordy } from "../fallback.ts";
import { numbersOf } from "../source.ts";
import { type Disturb, firstThatWorks, type Site } from "./disturbance.ts";

/** Numbers that stand as words and are settled by another column. */
const freeWords = (site: Site) =>
  numbersOf(site.source).filter(
    ({ column, steps }) =>
      steps.length > 0 && !site.changed.has(column) && isWordy(site.cells[column] ?? ""),
  );

type Spelling = (words: readonly string[]) => string;

const spellings: readonly Spelling[] = [
  (words) => words.join(" ").toUpperCase(),
  (words) => words.join("_").toLowerCase(),
  (words) => words.join(" - "),
  (words) => words.toReversed().join(" / ").toLowerCase(),
  (words) => `${words.join("-").toUpperCase()}!!`,
  (words) => `${words.toReversed().join("  ")}?`,
  (words) => `${words.join(".")} 🙂`,
  (words) => ` (${words.join(" ").toLowerCase()})`,
];

/** Another of the arena's own words for "not known yet", spelled in yet another way. */
export const otherWords: Disturb = (site) =>
  firstThatWorks(site, freeWords(site), ({ column }) => {
    const word = site.random.oneOf(site.ground.traits.words.get(column) ?? []);
    const parts = word?.match(/\p{L}+/gu);
    const spell = site.random.oneOf(spellings);
    return parts && spell ? { [column]: spell(parts) } : null;
  });

export const blanked: Disturb = (site) =>
  firstThatWorks(site, freeWords(site), ({ column }) =>
    site.ground.traits.blankable.has(column)
      ? { [column]: site.random.oneOf(["", "  ", "\u00a0"]) ?? "" }
      : null,
  );

const wordsForNothing = ["NULL", "None", "#N/A", "NaN", "<null>", "N/A", "(null)", "undefined"];

/** Where a blank is known to say nothing, so does what programs write instead of one. */
export const nullWords: Disturb = (site) =>
  firstThatWorks(site, freeWords(site), ({ column }) =>
    site.ground.traits.blankable.has(column) || site.ground.traits.words.has(column)
      ? { [column]: site.random.oneOf(wordsForNothing) ?? "" }
      : null,
  );
