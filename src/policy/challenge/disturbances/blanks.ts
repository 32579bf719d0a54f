import { type Disturb, firstThatWorks, freeDates, freeNumbers, freeTexts } from "./disturbance.ts";

const around = ["  #", "# ", " #  ", "   #"];
const noBreak = "\u00a0";

export const blanksAround: Disturb = (site) =>
  firstThatWorks(site, [...freeNumbers(site), ...freeDates(site), ...freeTexts(site)], (one) =>
    framed(one.column, site.cells[one.column] ?? "", site.random.oneOf(around)),
  );

/** Blanks that look like others: no-break ones at the ends, double ones between words. */
export const oddBlanks: Disturb = (site) =>
  firstThatWorks(site, [...freeNumbers(site), ...freeDates(site), ...freeTexts(site)], (one) => {
    const cell = site.cells[one.column] ?? "";
    const isSpaced = one.type === "number" && /\p{L} | \p{L}/u.test(cell);
    if (isSpaced)
      return { [one.column]: cell.replace(" ", site.random.oneOf(["  ", noBreak]) ?? "") };
    return framed(one.column, cell, site.random.oneOf([`${noBreak}#`, `#${noBreak}`]));
  });

export const innerBlanks: Disturb = (site) =>
  firstThatWorks(site, freeTexts(site), ({ column }) => ({
    [column]: (site.cells[column] ?? "").trim().replace(" ", "  "),
  }));

const framed = (column: string, cell: string, frame = "#") => ({
  [column]: frame.replace("#", () => cell),
});
