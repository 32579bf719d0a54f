import type { Budget, Tokens } from "../../domain/proposing.ts";
import type { EndpointRules } from "../../domain/settings.ts";
import type { Completion } from "./completion.ts";

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

/**
 * How many tokens a text may be, on the high side for any tokenizer in use: words in pieces of two
 * letters, every digit and mark by itself, other scripts by their bytes.
 */
export const estimateTokens = (text: string): number => {
  const dense = text.replace(/[a-z ]/gi, "");
  return Math.ceil(Buffer.byteLength(text) - (text.length - dense.length) / 2);
};

export interface Counted {
  readonly tokens: Tokens;
  /** False where the endpoint's own counts were no use. */
  readonly told: boolean;
}

/** The estimate is high, but not twenty times. */
const mostTooHigh = 20;

/**
 * What an answer took. The endpoint's counts are believed when they are whole numbers within what
 * was set aside and not absurdly few; else the prompt counts as estimated, and the answer by its
 * length.
 */
export const countTokens = ({ usage, text }: Completion, most: Tokens): Counted => {
  const { prompt_tokens: input, completion_tokens: output } = usage;
  const estimate = Math.min(estimateTokens(text), most.output);
  const told =
    isCredible(input, most.input, most.input) && isCredible(output, estimate, most.output);
  return told
    ? { tokens: { input, output }, told }
    : { tokens: { input: most.input, output: estimate }, told };
};

const isCredible = (count: number | null, estimate: number, most: number): count is number =>
  count !== null && Number.isInteger(count) && count >= estimate / mostTooHigh && count <= most;
