import type { Assignment, Attempt } from "../../domain/proposing.ts";
import { dataLine } from "./fence.ts";

const mostAttempts = 20;

/** What was tried before: first what was tried on this very genome, the latest first. */
export const attemptLines = ({ attempts, genome }: Assignment): string[] => {
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
export const reviewLines = ({ parked, refusedRules }: Assignment): string[] => [
  ...refusedRules.map((rule) => dataLine({ refused: rule })),
  ...parked.map(({ hypothesis }) => dataLine({ waits: hypothesis })),
];

/** That rows nobody showed came out wrong may be said; how many may not. */
const verdictOf = ({ result, detail }: Attempt): { result: string; why: string } =>
  result === "overfit" || result === "holdout-lower"
    ? { result: "overfit", why: "right on the rows that were shown, not on others" }
    : { result, why: detail };
