import type * as z from "zod/mini";
import type { reviewReason } from "../domain/event-parts.ts";
import type { Origin } from "../domain/genome.ts";
import { plainReading } from "../domain/proposing.ts";
import type { EnvelopeRules } from "../domain/settings.ts";
import { visible } from "../domain/visible.ts";
import { lineDiff } from "./diff.ts";
import { above, countOf } from "./figures.ts";
import type { Mode } from "./trust/index.ts";

export type ReviewReason = z.infer<typeof reviewReason>;

/** What a change does beside its score. */
export interface CandidateChange {
  readonly changedLines: number;
  /** Names on the watch list that the candidate uses. */
  readonly constructs: readonly string[];
  /** Whether it is the built-in search's first rewriting of a starter. */
  readonly isFirstRewriting: boolean;
  /** Cells that it puts right, and right ones that it breaks; null where none can be told. */
  readonly cells: { readonly fixed: number; readonly broken: number } | null;
  /** New literals that only the gold has, and entries of new tables by what tells rows apart. */
  readonly memorised: number;
}

/** Why a person should look at a change at any level of trust; empty inside the envelope. */
export const envelopeFaults = (
  { changedLines, isFirstRewriting, constructs, cells, memorised }: CandidateChange,
  rules: EnvelopeRules,
  memorisedLimit: number,
): ReviewReason[] => [
  ...when(
    changedLines > rules.changedLines && !isFirstRewriting,
    "changed-lines",
    `${countOf(changedLines, "line")} changed, limit ${rules.changedLines}`,
  ),
  ...when(
    constructs.length > 0,
    "watched-construct",
    `uses ${countOf(constructs.length, "name")} on the watch list: ${visible(constructs.join(", "), 200)}`,
  ),
  ...cellFaults(cells, rules.brokenShare),
  ...when(
    memorised > memorisedLimit,
    "memorises",
    `${countOf(memorised, "answer")} memorised: literals that only the gold has, or a table with an entry for each row; limit ${memorisedLimit}`,
  ),
];

const cellFaults = (cells: CandidateChange["cells"], share: number): ReviewReason[] => {
  if (!cells) return [];
  const { fixed, broken } = cells;
  return when(
    above(broken, share * fixed),
    "cells-broken",
    `${countOf(broken, "cell")} that ${broken === 1 ? "was" : "were"} right went wrong and ${fixed} came right, limit ${share} of those`,
  );
};

const when = (holds: boolean, code: ReviewReason["code"], detail: string): ReviewReason[] =>
  holds ? [{ code, detail }] : [];

/** Lines removed and lines added; a line that was rewritten is both. */
export const changedLines = (before: string, after: string): number =>
  lineDiff(before, after).filter(({ kind }) => kind !== "same").length;

export const watchedIn = (names: readonly string[], watch: readonly string[]): string[] =>
  [...new Set(watch)].filter((name) => names.includes(name)).sort();

/**
 * Taking every column as it stands changes every line of a starter, and there is little to look at
 * in it; where that alone is no gain, one column's rule comes with it.
 */
export const isFirstRewriting = (
  parent: Origin,
  { origin, rules }: { readonly origin: Origin; readonly rules: readonly string[] },
): boolean =>
  parent === "starter" && origin === "search" && rules.includes(plainReading) && rules.length <= 2;

export interface Claim {
  readonly mode: Mode;
  readonly forceReview: boolean;
  /** Why the candidate leaves the envelope; empty when it does not. */
  readonly faults: readonly ReviewReason[];
  readonly reviewer: "human" | "judge";
  /** Whether trust has fallen in this run. */
  readonly demoted: boolean;
}

/** Whether anything can be committed in this round without a person. */
export const mayCommit = ({ mode, reviewer, demoted }: Omit<Claim, "faults" | "forceReview">) =>
  mode !== "REVIEW" || (reviewer === "judge" && !demoted);

/** Who commits a candidate that would be kept; null and the reasons when a person must decide. */
export type Authority =
  | { readonly by: "trust" | "judge" }
  | { readonly by: null; readonly reasons: readonly ReviewReason[] };

export const authorityOver = ({
  mode,
  forceReview,
  faults,
  reviewer,
  demoted,
}: Claim): Authority => {
  if (mode !== "REVIEW" && faults.length === 0) return { by: "trust" };
  if (reviewer === "judge" && faults.length === 0 && !demoted) return { by: "judge" };
  return { by: null, reasons: mode === "REVIEW" ? [whyReview(forceReview), ...faults] : faults };
};

const whyReview = (forced: boolean): ReviewReason =>
  forced
    ? { code: "force-review", detail: "--force-review asks for a review of every change" }
    : { code: "supervised", detail: "at SUPERVISED nothing is committed without approval" };
