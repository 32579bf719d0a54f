import type { Sha } from "../../domain/digest.ts";
import type { Ports, Workspace } from "../../domain/ports/ports.ts";
import { Problem } from "../../domain/problems.ts";
import { type Hunk, hunksOf, lineDiff } from "../../policy/diff.ts";
import { eventsSince } from "../trail/read.ts";
import { ChecksInForce } from "./checks-before.ts";

import type { ReviewDecided, RoundEvent } from "./round-row.ts";

/** All that is known of one round. */
export interface RoundStory {
  readonly event: RoundEvent;
  /** What a review made of its candidate; null while none did. */
  readonly reviewed: ReviewDecided | null;
  /** What its parent failed; null where that is not on record. */
  readonly checksBefore: readonly string[] | null;
  readonly diff: RoundDiff;
}

/** How the chosen text differs from its parent, or why that cannot be shown. */
export type RoundDiff =
  | { readonly known: true; readonly hunks: readonly Hunk[] }
  | { readonly known: false; readonly why: string };

export const observeRound = async (workspace: Workspace, round: number): Promise<RoundStory> => {
  let event: RoundEvent | null = null;
  let reviewed: ReviewDecided | null = null;
  let last: number | null = null;
  let checksBefore: readonly string[] | null = null;
  const checks = new ChecksInForce();
  for await (const one of eventsSince(workspace, workspace.ports.trail.follow())) {
    if (one.type === "round") last = one.round;
    if (one.type === "round" && one.round === round) {
      event = one;
      checksBefore = checks.failed;
    }
    if (one.type === "review.decided" && one.round === round) reviewed = one;
    checks.add(one);
  }
  if (!event) throw Problem.of("unknown-round", { asked: round, last });
  return storyOf(workspace.ports, { event, reviewed, checksBefore });
};

export const storyOf = (ports: Ports, known: Omit<RoundStory, "diff">): RoundStory => ({
  ...known,
  diff: diffOf(ports, known.event),
});

const diffOf = ({ genomes }: Ports, { parent, chosen }: RoundEvent): RoundDiff => {
  if (chosen === null) return { known: false, why: "the round brought no candidate" };
  const text = (sha: Sha): string => Buffer.from(genomes.kept(sha)).toString();
  try {
    return { known: true, hunks: hunksOf(lineDiff(text(parent), text(chosen))) };
  } catch (error) {
    if (error instanceof Problem) return { known: false, why: error.message };
    throw error;
  }
};
