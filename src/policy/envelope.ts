import type * as z from "zod/mini";
import type { reviewReason } from "../domain/event-parts.ts";
import type { EnvelopeRules } from "../domain/settings.ts";
import { visible } from "../domain/visible.ts";
import { lineDiff } from "./diff.ts";
import { counted } from "./figures.ts";

export type ReviewReason = z.infer<typeof reviewReason>;

/** What a change does beside its score. */
export interface Change {
  readonly changedLines: number;
  /** Names on the watch list that the candidate uses. */
  readonly constructs: readonly string[];
  /** Right cells that it breaks; null where the gold has no key. */
  readonly brokenCells: number | null;
  /** New literals that only the gold has. */
  readonly memorised: number;
}

/** Why a person should look at a change at any level of trust; empty inside the envelope. */
export const envelopeFaults = (
  { changedLines, constructs, brokenCells, memorised }: Change,
  rules: EnvelopeRules,
  memorisedLimit: number,
): ReviewReason[] => [
  ...when(
    changedLines > rules.changedLines,
    "changed-lines",
    `${counted(changedLines, "line")} changed, limit ${rules.changedLines}`,
  ),
  ...when(
    constructs.length > 0,
    "watched-construct",
    `uses ${counted(constructs.length, "name")} on the watch list: ${visible(constructs.join(", "), 200)}`,
  ),
  ...when(
    brokenCells !== null && brokenCells > rules.brokenCells,
    "cells-broken",
    `${counted(brokenCells ?? 0, "cell")} that ${brokenCells === 1 ? "was" : "were"} right went wrong, limit ${rules.brokenCells}`,
  ),
  ...when(
    memorised > memorisedLimit,
    "memorises",
    `${counted(memorised, "new literal")} found in the gold and in no input, limit ${memorisedLimit}`,
  ),
];

const when = (holds: boolean, code: ReviewReason["code"], detail: string): ReviewReason[] =>
  holds ? [{ code, detail }] : [];

/** Lines removed and lines added; a line that was rewritten is both. */
export const changedLines = (before: string, after: string): number =>
  lineDiff(before, after).filter(({ kind }) => kind !== "same").length;

export const watchedIn = (names: readonly string[], watch: readonly string[]): string[] =>
  [...new Set(watch)].filter((name) => names.includes(name)).sort();
