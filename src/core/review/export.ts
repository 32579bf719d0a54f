import type { Sha } from "../../domain/digest.ts";
import type { RecordedCandidate } from "../../domain/event-parts.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import { Problem } from "../../domain/problems.ts";
import { chosenOf } from "../../policy/rounds/chosen.ts";
import { observeRound, type RoundStory } from "../observe/round-story.ts";

/** A judged change of a round with both texts, as they are. */
export interface JudgedChange {
  readonly story: RoundStory;
  readonly chosen: Extract<RecordedCandidate, { outcome: "ok" }>;
  readonly before: string;
  readonly after: string;
  readonly head: Sha;
}

/** Of a candidate that waits, or of one that was kept: r12 is that of round 12. */
export const exportReview = async (workspace: Workspace, id: string): Promise<JudgedChange> => {
  const [, number] = /^r?([1-9]\d{0,8})$/.exec(id) ?? [];
  if (number === undefined)
    throw Problem.of("no-such-repair", { id, finding: "is not such an id" });
  const story = await observeRound(workspace, Number(number));
  const chosen = chosenOf(story.event);
  if (chosen?.outcome !== "ok")
    throw Problem.of("no-such-repair", { id, finding: "brought nothing that was judged" });
  const { genomes, trail } = workspace.ports;
  const text = (sha: Sha): string => Buffer.from(genomes.kept(sha)).toString();
  return {
    story,
    chosen,
    before: text(story.event.parent),
    after: text(chosen.sha),
    head: trail.head()?.hash ?? story.event.hash,
  };
};
