import type { Budget, Cost, Reservation } from "../../domain/proposing.ts";
import type { BudgetName } from "../../policy/tripwires/index.ts";

export interface SpendingLimits {
  readonly tokens: number | null;
  readonly usd: number | null;
}

type SpendingBudget = Exclude<BudgetName, "budget-time">;

/** What a run has spent; what is set aside for a call under way counts as spent. */
export class LoopSpending implements Budget {
  readonly #allowance: SpendingLimits;
  #spent: Cost = { tokens: 0, usd: 0 };
  #reserved: Cost = { tokens: 0, usd: 0 };
  #refused: Cost | null = null;

  constructor(allowance: SpendingLimits) {
    this.#allowance = allowance;
  }

  get spent(): Cost {
    return this.#spent;
  }

  /** The budget that has no room for the call that was last refused, if one was; now, not then. */
  get refused(): SpendingBudget | null {
    return this.#refused && this.#lacking(this.#refused);
  }

  reserve(most: Cost): Reservation | null {
    this.#refused = this.#lacking(most) ? most : null;
    if (this.#refused) return null;
    this.#reserved = sum(this.#reserved, most, 1);
    let open = true;
    return {
      settle: (used) => {
        if (!open) return;
        open = false;
        this.#reserved = sum(this.#reserved, most, -1);
        this.#spent = sum(this.#spent, used, 1);
      },
    };
  }

  #lacking(most: Cost): SpendingBudget | null {
    const { tokens, usd } = sum(sum(this.#spent, this.#reserved, 1), most, 1);
    if (this.#allowance.tokens !== null && tokens > this.#allowance.tokens) return "budget-tokens";
    if (this.#allowance.usd !== null && usd > this.#allowance.usd) return "budget-cost";
    return null;
  }

  spentOn(name: SpendingBudget): number {
    return name === "budget-tokens" ? this.#spent.tokens : this.#spent.usd;
  }

  limitOf(name: SpendingBudget): number {
    return (name === "budget-tokens" ? this.#allowance.tokens : this.#allowance.usd) ?? 0;
  }
}

const sum = (a: Cost, b: Cost, sign: 1 | -1): Cost => ({
  tokens: a.tokens + sign * b.tokens,
  usd: a.usd + sign * b.usd,
});
