import type { Model, Reply, TokensSpent } from "../../domain/model.ts";
import type { Problem } from "../../domain/problems.ts";
import type {
  Answer,
  Asked,
  Assignment,
  Proposal,
  Proposer,
  Proposing,
  Unanswered,
} from "../../domain/proposing.ts";
import { answerShape, readAnswer } from "./answer.ts";
import { promptFor } from "./prompt.ts";

/** Asks a language model for whole new texts of the genome, all candidates side by side. */
export const openaiProposer = (model: Model, kitReference: string): Proposer => ({
  name: "openai",
  notHidden: null,
  origin: "model",
  propose: async (assignment, proposing) => {
    const replies = await askAll(model, kitReference, assignment, proposing);
    return answerFrom(model, replies);
  },
  close: async () => {},
});

const askAll = async (
  model: Model,
  kitReference: string,
  assignment: Assignment,
  { signal, ...proposing }: Proposing,
): Promise<Reply[]> => {
  const prompt = promptFor(assignment, kitReference);
  // What only the operator can fix, such as a wrong key, ends the other questions as well.
  const mishap = new AbortController();
  const askOne = async (temperature: number, at: number): Promise<Reply | null> => {
    const seed = `${assignment.seed}:${assignment.round}:${at}`;
    const question = { ...prompt, answer: answerShape, temperature, seed };
    const either = AbortSignal.any([signal, mishap.signal]);
    const reply = await model.ask(question, { ...proposing, signal: either });
    if (problemIn(reply)) mishap.abort();
    return reply;
  };
  const spread = temperatures(assignment.candidates, failuresHere(assignment));
  return (await Promise.all(spread.map(askOne))).flatMap((reply) => reply ?? []);
};

const coolest = 0.2;
const warmest = 1;

/**
 * One temperature for each candidate, evenly from cool to warm. A lone candidate grows warmer
 * with each failure, so that it does not bring the same text again.
 */
export const temperatures = (candidates: number, failures: number): number[] => {
  const steps = Math.max(candidates - 1, 1);
  const start = candidates === 1 ? Math.min(coolest + failures * 0.2, warmest) : coolest;
  return Array.from({ length: candidates }, (_, at) =>
    rounded(start + (at * (warmest - coolest)) / steps),
  );
};

const rounded = (value: number): number => Math.round(value * 100) / 100;

const problemIn = (reply: Reply | null): Problem | null =>
  reply && !reply.answered ? reply.problem : null;

/** What was tried on this very genome in vain. */
const failuresHere = ({ attempts, genome }: Assignment): number =>
  attempts.filter(({ parent, result }) => parent === genome.sha && result !== "kept").length;

const answerFrom = (model: Model, replies: readonly Reply[]): Answer => {
  const proposals: Proposal[] = [];
  const unanswered: Unanswered[] = [];
  for (const reply of replies) {
    const asked = askedOf(model.name, reply.spent);
    const read = reply.answered
      ? readAnswer(reply.message)
      : { ok: false as const, reason: reply.detail };
    if (read.ok) {
      const { program, hypothesis } = read.repair;
      // Once more: what was written in JSON's escapes is plain only now.
      const [text, idea] = [model.scrub(program), model.scrub(hypothesis)];
      proposals.push({
        ...asked,
        text,
        hypothesis: idea,
        rules: [idea],
        predictedFitness: null,
        origin: "model",
      });
    } else unanswered.push({ ...asked, detail: read.reason });
  }
  const problem = replies.map(problemIn).find((found) => found !== null) ?? null;
  return { proposals, unanswered, saturated: null, problem };
};

const askedOf = (model: string, { tokens, costUsd, ms }: TokensSpent): Asked => ({
  proposer: "openai",
  model,
  tokens,
  costUsd,
  proposeMs: ms,
});
