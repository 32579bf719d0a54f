import type { TripwireName } from "../../domain/event-parts.ts";

/** What a tripwire tells the operator to do. */
export interface Advice {
  readonly lookAt: string;
  /** The command that goes on from here. */
  readonly command: string;
}

const advice: Readonly<Record<TripwireName, Advice>> = {
  violation: {
    lookAt: "what the candidate tried: cleanloop observe --round N shows its text and how it ended",
    command: "cleanloop loop --force-review",
  },
  integrity: {
    lookAt: "who changed the files named above while the loop was running: cleanloop verify",
    command: "cleanloop loop --accept-changes",
  },
  "bad-streak": {
    lookAt: "why the last candidates failed: cleanloop observe",
    command: "cleanloop loop",
  },
  "timeout-rate": {
    lookAt: "whether the limit is too short for these inputs: cleanloop calibrate measures it",
    command: "cleanloop calibrate --write && cleanloop loop",
  },
  "repeated-failure": {
    lookAt: "the failure that came again and again: cleanloop observe",
    command: "cleanloop loop --proposer search",
  },
  "score-floor": {
    lookAt: "whether the inputs or the gold have changed in kind: cleanloop evaluate",
    command: "cleanloop reset && cleanloop loop",
  },
  "overfit-gap": {
    lookAt: "whether the genome memorises the shown rows: cleanloop observe --round N",
    command: "cleanloop reset && cleanloop loop",
  },
  "file-growth": {
    lookAt: "what the genome has grown by: cleanloop observe --round N shows the last change",
    command: "cleanloop reset --to ROUND && cleanloop loop",
  },
  drift: {
    lookAt: "since when candidates have been getting worse: cleanloop observe",
    command: "cleanloop loop",
  },
  nondeterminism: {
    lookAt: "what in genome/clean_data.ts depends on time, chance or order",
    command: "cleanloop reset && cleanloop loop",
  },
  "no-improvement": {
    lookAt: "what is still missing: cleanloop evaluate",
    command: "cleanloop loop --rerank",
  },
  "budget-tokens": {
    lookAt: "what the tokens were spent on: cleanloop observe",
    command: "cleanloop loop --budget-tokens N",
  },
  "budget-cost": {
    lookAt: "what the money was spent on: cleanloop observe",
    command: "cleanloop loop --budget-usd X",
  },
  "budget-time": {
    lookAt: "where the time went: cleanloop observe",
    command: "cleanloop loop --budget-minutes N",
  },
};

export const adviceFor = (name: TripwireName): Advice => advice[name];
