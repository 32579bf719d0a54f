import type { Tokens } from "../../domain/proposing.ts";
import type { Completion } from "./completion.ts";

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
