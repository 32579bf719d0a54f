import { untagged } from "../../../cells/typing.ts";
import { numberSourcesOf } from "../column-sources.ts";
import { isWordy } from "../fallback.ts";
import type { CellReader } from "../readers/example.ts";
import {
  type CopyState,
  type Disturb,
  firstThatWorks,
  freeDates,
  freeNumbers,
  freeTexts,
} from "./disturbance.ts";

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
  state: CopyState,
  spellings: readonly Spelling[],
  isMeant: (answer: string) => boolean,
) =>
  firstThatWorks(state, freeTexts(state), ({ column, gold, reader }) => {
    const cell = state.cells[column] ?? "";
    if (!isMeant(untagged(state.source.answer[gold] ?? ""))) return null;
    const made = state.random.shuffled(spellings).map((spell) => spell(cell));
    const found = made.find((to) => to !== cell && readsAlike(reader, state, column, to));
    return found === undefined ? null : { [column]: found };
  });

const readsAlike = (
  reader: CellReader,
  { cells }: CopyState,
  column: string,
  to: string,
): boolean => {
  const said = reader.read(cells);
  return said !== null && said === reader.read({ ...cells, [column]: to });
};

export const codeCase: Disturb = (state) => inOtherLetters(state, cases, isCode);

export const wordCase: Disturb = (state) =>
  inOtherLetters(state, cases, (answer) => !isCode(answer));

const marks: readonly Spelling[] = ["-", "_", " / "].map(
  (mark) => (text: string) => text.trim().replace(/[\s_/-]+/g, mark),
);
const ends: readonly Spelling[] = ["!", "…", " 🙂"].map(
  (end) => (text: string) => text.trim() + end,
);

export const wordMarks: Disturb = (state) =>
  inOtherLetters(state, [...marks, ...ends], (answer) => !isCode(answer));

/** Numbers that stand as words and are settled by another column. */
const freeWords = (state: CopyState) =>
  numberSourcesOf(state.source).filter(
    ({ column, steps }) =>
      steps.length > 0 && !state.changed.has(column) && isWordy(state.cells[column] ?? ""),
  );

type WordSpelling = (words: readonly string[]) => string;

const wordSpellings: readonly WordSpelling[] = [
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
export const otherWords: Disturb = (state) =>
  firstThatWorks(state, freeWords(state), ({ column }) => {
    const word = state.random.oneOf(state.facts.evidence.words.get(column) ?? []);
    const parts = word?.match(/\p{L}+/gu);
    const spell = state.random.oneOf(wordSpellings);
    return parts && spell ? { [column]: spell(parts) } : null;
  });

export const blanked: Disturb = (state) =>
  firstThatWorks(state, freeWords(state), ({ column }) =>
    state.facts.evidence.blankable.has(column)
      ? { [column]: state.random.oneOf(["", "  ", "\u00a0"]) ?? "" }
      : null,
  );

const nullWordsOfPrograms = ["NULL", "None", "#N/A", "NaN", "<null>", "N/A", "(null)", "undefined"];

/** Where a blank is known to say nothing, so does what programs write instead of one. */
export const nullWords: Disturb = (state) =>
  firstThatWorks(state, freeWords(state), ({ column }) =>
    state.facts.evidence.blankable.has(column) || state.facts.evidence.words.has(column)
      ? { [column]: state.random.oneOf(nullWordsOfPrograms) ?? "" }
      : null,
  );

const around = ["  #", "# ", " #  ", "   #"];
const noBreak = "\u00a0";

export const blanksAround: Disturb = (state) =>
  firstThatWorks(state, [...freeNumbers(state), ...freeDates(state), ...freeTexts(state)], (one) =>
    framed(one.column, state.cells[one.column] ?? "", state.random.oneOf(around)),
  );

/** Blanks that look like others: no-break ones at the ends, double ones between words. */
export const oddBlanks: Disturb = (state) =>
  firstThatWorks(
    state,
    [...freeNumbers(state), ...freeDates(state), ...freeTexts(state)],
    (one) => {
      const cell = state.cells[one.column] ?? "";
      const isSpaced = one.type === "number" && /\p{L} | \p{L}/u.test(cell);
      if (isSpaced)
        return { [one.column]: cell.replace(" ", state.random.oneOf(["  ", noBreak]) ?? "") };
      return framed(one.column, cell, state.random.oneOf([`${noBreak}#`, `#${noBreak}`]));
    },
  );

export const innerBlanks: Disturb = (state) =>
  firstThatWorks(state, freeTexts(state), ({ column }) => ({
    [column]: (state.cells[column] ?? "").trim().replace(" ", "  "),
  }));

const framed = (column: string, cell: string, frame = "#") => ({
  [column]: frame.replace("#", () => cell),
});

const remarks = [
  'see "Q3, final" sheet, row 7',
  'paid in two parts, "cash", then transfer',
  "first, second, and third reminder",
  'cancelled, then "un-cancelled", keep',
];

/** Commas and quotes in a text that no answer comes from. */
export const quotedCommas: Disturb = (state) =>
  firstThatWorks(
    state,
    [...state.facts.evidence.notes].filter(
      (column) => column in state.cells && !state.changed.has(column),
    ),
    (column) => ({ [column]: state.random.oneOf(remarks) ?? "" }),
  );

/** The same day in another notation of the same column. */
export const otherDates: Disturb = (state) =>
  firstThatWorks(state, freeDates(state), ({ column, gold, reader }) => {
    const present = (state.cells[column] ?? "").trim();
    const spellings = reader.spellings(untagged(state.source.answer[gold] ?? ""));
    const to = state.random.oneOf(spellings.filter((spelling) => spelling !== present));
    return to === undefined ? null : { [column]: to };
  });
