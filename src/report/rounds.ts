import type { RoundRow } from "../core/observe/round-row.ts";
import { visible } from "../domain/visible.ts";
import { aligned, ratio, short } from "./layout.ts";
import type { Style } from "./style.ts";

/** Rounds as a table; where it would be too wide, the words of each go below its figures. */
export const roundRows = (rows: readonly RoundRow[], width: number, style: Style): string[] => {
  const titles = figureTitles.map(style.faint);
  const wide = rows.map((row) => [...figures(row, style), ...words(row, width)]);
  if (isWide(width))
    return aligned([[...titles, style.faint("hypothesis"), style.faint("reason")], ...wide]);
  const lines = aligned([titles, ...rows.map((row) => figures(row, style))]);
  return lines.flatMap((line, at) => {
    const row = rows[at - 1];
    return row ? [line, ...words(row, width).map((text) => `         ${text}`)] : [line];
  });
};

/** One round as a line of its own. */
export const roundLine = (row: RoundRow, style: Style): string =>
  [...figures(row, style), ...words(row, narrowest)].join("  ");

const narrowest = 112;
const isWide = (width: number): boolean => width >= narrowest;

const figureTitles = ["round", "decision", "chosen", "score", "fitness", "held out"];
const figuresWidth = 73;

const figures = (row: RoundRow, style: Style): string[] => [
  String(row.round),
  decisionText(row, style),
  row.chosen === null ? "–" : short(row.chosen),
  row.score === null ? "–" : `${row.score}/${row.total}`,
  shareText(row.fitness),
  shareText(row.holdoutFitness),
];

/** What proposer and judge say, in the room that the figures leave. */
const words = ({ hypothesis, reason }: RoundRow, width: number): string[] => {
  const room = isWide(width) ? Math.floor((width - figuresWidth) / 2) : width - 10;
  return [visible(hypothesis ?? "–", room), visible(reason, room)];
};

const shareText = (value: number | null): string => (value === null ? "–" : ratio(value));

const decisionText = ({ decision, reviewed }: RoundRow, style: Style): string => {
  const text = reviewed === null ? decision : `${decision}, ${reviewed}`;
  if (decision === "kept" || reviewed === "approved") return style.good(text);
  return decision === "pending" || decision === "void" ? style.warn(text) : text;
};
