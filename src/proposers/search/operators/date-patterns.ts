import { formatDate } from "../../../kit/index.ts";
import { counted } from "../order.ts";

/** Words and numbers that may be a part of a date or time, with what each writes. */
const wordTokens = ["MMMM", "MMM", "dddd", "ddd", "A", "a", "A.M.", "a.m."];
const numberTokens = [
  "YYYY",
  "YY",
  "MM",
  "M",
  "DD",
  "D",
  "HH",
  "H",
  "hh",
  "h",
  "mm",
  "m",
  "ss",
  "s",
  "Q",
];
const gluedTokens = [
  ..."YYYYMMDD DDMMYYYY MMDDYYYY YYMMDD DDMMYY MMDDYY YYYYMM HHmm HHmmss MMDD DDMM".split(" "),
];
const mostPatterns = 40;
const longestCell = 60;

/** A date, a date with a time, or a time, and the text that stands for it. */
export interface Written {
  readonly value: string;
  readonly text: string;
}

/** The patterns that write at least two of the texts, those that write most first. */
export const patternsFor = (examples: readonly Written[], most: number): string[] => {
  const known = new Map<string, string[]>();
  const found = examples.flatMap(({ value, text }) => {
    const key = `${value}\u0000${text}`;
    const before = known.get(key) ?? patternsOf(value, text);
    known.set(key, before);
    return before;
  });
  return counted(found)
    .filter(([, times]) => times >= 2)
    .slice(0, 4 * most)
    .sort(([a, timesOfA], [b, timesOfB]) => timesOfB - timesOfA || a.length - b.length)
    .slice(0, most)
    .map(([pattern]) => pattern);
};

/** All patterns that write this text for this value, its letters protected where they are none. */
const patternsOf = (value: string, text: string): string[] => {
  if (text.length > longestCell || text.trim() === "") return [];
  const runs = text.match(/\d+(?:st|nd|rd|th)\b|\d+|[aApP]\.[mM]\.|\p{L}+|[^\d\p{L}]+/gu) ?? [];
  let patterns = [{ pattern: "", told: 0 }];
  for (const run of runs) {
    const options = optionsFor(value, run);
    patterns = patterns
      .flatMap(({ pattern, told }) =>
        options.map((option) => ({ pattern: pattern + option.code, told: told + option.told })),
      )
      .slice(0, mostPatterns);
  }
  return patterns
    .filter(({ pattern, told }) => told > 0 && fitsItsClock(pattern))
    .map(({ pattern }) => pattern);
};

interface Option {
  readonly code: string;
  readonly told: number;
}

const optionsFor = (value: string, run: string): Option[] => {
  if (/^[^\d\p{L}]/u.test(run)) return /[[\]]/.test(run) ? [] : [{ code: run, told: 0 }];
  const isNumber = /^\d/.test(run);
  const tokens = isNumber ? [...numberTokens, "Do", ...gluedTokens] : wordTokens;
  const told = tokens
    .filter((token) => formatDate(value, token) === run)
    .map((code) => ({ code, told: 1 }));
  if (isNumber) return told;
  return [...told, { code: `[${run}]`, told: 0 }];
};

/** Hours up to 12 go with AM and PM, and the others without. */
const fitsItsClock = (pattern: string): boolean => {
  const bare = pattern.replace(/\[[^\]]*\]/g, "");
  return !/H/.test(bare) || !/[Aa]/.test(bare) ? !/h/.test(bare) || /[Aa]/.test(bare) : false;
};
