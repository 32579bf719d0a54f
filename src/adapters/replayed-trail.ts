import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { RecordedCandidate } from "../domain/event-parts.ts";
import { Problem } from "../domain/problems.ts";
import type { Asked, Proposal, RecordedRound, Unanswered } from "../domain/proposing.ts";
import { isFolder } from "./files.ts";
import { readKeptGenome } from "./trail/kept-genomes.ts";
import { trailLinesOf } from "./trail/read.ts";
import { trailFiles } from "./trail/trail-files.ts";

/**
 * Every round on record that had candidates, each with its text. The trail is named by itself, by
 * its folder, or by the project that it belongs to; it may be the one that is being written.
 */
export const recordedRounds = async (path: string): Promise<AsyncGenerator<RecordedRound>> => {
  const refuse = (finding: string): Problem =>
    Problem.of("bad-proposer", { value: `replay:${path}`, finding });
  const folder = trailFolder(path);
  if (folder === undefined) throw refuse("holds no trail.jsonl");
  try {
    return roundsUpTo(folder, await lastIn(folder));
  } catch (error) {
    throw error instanceof Problem ? refuse(`cannot be replayed: ${error.message}`) : error;
  }
};

const trailFolder = (path: string): string | undefined => {
  const folder = basename(path) === basename(trailFiles(path).trail) ? dirname(path) : path;
  return isFolder(folder)
    ? [folder, join(folder, ".output")].find((one) => existsSync(trailFiles(one).trail))
    : undefined;
};

/** Reads the trail to its end, so that a damaged one is refused before anything is begun. */
const lastIn = async (folder: string): Promise<number> => {
  let last = 0;
  for await (const { head } of trailLinesOf(folder)) last = head.seq;
  return last;
};

async function* roundsUpTo(folder: string, last: number): AsyncGenerator<RecordedRound> {
  for await (const { event } of trailLinesOf(folder)) {
    if (event.seq > last) return;
    if (event.type !== "round" || event.candidates.length === 0) continue;
    const played = event.candidates.map((candidate) => playedAgain(folder, candidate));
    yield {
      proposals: played.filter((one) => "text" in one),
      unanswered: played.filter((one) => "detail" in one),
    };
  }
}

const playedAgain = (
  folder: string,
  { sha, origin, hypothesis, rules, predictedFitness, proposer, model }: RecordedCandidate,
): Proposal | Unanswered => {
  const asked: Asked = {
    proposer: `replay of ${proposer}`,
    model,
    tokens: { input: 0, output: 0 },
    costUsd: 0,
    proposeMs: 0,
  };
  try {
    const text = readKeptGenome(folder, sha).toString("utf8");
    return { ...asked, text, hypothesis, rules, predictedFitness, origin };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...asked, detail: error.message };
  }
};
