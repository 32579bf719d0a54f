import type { Problem } from "./problems.ts";
import type { Proposing, Tokens } from "./proposing.ts";

/** The shape that an answer is to have, as JSON Schema. */
export interface AnswerShape {
  readonly name: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** One question to a language model. */
export interface Question {
  /** What it is to do: ours, and the same from round to round. */
  readonly instructions: string;
  /** What it is to do it with: the project's. */
  readonly material: string;
  readonly answer: AnswerShape;
  /** 0 answers alike each time, 1 as differently as is still sound. */
  readonly temperature: number;
  /** Tells this question's waits from those of another that is asked beside it. */
  readonly seed: string;
}

/** What a model said, before anybody has looked whether it is any use. */
export interface Message {
  readonly text: string | null;
  readonly refusal: string | null;
  readonly callsTool: boolean;
  /** Why it stopped, in the endpoint's own word. */
  readonly finish: string | null;
}

/** What all tries of one question took together. */
export interface TokensSpent {
  readonly tokens: Tokens;
  /** Null where no price is known. */
  readonly costUsd: number | null;
  readonly ms: number;
}

export type Reply =
  /** A null message: the endpoint answered without one. */
  | { readonly answered: true; readonly message: Message | null; readonly spent: TokensSpent }
  | {
      readonly answered: false;
      /** One sentence, with no secret in it. */
      readonly detail: string;
      /** What only the operator can fix, else null. */
      readonly problem: Problem | null;
      readonly spent: TokensSpent;
    };

/** A language model somewhere. */
export interface Model {
  readonly name: string;
  /** Takes the key out of a text, since a model may repeat whatever it has seen. */
  scrub(text: string): string;
  /** Null when the budget leaves no room to ask. */
  ask(question: Question, proposing: Proposing): Promise<Reply | null>;
}
