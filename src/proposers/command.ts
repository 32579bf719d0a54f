import {
  type ProposerRequest,
  proposerAnswerSchema,
  protocol,
} from "../domain/proposer-protocol.ts";
import type {
  Answer,
  Asked,
  Assignment,
  CommandClient,
  Proposal,
  Proposer,
  Proposing,
} from "../domain/proposing.ts";
import { visible } from "../domain/visible.ts";

/** A program of the operator's: asked on stdin, heard on stdout. */
export const commandProposer = (name: string, client: CommandClient): Proposer => ({
  name,
  notHidden: client.notHidden,
  origin: "command",
  propose: async (assignment: Assignment, { signal, note }: Proposing): Promise<Answer> => {
    const start = client.elapsed();
    const request: ProposerRequest = { protocol, ...assignment };
    const answered = await client.call(JSON.stringify(request), signal);
    signal.throwIfAborted();
    for (const line of linesOf(answered.stderr)) note(`${name}: ${line}`);
    const asked: Asked = {
      proposer: name,
      model: null,
      tokens: { input: 0, output: 0 },
      costUsd: null,
      proposeMs: client.elapsed() - start,
    };
    if (!answered.ok) return unanswered(asked, visible(answered.detail, 300));
    const answer = answerIn(answered.stdout, asked);
    const tooMany = answer.proposals.length - assignment.candidates;
    if (tooMany > 0) note(`${name}: left out, since not asked for: ${tooMany} candidates`);
    return { ...answer, proposals: answer.proposals.slice(0, assignment.candidates) };
  },
  close: client.close,
});

const mostLines = 20;

const linesOf = (stderr: string): string[] => {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  const shown = lines.slice(0, mostLines).map((line) => visible(line.trimEnd(), 200));
  const more = lines.length - shown.length;
  return more > 0 ? [...shown, `… ${more} more lines`] : shown;
};

const answerIn = (stdout: string, asked: Asked): Answer => {
  const read = proposerAnswerSchema.safeParse(parsed(stdout));
  if (!read.success) return unanswered(asked, `its answer is of no use: ${faultIn(stdout)}`);
  const { data } = read;
  if ("saturated" in data)
    return {
      proposals: [],
      unanswered: [],
      saturated: {
        reason: visible(data.saturated, 300),
        unexplained: data.unexplained ?? [],
      },
      problem: null,
    };
  const programs = "candidates" in data ? data.candidates : [data];
  return {
    proposals: programs.map(
      ({ text, hypothesis, rules = [hypothesis], predictedFitness = null }): Proposal => ({
        ...asked,
        text,
        hypothesis,
        rules,
        predictedFitness,
        origin: "command",
      }),
    ),
    unanswered: [],
    saturated: null,
    problem: null,
  };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const faultIn = (stdout: string): string => {
  if (stdout.trim() === "") return "it printed nothing";
  if (parsed(stdout) === undefined) return `no JSON, but ${visible(stdout.trim(), 120)}`;
  return `neither {"text", "hypothesis"} nor {"candidates"} nor {"saturated"}, but ${visible(stdout.trim(), 120)}`;
};

const unanswered = (asked: Asked, detail: string): Answer => ({
  proposals: [],
  unanswered: [{ ...asked, detail }],
  saturated: null,
  problem: null,
});
