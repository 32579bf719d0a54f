import type { Question } from "../../../src/domain/model.ts";
import type { Budget, Cost, Proposing } from "../../../src/domain/proposing.ts";
import { endpointRules } from "../../../src/domain/setting-rules.ts";
import type { EndpointRules } from "../../../src/domain/settings.ts";

export const question: Question = {
  instructions: "Mend the program.",
  material: "It is broken.",
  answer: { name: "repair", schema: { type: "object" } },
  temperature: 0.4,
  seed: "1:1:0",
};

export const rules = (given: Partial<EndpointRules> = {}): EndpointRules => ({
  timeoutSeconds: 20,
  retries: endpointRules.retries.default,
  maxOutputTokens: 4_000,
  prices: {},
  ...given,
});

/** A budget that knows at each moment what could have been spent at most. */
export class Purse implements Budget {
  readonly #limit: Cost;
  #held: Cost = { tokens: 0, usd: 0 };
  spent: Cost = { tokens: 0, usd: 0 };
  open = 0;
  refusals = 0;
  overrun = false;

  constructor(limit: Partial<Cost> = {}) {
    this.#limit = { tokens: Number.POSITIVE_INFINITY, usd: Number.POSITIVE_INFINITY, ...limit };
  }

  reserve(most: Cost) {
    const would = plus(plus(this.spent, this.#held), most);
    if (would.tokens > this.#limit.tokens || would.usd > this.#limit.usd) {
      this.refusals += 1;
      return null;
    }
    this.#held = plus(this.#held, most);
    this.open += 1;
    return {
      settle: (used: Cost) => {
        this.#held = plus(this.#held, { tokens: -most.tokens, usd: -most.usd });
        this.spent = plus(this.spent, used);
        this.open -= 1;
        this.overrun ||= used.tokens > most.tokens || used.usd > most.usd;
      },
    };
  }
}

const plus = (a: Cost, b: Cost): Cost => ({ tokens: a.tokens + b.tokens, usd: a.usd + b.usd });

export interface Watched extends Proposing {
  readonly budget: Purse;
  readonly notes: string[];
}

export const proposing = (
  limit: Partial<Cost> = {},
  signal: AbortSignal = new AbortController().signal,
): Watched => {
  const notes: string[] = [];
  const note = (line: string): number => notes.push(line);
  return { signal, budget: new Purse(limit), notes, note, progress: () => undefined };
};
