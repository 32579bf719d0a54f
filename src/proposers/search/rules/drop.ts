import { canonicalToken, isBlank } from "../../../kit/index.ts";
import type { Guard } from "../frame.ts";
import { blankGuards, hasWord, isOneOf, wordsIn } from "../guards.ts";
import { counted, sorted } from "../order.ts";
import type { DropRule } from "../program/program.ts";
import type { Row } from "../rows.ts";

/** A rule that keeps rows out is believed when luck has one chance in ten thousand. */
const mostLuck = 0.0001;
/** The same for one value of several, among all that a column has. */
const mostLuckOfOne = 0.05;
const mostRules = 4;
const mostValues = 6;

/**
 * Which rows are not wanted: those that a condition tells from every row that is. Where a share of
 * the gold is hidden, so many rows without an answer are luck with that share to their power.
 */
export const findDrops = (
  aligned: readonly Row[],
  spare: readonly Row[],
  columns: readonly string[],
  hidden: number,
): DropRule[] => {
  const rules: DropRule[] = [];
  let rest = spare;
  while (rules.length < mostRules) {
    const [best] = candidates(aligned, rest, columns, hidden);
    if (!best) break;
    rules.push(best);
    rest = rest.filter((row) => !best.guard.holds(row));
  }
  return rules;
};

const candidates = (
  aligned: readonly Row[],
  spare: readonly Row[],
  columns: readonly string[],
  hidden: number,
): DropRule[] => {
  const guards = columns.flatMap((column) => guardsOn(column, aligned, spare, hidden));
  const rules = guards.flatMap((guard): DropRule[] => {
    const support = spare.filter(guard.holds).length;
    const isLuck = hidden ** support > mostLuck;
    return isLuck || aligned.some(guard.holds) ? [] : [{ guard, support }];
  });
  return sorted(rules, ({ guard, support }) => guard.bits - 4 * support);
};

const guardsOn = (
  column: string,
  aligned: readonly Row[],
  spare: readonly Row[],
  hidden: number,
): Guard[] => {
  const raw = strangers(aligned, spare, ({ cells }) => [cells[column] ?? ""]);
  // Where values are many, some are always missing: each of several must be telling by itself.
  const tries = new Set([...aligned, ...spare].map(({ cells }) => cells[column])).size;
  const several = raw.filter((value) => {
    const times = spare.filter(({ cells }) => cells[column] === value).length;
    return tries * hidden ** times <= mostLuckOfOne;
  });
  const folded = strangers(aligned, spare, ({ cells }) => [canonicalToken(cells[column])]);
  const words = strangers(aligned, spare, (row) => wordsIn(row.cells[column] ?? ""));
  return [
    ...blankGuards(column),
    ...raw.map((value) => isOneOf(column, [value], false)),
    ...(several.length > 1 ? [isOneOf(column, several, false)] : []),
    ...folded.map((token) => isOneOf(column, [token], true)),
    ...words.map((word) => hasWord(column, word)),
  ];
};

/** What several rows without an answer have, and no row with one. */
const strangers = (
  aligned: readonly Row[],
  spare: readonly Row[],
  marksOf: (row: Row) => readonly string[],
): string[] => {
  const known = new Set(aligned.flatMap(marksOf));
  return counted(spare.flatMap(marksOf))
    .filter(([mark, times]) => times >= 2 && !known.has(mark) && !isBlank(mark))
    .slice(0, mostValues)
    .map(([mark]) => mark);
};
