import type { Round } from "../../policy/rounds/chosen.ts";

/** What rounds took. */
export interface Spent {
  readonly rounds: number;
  readonly tokens: number;
  /** Of calls whose price is known. */
  readonly costUsd: number;
  readonly durationMs: number;
}

export interface Spending {
  readonly all: Spent;
  /** By how much kept rounds raised fitness, all together. */
  readonly gain: number;
  /** The last round that raised it, and what was spent since the one before. */
  readonly lastGain: (Spent & { readonly round: number; readonly gain: number }) | null;
  readonly sinceGain: Spent;
}

const nothing: Spent = { rounds: 0, tokens: 0, costUsd: 0, durationMs: 0 };

export const noSpending: Spending = { all: nothing, gain: 0, lastGain: null, sinceGain: nothing };

export const spentIn = ({ candidates, unanswered, durationMs }: Round): Spent => {
  let tokens = 0;
  let costUsd = 0;
  for (const call of [...candidates, ...unanswered]) {
    tokens += call.tokens.input + call.tokens.output;
    costUsd += call.costUsd ?? 0;
  }
  return { rounds: 1, tokens, costUsd, durationMs };
};

export const withSpent = (spending: Spending, spent: Spent): Spending => ({
  ...spending,
  all: sum(spending.all, spent),
  sinceGain: sum(spending.sinceGain, spent),
});

export const withGain = (spending: Spending, round: number, gain: number): Spending => ({
  ...spending,
  gain: spending.gain + gain,
  lastGain: { ...spending.sinceGain, round, gain },
  sinceGain: nothing,
});

const sum = (a: Spent, b: Spent): Spent => ({
  rounds: a.rounds + b.rounds,
  tokens: a.tokens + b.tokens,
  costUsd: a.costUsd + b.costUsd,
  durationMs: a.durationMs + b.durationMs,
});
