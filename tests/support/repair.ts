import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Evaluation } from "../../src/domain/evaluation.ts";
import type { TrailEvent } from "../../src/domain/events.ts";
import { evaluateGenome, type LoopResult, loop, openProject } from "../../src/index.ts";
import { judgedRequest, silentOnlooker } from "./loop/in-process.ts";

type Round = Extract<TrailEvent, { type: "round" }>;

export interface Repaired {
  readonly result: LoopResult;
  readonly rounds: readonly Round[];
  /** The genome that the loop left, its word for each step, and what it comes to, judged anew. */
  readonly text: string;
  readonly hypotheses: readonly string[];
  readonly evaluation: Evaluation;
}

/** The loop with the built-in search, as a program would use it that takes CleanLoop as a library. */
export const repair = async (root: string, maxIterations = 40): Promise<Repaired> => {
  const events: TrailEvent[] = [];
  const result = await loop(
    openProject(root, { proposer: { use: "search" } }),
    { ...judgedRequest, maxIterations },
    { ...silentOnlooker, event: (event) => events.push(event) },
    new AbortController().signal,
  );
  const rounds = events.filter((event) => event.type === "round");
  return {
    result,
    rounds,
    text: readFileSync(join(root, "genome/clean_data.ts"), "utf8"),
    hypotheses: rounds.flatMap(hypothesisKept),
    evaluation: (await evaluateGenome(openProject(root))).evaluation,
  };
};

const hypothesisKept = (round: Round): string[] =>
  round.decision === "kept"
    ? round.candidates.filter(({ sha }) => sha === round.chosen).map(({ hypothesis }) => hypothesis)
    : [];
