import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EventDraft } from "../../src/domain/events.ts";
import { layOutFinance, shipped } from "../support/finance.ts";
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
export const loopStart = async (rounds: number, pairs: number): Promise<LoopStart> => {
  const parent = mkdtempSync(join(tmpdir(), "cleanloop-bench-"));
  try {
    const [long, short] = [join(parent, "long"), join(parent, "short")];
    for (const root of [long, short]) layOutPerfect(root);
    writeTrail(join(long, ".output"), history(rounds));
    const { peakMb, stdout } = await watchedRun(process.execPath, argsFor(long));
    if (!stdout.includes('"stopReason":"perfect"'))
      throw new Error(`it did not end at once: ${stdout}`);
    start(short);
    const ratio = pairedRatio(
      pairs,
      () => start(long),
      () => start(short),
    );
    return { ratio, peakMb };
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
};

/** The finance project with its starter's own tables for gold: a loop on it is over at once. */
const layOutPerfect = (root: string): void => {
  layOutFinance(root);
  timeOf(process.execPath, [shipped("dist/cli.cjs"), "evaluate", "--root", root]);
  copyFileSync(join(root, ".output/finance_master.csv"), join(root, "data/gold/expected.csv"));
};

/** One round in ten is kept, the others are no better. */
function* history(rounds: number): Generator<EventDraft> {
  for (let round = 1; round <= rounds; round++)
    yield round % 10 === 0 ? kept(round) : blockedFor(round, "no-better");
}

const argsFor = (root: string): string[] => [
  shipped("dist/cli.cjs"),
  ...["loop", "--max-iterations", "1", "--json", "--root", root],
];

const start = (root: string): number => timeOf(process.execPath, argsFor(root));
