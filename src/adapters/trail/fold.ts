import { renameSync } from "node:fs";
import * as z from "zod/mini";
import { canonicalJson } from "../../domain/canonical-json.ts";
import { type Sha, sha256 } from "../../domain/digest.ts";
import { shaSchema } from "../../domain/event-parts.ts";
import type { TrailEvent } from "../../domain/events.ts";
import type { Fold } from "../../domain/ports/trail.ts";
import { Problem } from "../../domain/problems.ts";
import { genesis, type Head } from "../../policy/chain.ts";
import { writing } from "../error-reasons.ts";
import { createSynced, readPlain } from "./plain-files.ts";
import { trailLinesOf } from "./read.ts";
import { trailFiles } from "./trail-files.ts";

export interface Folded<State> {
  readonly head: Head;
  readonly state: State;
}

/** Folds the whole trail; what a believable checkpoint already covers is not read again. */
export const foldTrail = async <State>(
  folder: string,
  fold: Fold<State>,
): Promise<Folded<State>> => {
  const saved = readCheckpoint(folder, fold);
  const resumed = saved && (await resume(folder, fold, saved));
  return resumed ?? foldFrom(folder, fold, { head: genesis, state: fold.initial }, () => {});
};

const foldFrom = async <State>(
  folder: string,
  fold: Fold<State>,
  start: Folded<State>,
  see: (event: TrailEvent) => void,
): Promise<Folded<State>> => {
  let { head, state } = start;
  for await (const entry of trailLinesOf(folder, start.head)) {
    see(entry.event);
    state = fold.evolve(state, entry.event);
    head = entry.head;
  }
  return { head, state };
};

/** A checkpoint is a cache that anyone may edit: it is believed only if the chain vouches for it. */
const resume = async <State>(
  folder: string,
  fold: Fold<State>,
  saved: Folded<State>,
): Promise<Folded<State> | null> => {
  const digest = checkpointDigest(fold, saved);
  let vouched = false;
  try {
    const folded = await foldFrom(folder, fold, saved, (event) => {
      vouched ||= event.type === "run.finished" && event.checkpoint === digest;
    });
    return vouched ? folded : null;
  } catch (error) {
    if (error instanceof Problem && error.code === "trail-damaged") return null;
    throw error;
  }
};

/**
 * Saves a fold beside the trail. It counts once the run's `run.finished` event carries the digest
 * that is returned here, so call this just before that event is added.
 */
export const saveCheckpoint = <State>(
  folder: string,
  fold: Fold<State>,
  folded: Folded<State>,
): Sha => {
  const { checkpoint, nextCheckpoint } = trailFiles(folder);
  writing(checkpoint, () => {
    createSynced(nextCheckpoint, canonicalJson(checkpointOf(fold, folded)));
    renameSync(nextCheckpoint, checkpoint);
  });
  return checkpointDigest(fold, folded);
};

const checkpointOf = <State>({ version }: Fold<State>, { head, state }: Folded<State>) => ({
  version,
  head: { seq: head.seq, hash: head.hash, bytes: head.bytes },
  state,
});

const checkpointDigest = <State>(fold: Fold<State>, folded: Folded<State>): Sha =>
  sha256(canonicalJson(checkpointOf(fold, folded)));

const readCheckpoint = <State>(folder: string, fold: Fold<State>): Folded<State> | null => {
  const { checkpoint } = trailFiles(folder);
  const schema = z.strictObject({
    version: z.literal(fold.version),
    head: z.strictObject({ seq: z.int(), hash: shaSchema, bytes: z.int() }),
    state: fold.state,
  });
  try {
    return schema.parse(JSON.parse(readPlain(checkpoint).toString()));
  } catch {
    return null;
  }
};
