import type { Arena } from "../../domain/arena.ts";
import type { ColumnSource } from "./column-sources.ts";
import type { ObservedRow } from "./fallback.ts";
import type { Identifier } from "./identifiers.ts";
import type { Example } from "./readers/example.ts";

/** Why a copy of a row, however it is written, would have no sure answer in an arena. */
export type Blocker =
  | { readonly code: "nothing-aligned" }
  | { readonly code: "drops-duplicates" }
  | { readonly code: "groups-rows"; readonly column: string }
  | { readonly code: "no-identifier" }
  | { readonly code: "key-not-fresh"; readonly column: string }
  | { readonly code: "numbers-rows"; readonly column: string }
  | { readonly code: "hangs-on-file"; readonly column: string };

interface Question {
  readonly arena: Arena;
  readonly sources: readonly (Example & { readonly file: string })[];
  readonly identifiers: readonly Identifier[];
  readonly key: readonly number[];
  readonly unsourced: readonly number[];
  readonly columnSources: readonly ColumnSource[];
  readonly observed: readonly ObservedRow[];
  /** The whole gold, as the judge compares it. */
  readonly answers: readonly (readonly string[])[];
  readonly dropsDuplicates: boolean;
  readonly keepsDuplicates: boolean;
}

const fewestRows = 5;

export const blockerFor = (question: Question): Blocker | null => {
  const { arena, sources, identifiers, key, unsourced } = question;
  const nameOf = (at: number): string => arena.master.columns[at]?.name ?? "";
  if (sources.length === 0) return { code: "nothing-aligned" };
  const bound = unsourced.find((at) => hangsOnFile(sources, at));
  if (bound !== undefined) return { code: "hangs-on-file", column: nameOf(bound) };
  const numbered = unsourced.find((at) => numbersRows(sources, at));
  if (numbered !== undefined) return { code: "numbers-rows", column: nameOf(numbered) };
  const isFresh = (at: number): boolean =>
    identifiers.some(({ columnSources }) => columnSources.some(({ gold }) => gold === at));
  if (key.length > 0)
    return key.some(isFresh) ? null : { code: "key-not-fresh", column: key.map(nameOf).join(", ") };
  if (question.dropsDuplicates) return { code: "drops-duplicates" };
  const grouping = question.columnSources.find(
    (one) => !isFresh(one.gold) && groupsRows(question, one),
  );
  if (grouping !== undefined) return { code: "groups-rows", column: nameOf(grouping.gold) };
  return identifiers.length > 0 || question.keepsDuplicates ? null : { code: "no-identifier" };
};

/**
 * A name that the gold has but once, and rows without an answer that bear it too: they are summed
 * up or dropped there, and a copy of a row would be as well.
 */
const groupsRows = (question: Question, { type, gold, reader }: ColumnSource): boolean => {
  const answers = new Set(question.answers.map((answer) => answer[gold]));
  return (
    type === "text" &&
    answers.size >= fewestRows &&
    answers.size === question.answers.length &&
    question.observed.some(
      ({ cells, isAnswered }) => !isAnswered && answers.has(reader.read(cells) ?? undefined),
    )
  );
};

/** The answer is one throughout each file and another elsewhere, or is the file's own name. */
const hangsOnFile = (sources: Question["sources"], at: number): boolean => {
  const byFile = new Map<string, Set<string | undefined>>();
  for (const { file, answer } of sources)
    byFile.set(file, (byFile.get(file) ?? new Set()).add(answer[at]));
  const all = new Set(sources.map(({ answer }) => answer[at]));
  const isOneEach = [...byFile.values()].every((values) => values.size === 1);
  return (
    (isOneEach && all.size > 1) || sources.every(({ file, answer }) => isNameOf(file, answer[at]))
  );
};

const isNameOf = (file: string, answer = ""): boolean => {
  const said = answer.slice(1).toLowerCase();
  return (
    said !== "" && [file.toLowerCase(), file.toLowerCase().replace(/\.csv$/, "")].includes(said)
  );
};

/** Ever more from row to row: a place in a list, which a new row would shift. */
const numbersRows = (sources: Question["sources"], at: number): boolean => {
  const numbers = sources.map(({ answer }) => Number(answer[at]?.slice(1) || Number.NaN));
  return (
    numbers.length >= fewestRows &&
    numbers.every((number, place) => place === 0 || number > (numbers[place - 1] ?? 0))
  );
};

/** For people: why, and what can be done. */
export const blockerText = (blocker: Blocker): { reason: string; hint: string } => {
  switch (blocker.code) {
    case "nothing-aligned":
      return {
        reason: "no input row lines up with exactly one gold row",
        hint: "check with cleanloop evaluate that the gold belongs to these inputs",
      };
    case "drops-duplicates":
      return {
        reason:
          "rows that say the same become one here, so a copy of a row has no answer of its own",
        hint: "name the columns that identify a row as gold.key in arena.json",
      };
    case "groups-rows":
      return {
        reason: `the gold has each "${blocker.column}" once, and some input rows with one are summed up or dropped`,
        hint: "name the columns that identify a row as gold.key in arena.json",
      };
    case "no-identifier":
      return {
        reason: "no input column tells rows apart, so a copy could be taken for a duplicate",
        hint: "give the feeds a column with a number of its own in every row",
      };
    case "key-not-fresh":
      return {
        reason: `gold.key (${blocker.column}) holds nothing that a new value could be made for`,
        hint: "a key such as INV-1001, carried from an input column, could be made fresh",
      };
    case "numbers-rows":
      return {
        reason: `the gold's column "${blocker.column}" numbers the rows, so a new row has no known number`,
        hint: "leave a running number out of the gold",
      };
    case "hangs-on-file":
      return {
        reason: `the gold's column "${blocker.column}" depends on the file that a row comes from`,
        hint: "a challenge comes in a file of its own, so such a column must not be in the gold",
      };
  }
};
