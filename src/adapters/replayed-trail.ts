import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Problem } from "../domain/problems.ts";
import type { Proposal, RecordedRound } from "../domain/proposing.ts";
import { isFolder } from "./files.ts";
import { readGenome } from "./trail/genomes.ts";
import { layout } from "./trail/layout.ts";
import { readTrail } from "./trail/read.ts";

/** The folder of a trail, named by itself, by its file, or by the project that it belongs to. */
export const trailFolder = (path: string): string => {
  const folder = basename(path) === basename(layout(path).trail) ? dirname(path) : path;
  const found = [folder, join(folder, ".output")].find((one) => existsSync(layout(one).trail));
  if (isFolder(folder) && found) return found;
  throw Problem.of("bad-proposer", { value: `replay:${path}`, finding: "holds no trail.jsonl" });
};

/** Every recorded round that had candidates, each with its text. */
export async function* recordedRounds(folder: string): AsyncGenerator<RecordedRound> {
  for await (const { event } of readTrail(folder)) {
    if (event.type !== "round" || event.candidates.length === 0) continue;
    yield {
      proposals: event.candidates.map(
        ({ sha, origin, hypothesis, proposer, model }): Proposal => ({
          text: readGenome(folder, sha).toString("utf8"),
          hypothesis,
          origin,
          proposer: `replay of ${proposer}`,
          model,
          tokens: { input: 0, output: 0 },
          costUsd: 0,
          proposeMs: 0,
        }),
      ),
    };
  }
}
