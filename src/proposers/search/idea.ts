import type { Findings } from "./findings.ts";
import type { Program } from "./program/program.ts";
import type { SimulatedOutcome } from "./simulate.ts";
import type { Step } from "./steps.ts";

/** A text that may be tried, with what it brings. */
export interface Idea {
  readonly text: string;
  readonly words: string;
  readonly rules: readonly string[];
  /** Null where no score can be promised. */
  readonly predicted: number | null;
  /** Null where somebody else's program is in the text. */
  readonly program: Program | null;
}

export const ideaOf = (
  written: Pick<Idea, "text" | "program">,
  steps: readonly Step[],
  { fitness }: SimulatedOutcome,
  { isWhole }: Findings,
): Idea => ({
  ...written,
  words: steps.map(({ words }) => words).join("; "),
  rules: steps.map(({ rule }) => rule),
  predicted: isWhole ? fitness : null,
});
