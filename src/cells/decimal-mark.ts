import type { Told } from "../domain/feed-reading.ts";

type Mark = "." | ",";

/** Digits grouped or divided so that they can be read in one way only. */
const decides: Record<Mark, RegExp> = {
  ".": /^(\d{1,3}(,\d{3})+\.\d+|\d{1,3}(,\d{3}){2,}|\d+\.\d{1,2}|\d+\.\d{4,}|(0|\d{4,})\.\d{3})$/,
  ",": /^(\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,}|\d+,\d{1,2}|\d+,\d{4,}|(0|\d{4,}),\d{3})$/,
};

/** A number with a mark in it, and no more around it than a sign, a currency or a unit. */
const amount =
  /^\s*[-+(]?\s*(?:[A-Za-z]{1,3}|\p{Sc})?\s?[-+]?(\d[\d.,]*[.,]\d+)\s?(?:[A-Za-z%]{1,3}|\p{Sc}|\))?\s*$/u;

/** One mark before three digits: thousands, or three decimals. */
const open = /^[1-9]\d{0,2}[.,]\d{3}$/;

/** The mark before the decimals, as the numbers in these rows use it. */
export const decimalMarkIn = (
  rows: readonly (readonly string[])[],
): Exclude<Told<Mark | null>, null> => {
  const seen = { ".": 0, ",": 0 };
  const example: { -readonly [Key in Mark | "open"]?: string } = {};
  for (const row of rows)
    for (const cell of row) {
      const digits = amount.exec(cell)?.[1];
      if (digits === undefined) continue;
      for (const mark of [".", ","] as const)
        if (decides[mark].test(digits)) {
          seen[mark]++;
          example[mark] ??= cell.trim();
        }
      if (open.test(digits)) example.open ??= cell.trim();
    }
  if (seen["."] > 0 && seen[","] > 0)
    return { value: null, from: `numbers of both kinds, ${example["."]} and ${example[","]}` };
  for (const mark of [".", ","] as const)
    if (seen[mark] > 0)
      return { value: mark, from: `${seen[mark]} numbers such as ${example[mark]}` };
  if (example.open === undefined) return { value: null, from: "no number with a mark in it" };
  const other = example.open.includes(".") ? "," : ".";
  return {
    either: [
      {
        value: example.open.includes(".") ? "." : ",",
        means: `${example.open} has three decimals`,
      },
      { value: other, means: `${example.open} is in thousands` },
    ],
  };
};
