import type { Mark } from "../core/observe/marks.ts";
import type { Point } from "../core/observe/series.ts";
import { axisWidth, columnsFor } from "./chart.ts";

/** One character for each column of a chart above: what its rounds came to. */
export const fateLine = (series: readonly Point[], width: number): string =>
  line(
    columnsFor(series.length, width).map(({ from, to, first }) => {
      if (!first) return " ";
      const here = series.slice(from, to);
      const found = fates.find(({ decision }) =>
        here.some(({ decisions }) => decisions[decision] > 0),
      );
      return found?.sign ?? " ";
    }),
  );

/** The one that a person looks for first wins a column. */
const fates = [
  { decision: "kept", sign: "●" },
  { decision: "pending", sign: "◆" },
  { decision: "rejected", sign: "×" },
  { decision: "reverted", sign: "○" },
  { decision: "void", sign: "–" },
] as const;

export const fatesLegend = "● kept  ○ reverted  × rejected  ◆ waits for review  – void";

const levels = ["▁", "▃", "▅", "█"] as const;

export const trustLine = (series: readonly Point[], width: number): string =>
  line(columnsFor(series.length, width).map(({ to }) => levels[series[to - 1]?.level ?? 0] ?? " "));

const letters: Readonly<Partial<Record<Mark["kind"], string>>> = {
  reset: "R",
  adopted: "A",
  challenge: "C",
  seals: "S",
  feeds: "F",
  tripwire: "!",
};

/** What stands for it below a chart; null for what a chart shows otherwise. */
export const markLetter = ({ kind }: Mark): string | null => letters[kind] ?? null;

/** Where between rounds something happened; blank where nothing did. */
export const happeningsLine = (
  series: readonly Point[],
  marks: readonly Mark[],
  width: number,
): string => {
  const columns = columnsFor(series.length, width);
  const signs = columns.map(() => " ");
  for (const mark of marks) {
    const [letter, { after }] = [markLetter(mark), mark];
    if (letter === null) continue;
    const point = series.findIndex(({ round }) => round > after);
    const at = point === -1 ? columns.length - 1 : columns.findIndex(({ to }) => to > point);
    if (signs[at] === " ") signs[at] = letter;
  }
  return signs.every((sign) => sign === " ") ? "" : line(signs);
};

export const happeningsLegend =
  "R reset  A adopted  C challenge  S seals accepted  F feeds changed  ! tripwire";

const line = (signs: readonly string[]): string =>
  `${" ".repeat(axisWidth)}${signs.join("")}`.trimEnd();
