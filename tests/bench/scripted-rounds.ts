import { loop } from "../../src/core/loop/loop.ts";
import type { LoopRequest, Onlooker } from "../../src/core/loop/running-loop.ts";
import type { TrailEvent } from "../../src/domain/events.ts";
import type { Workspace } from "../../src/domain/ports/ports.ts";

import type { Proposal, Proposer } from "../../src/domain/proposing.ts";

interface Watching {
  /** What one round took, the time of its proposer left out. */
  readonly onRound: (milliseconds: number, texts: readonly string[]) => Promise<void>;
  /** What the proposer does before each answer, which counts for no round. */
  readonly think?: () => Promise<void>;
  /** How many runs go on side by side, asked anew each time. */
  readonly cores?: () => number;
}

/**
 * Runs a loop in this process whose rounds are scripted, each with its candidates. A round lasts
 * from its candidates to the next question; each round of the script but the last is reported.
 */
export const playScript = async (
  workspace: Workspace,
  script: readonly (readonly string[])[],
  { onRound, think = async () => {}, cores = () => workspace.ports.cores }: Watching,
): Promise<void> => {
  const decisions: string[] = [];
  const onlooker = onlookerOf((event) => {
    if (event.type === "round") decisions.push(event.decision);
  });
  const proposer = proposerOf(script, { onRound, think });
  const scripted = {
    ...workspace,
    ports: {
      ...workspace.ports,
      openProposer: async () => proposer,
      get cores() {
        return cores();
      },
    },
  };
  await loop(scripted, requestFor(script), onlooker, new AbortController().signal);
  const others = decisions.filter((decision) => decision !== "kept");
  if (decisions.length !== script.length || others.length > 0)
    throw new Error(`the scripted rounds ended as ${decisions.join(", ")}`);
};

const proposerOf = (
  script: readonly (readonly string[])[],
  { onRound, think }: Required<Pick<Watching, "onRound" | "think">>,
): Proposer => {
  const left = [...script];
  let last: { readonly texts: readonly string[]; readonly since: number } | null = null;
  return {
    name: "script",
    notHidden: null,
    origin: "person",
    propose: async () => {
      const ended = performance.now();
      await think();
      if (last) await onRound(ended - last.since, last.texts);
      const texts = left.shift() ?? [];
      const proposals = texts.map(proposalOf);
      last = { texts, since: performance.now() };
      return { proposals, unanswered: [], saturated: null, problem: null };
    },
    close: async () => {},
  };
};

const proposalOf = (text: string): Proposal => ({
  text,
  hypothesis: "one more share of the invoices is settled",
  rules: [],
  predictedFitness: null,
  origin: "person",
  proposer: "script",
  model: null,
  tokens: { input: 0, output: 0 },
  costUsd: 0,
  proposeMs: 0,
});

const requestFor = (script: readonly (readonly string[])[]): LoopRequest => ({
  maxIterations: script.length,
  reviewer: "judge",
  forceReview: false,
  fresh: true,
  acceptChanges: false,
  name: null,
  seed: 1,
  candidates: Math.max(...script.map((texts) => texts.length)),
});

const onlookerOf = (event: (event: TrailEvent) => void): Onlooker => ({
  event,
  stage: () => {},
  missing: () => {},
  challenges: () => {},
  note: () => {},
  ask: null,
});
