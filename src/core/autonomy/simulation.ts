import { sha256 } from "../../domain/digest.ts";
import type { RecordedCandidate } from "../../domain/event-parts.ts";
import type { EventDraft } from "../../domain/events.ts";

type Round = Extract<EventDraft, { type: "round" }>;
type Contained = Extract<RecordedCandidate, { outcome: "ok" }>;

/** Rounds that never happened, the same for the same seed: mostly good, some neutral, some bad. */
export function* simulatedRounds(rounds: number, seed: number): Generator<Round> {
  let fitness = 0.66;
  for (let round = 1; round <= rounds; round++) {
    const chance = (what: string): number => chanceOf(`${seed} ${round} ${what}`);
    if (fitness > 0.97) fitness = 0.9; // the feeds have become harder
    const kind = chance("kind");
    if (kind < 0.72) {
      const before = fitness;
      fitness += (1 - fitness) * (0.15 + 0.35 * chance("gain"));
      yield kept(round, before, fitness);
    } else if (kind < 0.86) yield reverted(round, fitness, "no-better", fitness);
    else if (kind < 0.95) yield reverted(round, fitness, "worse", fitness * chance("loss"));
    else yield timedOut(round, fitness);
  }
}

/** From 0 up to, not including, 1. */
const chanceOf = (text: string): number => Number.parseInt(sha256(text).slice(0, 8), 16) / 2 ** 32;

const nothing = sha256("");

const partsOf = (round: number, fitnessBefore: number, candidate: RecordedCandidate) => ({
  type: "round" as const,
  round,
  candidates: [candidate],
  unanswered: [],
  parent: nothing,
  fitnessBefore,
  holdoutBefore: null,
  focus: "simulated",
  containment: null,
  trust: { level: 0 as const, mode: "REVIEW" as const, caps: [] },
  durationMs: 0,
  chosen: candidate.sha,
});

const kept = (round: number, before: number, fitness: number): Round => ({
  ...partsOf(round, before, contained(round, fitness, null)),
  decision: "kept",
  by: "trust",
  reason: { code: "improved", detail: "simulated" },
});

const reverted = (
  round: number,
  before: number,
  code: "no-better" | "worse",
  fitness: number,
): Round => {
  const detail = `fitness ${fitness.toFixed(3)} against ${before.toFixed(3)}`;
  return {
    ...partsOf(round, before, contained(round, fitness, { code, detail })),
    decision: "reverted",
    reason: { code, detail },
  };
};

const timedOut = (round: number, before: number): Round => ({
  ...partsOf(round, before, {
    ...proposed(round),
    ...facts,
    outcome: "timeout",
    detail: "ended after 30 s",
  }),
  decision: "reverted",
  reason: { code: "not-contained", detail: "simulated" },
});

const proposed = (round: number) => ({
  sha: sha256(`simulated ${round}`),
  bytes: 0,
  origin: "search" as const,
  hypothesis: "simulated",
  rules: [],
  predictedFitness: null,
  proposer: "simulated",
  model: null,
  tokens: { input: 0, output: 0 },
  costUsd: null,
  proposeMs: 0,
});

const facts = { durationMs: 0, exitCode: 0, signal: null, violation: false };

const noRows = {
  referenceRows: 0,
  outputRows: 0,
  matchedRows: 0,
  missingRows: 0,
  unexpectedRows: 0,
  leftOutRows: 0,
  recall: 0,
  precision: 0,
  rowF1: 0,
  columnF1: {},
  meanColumnF1: 0,
};

const contained = (
  round: number,
  fitness: number,
  blocked: Contained["blocked"],
): RecordedCandidate => ({
  ...proposed(round),
  ...facts,
  outcome: "ok",
  score: 0,
  total: 0,
  checksFailed: [],
  metrics: noRows,
  visible: noRows,
  heldOut: { rows: 0, matched: 0 },
  fitness,
  holdoutFitness: null,
  judgeMs: 0,
  predictionError: null,
  cells: null,
  effects: null,
  vetoes: [],
  changedLines: 0,
  constructs: [],
  memorised: 0,
  blocked,
});
