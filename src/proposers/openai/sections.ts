import type { Assignment, Attempt, InputRows } from "../../domain/proposing.ts";
import { examplesFrom } from "./examples.ts";
import { dataLine } from "./fence.ts";
import type { Section } from "./within.ts";

/** What there is to show beside the genome, each part with its share of the space. */
export const sectionsOf = (assignment: Assignment): Section[] => {
  const { nearMisses, lacking, unexpected } = examplesFrom(assignment);
  const columns = dataLine(assignment.arena.master.columns.map(({ name }) => name));
  return [
    {
      title: "What was tried before, the latest first; do not try it again as it is",
      name: "attempts",
      lines: attemptLines(assignment),
      weight: 15,
    },
    {
      title:
        "What waits for a person, or was refused by one; do not propose it, by itself or in part",
      name: "reviews",
      lines: reviewLines(assignment),
      weight: 5,
    },
    {
      title: `Rows of master that are wrong, with the right row (columns ${columns})`,
      name: "wrong rows",
      lines: nearMisses.map(dataLine),
      weight: 25,
    },
    {
      title: "Right rows of master that are lacking, with the input row that each most likely is",
      name: "missing rows",
      lines: lacking.map(dataLine),
      weight: 30,
    },
    {
      title: "Rows of master that should not be there",
      name: "unexpected rows",
      lines: unexpected.map(dataLine),
      weight: 10,
    },
    {
      title: "The input files: every header, then some rows of each",
      name: "input",
      lines: sampleLines(assignment.inputs),
      weight: 20,
    },
  ];
};

const mostAttempts = 20;

/** What was tried before: first what was tried on this very genome, the latest first. */
const attemptLines = ({ attempts, genome }: Assignment): string[] => {
  const latestFirst = attempts.toReversed();
  const isHere = ({ parent }: Attempt): boolean => parent === genome.sha;
  return [...latestFirst.filter(isHere), ...latestFirst.filter((one) => !isHere(one))]
    .slice(0, mostAttempts)
    .map((attempt) =>
      dataLine({
        on: isHere(attempt) ? "the present genome" : "an earlier genome",
        idea: attempt.hypothesis,
        ...verdictOf(attempt),
      }),
    );
};

/** The refusals first: a candidate that brings one of those rules never runs. */
const reviewLines = ({ parked, refusedRules }: Assignment): string[] => [
  ...refusedRules.map((rule) => dataLine({ refused: rule })),
  ...parked.map(({ hypothesis }) => dataLine({ waits: hypothesis })),
];

/** That rows nobody showed came out wrong may be said; how many may not. */
const verdictOf = ({ result, detail }: Attempt): { result: string; why: string } =>
  result === "overfit" || result === "holdout-lower"
    ? { result: "overfit", why: "right on the rows that were shown, not on others" }
    : { result, why: detail };

const mostRowsOfFile = 12;

/** The header of every file first, then a row of each in turn, spread over the whole file. */
const sampleLines = (inputs: readonly InputRows[]): string[] => {
  const headers = inputs.map(({ name, header }) => dataLine({ file: name, header }));
  const samples = inputs.map(({ name, rows }) =>
    spread(rows).map((row) => dataLine({ file: name, row })),
  );
  const turns = Array.from({ length: mostRowsOfFile }, (_, at) =>
    samples.flatMap((lines) => lines.slice(at, at + 1)),
  );
  return [...headers, ...turns.flat()];
};

const spread = <T>(rows: readonly T[]): T[] => {
  const step = Math.max(rows.length / mostRowsOfFile, 1);
  return Array.from({ length: Math.min(rows.length, mostRowsOfFile) }, (_, at) =>
    rows.slice(Math.floor(at * step), Math.floor(at * step) + 1),
  ).flat();
};
