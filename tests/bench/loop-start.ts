import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EventDraft } from "../../src/domain/events.ts";
import { blockedFor, kept } from "../support/rounds.ts";
import { writeTrail } from "./long-trail.ts";
import { pairedRatio, timeOf, watchedRun } from "./measure.ts";

export interface LoopStart {
  /** A start on the long trail over one on a trail without rounds. */
  readonly ratio: number;
  /** Of a start that reads the whole trail, because no run has left a checkpoint yet. */
  readonly peakMb: number;
}

/** What a loop's start costs once a project has seen that many rounds and the last run is over. */
export const loopStart = async (
  repository: string,
  rounds: number,
  pairs: number,
): Promise<LoopStart> => {
  const parent = mkdtempSync(join(tmpdir(), "cleanloop-bench-"));
  try {
    const [long, short] = [join(parent, "long"), join(parent, "short")];
    for (const root of [long, short]) layOutPerfect(repository, root);
    writeTrail(join(long, ".output"), history(rounds));
    const { peakMb, stdout } = await watchedRun(process.execPath, argsFor(repository, long));
    if (!stdout.includes('"stopReason":"perfect"'))
      throw new Error(`it did not end at once: ${stdout}`);
    start(repository, short);
    const ratio = pairedRatio(
      pairs,
      () => start(repository, long),
      () => start(repository, short),
    );
    return { ratio, peakMb };
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
};

/** The finance project with its starter's own tables for gold: a loop on it is over at once. */
const layOutPerfect = (repository: string, root: string): void => {
  cpSync(join(repository, "data"), join(root, "data"), { recursive: true });
  mkdirSync(join(root, "genome"));
  for (const name of ["clean_data.ts", "clean_data_starter.ts"])
    copyFileSync(join(repository, "genome/clean_data_starter.ts"), join(root, "genome", name));
  timeOf(process.execPath, [join(repository, "dist/cli.js"), "evaluate", "--root", root]);
  copyFileSync(join(root, ".output/finance_master.csv"), join(root, "data/gold/expected.csv"));
};

/** One round in ten is kept, the others are no better. */
function* history(rounds: number): Generator<EventDraft> {
  for (let round = 1; round <= rounds; round++)
    yield round % 10 === 0 ? kept(round) : blockedFor(round, "no-better");
}

const argsFor = (repository: string, root: string): string[] => [
  join(repository, "dist/cli.js"),
  ...["loop", "--max-iterations", "1", "--json", "--root", root],
];

const start = (repository: string, root: string): number =>
  timeOf(process.execPath, argsFor(repository, root));
