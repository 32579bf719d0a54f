import type { Decided } from "../core/review/review.ts";
import type { ReviewSummary } from "../core/review/review-summary.ts";
import type { Pending } from "../core/trail/ledger.ts";
import type { Evaluation } from "../domain/evaluation.ts";
import { visible } from "../domain/visible.ts";
import type { RowChange } from "../policy/compare-tables.ts";
import { hunksOf, lineDiff } from "../policy/diff.ts";
import { diffText } from "./diff.ts";
import { aligned, count, ratio, short, titled } from "./layout.ts";
import type { Style } from "./style.ts";

export const pendingText = (pending: readonly Pending[], style: Style): string[] =>
  pending.length === 0
    ? ["nothing waits for review"]
    : aligned(
        pending.map(({ review, round, sha, hypothesis, reasons }) => [
          style.strong(review),
          `round ${round}`,
          short(sha),
          visible(hypothesis, 120),
          style.faint(reasons.map((reason) => visible(reason, 200)).join("; ")),
        ]),
        "",
      );

/** What a person needs to decide: whose change it is, why it waits, and what it does. */
export const reviewSummaryText = (summary: ReviewSummary, style: Style): string[] => [
  ...headText(summary, style),
  "",
  ...codeText(summary, style),
  "",
  ...changedRowsText(summary, style),
];

export const headText = ({ pending, before, after }: ReviewSummary, style: Style): string[] => [
  `${style.strong("Review")}    ${pending.review}  round ${pending.round}, candidate ${short(pending.sha)}, written by ${pending.origin}`,
  `${style.strong("Claims")}    ${visible(pending.hypothesis, 300)}`,
  ...pending.reasons.map((reason) => `${style.strong("Waits")}     ${visible(reason, 300)}`),
  `${style.strong("Fitness")}   ${pair(before.evaluation, after.evaluation, ({ fitness }) => ratio(fitness))}`,
  `${style.strong("Held out")}  ${pair(before.evaluation, after.evaluation, heldOut)}`,
  `${style.strong("Score")}     ${pair(before.evaluation, after.evaluation, ({ score, total }) => `${score}/${total}`)}`,
];

const heldOut = ({ holdoutFitness }: Evaluation): string =>
  holdoutFitness === null ? "too few rows to tell" : ratio(holdoutFitness);

const pair = (before: Evaluation, after: Evaluation, show: (one: Evaluation) => string): string =>
  `${show(before)} → ${show(after)}`;

export const codeText = ({ before, after }: ReviewSummary, style: Style): string[] =>
  diffText(hunksOf(lineDiff(before.text, after.text)), style);

export const changedRowsText = ({ rows, columns }: ReviewSummary, style: Style): string[] => {
  const { shown, removed, added } = rows;
  const more = Math.max(removed, added) > shown.length ? `, the first ${shown.length} shown` : "";
  return [
    `${style.strong("Rows")}  ${count(removed, "row")} gone or changed, ${count(added, "row")} new or changed${more}`,
    ...titled(style.faint(columns.map((name) => visible(name, 40)).join(" | ")), [
      ...shown.flatMap((change) => changeText(change, style)),
    ]),
  ];
};

const changeText = ({ before, after }: RowChange, style: Style): string[] => [
  ...(before ? [style.bad(`- ${cellsText(before)}`)] : []),
  ...(after ? [style.good(`+ ${cellsText(after)}`)] : []),
];

const cellsText = (cells: readonly string[]): string =>
  cells.map((cell) => visible(cell, 60)).join(" | ");

export const reviewSummaryJson = ({ pending, before, after, rows, columns }: ReviewSummary) => ({
  ...pending,
  before: scoresOf(before.evaluation),
  after: scoresOf(after.evaluation),
  diff: hunksOf(lineDiff(before.text, after.text)),
  columns,
  rows,
});

const scoresOf = ({ score, total, fitness, holdoutFitness }: Evaluation) => ({
  score,
  total,
  fitness,
  holdoutFitness,
});

export const decidedText = (result: Decided, style: Style): string[] => {
  const { review, decision, fault, rejudged, fitnessBefore, fitness, genome } = result;
  const figures =
    fitnessBefore === null || fitness === null
      ? ""
      : `  fitness ${ratio(fitnessBefore)} → ${ratio(fitness)}`;
  const anew = rejudged ? ["Parent or seals had changed, so it was judged anew."] : [];
  switch (decision) {
    case "approved":
      return [
        `${style.good("approved")}  ${review}${figures}`,
        ...anew,
        `in force  ${short(genome)}`,
      ];
    case "rejected":
      return [`rejected  ${review}; its text and the reason stay on record`];
    case "stale":
      return [
        `${style.bad("stale")}     ${review} no longer passes: ${fault?.detail ?? ""}`,
        ...anew,
        "nothing was changed",
      ];
  }
};

export const reviewQuestion =
  "approve (a), reject (r), show the diff (d) or the rows (o), quit (q): ";
export const reasonQuestion = "why? ";
