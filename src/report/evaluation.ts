import type { Check, Evaluation, Metrics } from "../domain/evaluation.ts";
import { aligned, count, ratio, titled } from "./layout.ts";
import type { Style } from "./style.ts";

/** The judge's verdict for people: score, every check with its reason, how the rows compare. */
export const evaluationText = (evaluation: Evaluation, style: Style): string[] => {
  const { score, total, checks, fitness, holdoutFitness, metrics } = evaluation;
  const verdict = score === total ? style.good : style.warn;
  const held =
    holdoutFitness === null
      ? style.faint("held out: too few rows to tell")
      : `held-out fitness ${ratio(holdoutFitness)}`;
  return [
    `${style.strong("Score")}  ${verdict(`${score}/${total}`)}  fitness ${ratio(fitness)}  ${held}`,
    ...checksText(checks, style),
    ...titled(style.strong("Rows against the gold"), metricsText(metrics)),
  ];
};

export const checksText = (checks: readonly Check[], style: Style): string[] =>
  titled(
    style.strong("Checks"),
    aligned(
      checks.map(({ name, passed, detail }) => [
        passed ? style.good("✓") : style.bad("✗"),
        name,
        passed ? style.faint(detail) : detail,
      ]),
    ),
  );

const metricsText = (metrics: Metrics): string[] => {
  const { matchedRows, referenceRows, missingRows, unexpectedRows } = metrics;
  return aligned([
    ["matched", `${matchedRows} of ${count(referenceRows, "gold row")}`],
    ["missing", String(missingRows)],
    ["unexpected", String(unexpectedRows)],
    ["recall", ratio(metrics.recall)],
    ["precision", ratio(metrics.precision)],
    ["row F1", ratio(metrics.rowF1)],
    ["column F1", ratio(metrics.meanColumnF1) + columnsText(metrics)],
  ]);
};

const columnsText = ({ columnF1 }: Metrics): string =>
  `  (${Object.entries(columnF1)
    .map(([column, value]) => `${column} ${ratio(value)}`)
    .join(", ")})`;

/** The fields of `evaluate --json` that the contract names. */
export const evaluationJson = (evaluation: Evaluation) => ({
  score: evaluation.score,
  total: evaluation.total,
  checks: evaluation.checks,
  metrics: evaluation.metrics,
  fitness: evaluation.fitness,
  holdoutFitness: evaluation.holdoutFitness,
});
