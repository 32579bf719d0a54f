import type { Answer, Proposer, RecordedRound } from "../domain/proposing.ts";

/** Gives again what a trail has on record, a round at a time. */
export const replayProposer = (name: string, rounds: AsyncIterable<RecordedRound>): Proposer => {
  const left = rounds[Symbol.asyncIterator]();
  return {
    name,
    notHidden: null,
    origin: null,
    propose: async (_assignment, { signal }): Promise<Answer> => {
      signal.throwIfAborted();
      const next = await left.next();
      return next.done
        ? { ...none, saturated: { reason: allPlayed, unexplained: [] } }
        : { ...none, ...next.value };
    },
    close: async () => {
      await left.return?.();
    },
  };
};

const allPlayed = "every recorded candidate has been played again";

const none: Answer = { proposals: [], unanswered: [], saturated: null, problem: null };
