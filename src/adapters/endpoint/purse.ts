import type { Budget, Tokens } from "../../domain/proposing.ts";
import type { EndpointRules } from "../../domain/settings.ts";

export type Price = EndpointRules["prices"][string];

/** An answer shorter than this is no use to anybody. */
const leastOutput = 1_000;
const perMillion = 1_000_000;

/** Tokens set aside for one call. */
export interface Allowance {
  readonly most: Tokens;
  settle(used: Tokens): void;
}

export const costOf = ({ input, output }: Tokens, price: Price | null): number | null =>
  price && (input * price.input + output * price.output) / perMillion;

/**
 * Sets aside what a call can cost at most, with room for a shorter answer where the budget has no
 * more; null when it has not even that.
 */
export const setAside = (
  budget: Budget,
  input: number,
  longestOutput: number,
  price: Price | null,
): Allowance | null => {
  for (let output = longestOutput; ; output = Math.max(Math.floor(output / 2), leastOutput)) {
    const most = { input, output };
    const reservation = budget.reserve(asCost(most, price));
    if (reservation) return { most, settle: (used) => reservation.settle(asCost(used, price)) };
    if (output <= leastOutput) return null;
  }
};

const asCost = (tokens: Tokens, price: Price | null) => ({
  tokens: tokens.input + tokens.output,
  usd: costOf(tokens, price) ?? 0,
});
