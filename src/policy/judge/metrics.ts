import type { Column } from "../../domain/arena.ts";
import type { Metrics } from "../../domain/evaluation.ts";

export interface Counts {
  readonly reference: number;
  readonly output: number;
  readonly matched: number;
  readonly leftOut: number;
  /** By column: how many of its values are in both, counted as multisets. */
  readonly matchedValues: readonly number[];
}

export const metricsOf = (columns: readonly Column[], counts: Counts): Metrics => {
  const { reference, output, matched, matchedValues } = counts;
  const f1 = (both: number): number => share(2 * both, reference + output);
  const columnF1 = columns.map(({ name }, at) => [name, f1(matchedValues[at] ?? 0)] as const);
  return {
    referenceRows: reference,
    outputRows: output,
    matchedRows: matched,
    missingRows: reference - matched,
    unexpectedRows: output - matched,
    leftOutRows: counts.leftOut,
    recall: share(matched, reference),
    precision: output === 0 && reference > 0 ? 0 : share(matched, output),
    rowF1: f1(matched),
    columnF1: Object.fromEntries(columnF1),
    meanColumnF1: columnF1.reduce((sum, [, score]) => sum + score, 0) / columns.length,
  };
};

/** Where nothing was asked for and nothing given, all is right. */
const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);
