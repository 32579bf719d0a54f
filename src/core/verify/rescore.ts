import type { Sha } from "../../domain/digest.ts";
import type { Evaluation } from "../../domain/evaluation.ts";
import { genomeOf } from "../../domain/genome.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import { Problem } from "../../domain/problems.ts";
import { notRun } from "../../policy/judge/judgement.ts";
import { sealDifferences } from "../../policy/seals.ts";
import { goldOf, judgeRun } from "../candidate/judge-tables.ts";
import { runGenome } from "../candidate/run.ts";
import { sealsNow } from "../seals.ts";

import type { Conditions, Figures, KeptRound } from "./evidence.ts";

/** A kept genome, run and judgeRun once more. */
export interface Rescored {
  readonly round: number;
  readonly sha: Sha;
  readonly ok: boolean;
  readonly detail: string;
  readonly recorded: Figures;
  /** Null where there was nothing to compare. */
  readonly found: Figures | null;
}

export interface Rescoring {
  readonly signal: AbortSignal | undefined;
  readonly progress: (done: number, total: number) => void;
}

/** Runs every kept genome again, in order; what was judgeRun under other seals is not compared. */
export const rescore = async (
  workspace: Workspace,
  kept: readonly KeptRound[],
  { signal, progress }: Rescoring,
): Promise<Rescored[]> => {
  const rescored: Rescored[] = [];
  for (const [at, one] of kept.entries()) {
    progress(at, kept.length);
    rescored.push(await rescoreOne(workspace, one, signal));
  }
  return rescored;
};

const rescoreOne = async (
  workspace: Workspace,
  kept: KeptRound,
  signal: AbortSignal | undefined,
): Promise<Rescored> => {
  const { round, sha, figures: recorded } = kept;
  const about = { round, sha, recorded, found: null };
  try {
    const other = otherConditions(kept.under, await conditionsNow(workspace));
    if (other) return { ...about, ok: true, detail: `${other}: not compared` };
    const found = figuresOf(await judgeAgain(workspace, kept, signal));
    return { ...about, ...compared(recorded, found), found };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...about, ok: false, detail: error.message };
  }
};

/** Taken anew each time: what changes meanwhile must not look like another verdict. */
const conditionsNow = async (workspace: Workspace): Promise<Conditions> => ({
  seals: await sealsNow(workspace),
  inputs: workspace.ports.feeds.digest(),
});

const otherConditions = (then: Conditions, now: Conditions): string | null => {
  if (sealDifferences(then.seals, now.seals).length > 0) return "judged under other seals";
  return then.inputs === now.inputs ? null : "judged on other inputs";
};

const judgeAgain = async (
  workspace: Workspace,
  { sha, origin }: KeptRound,
  signal: AbortSignal | undefined,
): Promise<Evaluation> => {
  const { genomes, outputs, feeds } = workspace.ports;
  const genome = genomeOf(genomes.kept(sha), origin);
  const gold = await goldOf(workspace);
  const inputs = await feeds.open();
  return outputs.withScratch(async ({ path }) => {
    const run = await runGenome(workspace, genome, inputs, path, signal);
    signal?.throwIfAborted();
    const { evaluation } =
      run.outcome === "ok"
        ? await judgeRun(workspace, gold, run.tables)
        : notRun(gold, run.outcome);
    return evaluation;
  });
};

const figuresOf = ({ score, total, fitness, holdoutFitness }: Evaluation): Figures => ({
  score,
  total,
  fitness,
  holdoutFitness,
});

const compared = (recorded: Figures, found: Figures): Pick<Rescored, "ok" | "detail"> => {
  const differing = (["score", "total", "fitness", "holdoutFitness"] as const).filter(
    (name) => recorded[name] !== found[name],
  );
  return {
    ok: differing.length === 0,
    detail:
      differing.length === 0
        ? "as recorded"
        : differing
            .map((name) => `${name} ${recorded[name]} recorded, ${found[name]} now`)
            .join(", "),
  };
};
