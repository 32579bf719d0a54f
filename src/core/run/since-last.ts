import type { KnownGenome } from "../../domain/genome.ts";
import type { GivenFeed } from "../../domain/ports/files.ts";
import type { StandingRun } from "../../domain/ports/run-target.ts";
import { Problem } from "../../domain/problems.ts";

/** Which of the given feeds are to be cleaned. */
export interface ChosenFeeds {
  readonly feeds: readonly GivenFeed[];
  /** The published tables that the new rows are added to. */
  readonly onto: StandingRun | null;
}

/** By digest. Another genome, or a file that was changed, makes all of them new again. */
export const newFeeds = (
  feeds: readonly GivenFeed[],
  before: StandingRun | null,
  genome: KnownGenome,
): ChosenFeeds => {
  if (before === null) return { feeds, onto: null };
  const { inputs, genome: former } = before.manifest;
  const held = new Set<string>(inputs.map(({ sha }) => sha));
  const isChanged = feeds.some(
    ({ name, sha }) => inputs.some((input) => input.name === name) && !held.has(sha),
  );
  if (former.sha === genome.sha && !isChanged)
    return { feeds: feeds.filter(({ sha }) => !held.has(sha)), onto: before };
  const given = new Set(feeds.map(({ name }) => name));
  const gone = inputs.map(({ name }) => name).filter((name) => !given.has(name));
  if (gone.length === 0) return { feeds, onto: null };
  throw Problem.of("cannot-add", {
    why: isChanged ? "a file that was cleaned before has changed" : "another genome is in force",
    gone,
  });
};
