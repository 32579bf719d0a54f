import * as z from "zod/mini";
import { maxGenomeBytes } from "../domain/genome.ts";
import type {
  Answer,
  Asked,
  Assignment,
  Caller,
  Proposal,
  Proposer,
  Proposing,
} from "../domain/proposing.ts";
import { visible } from "../domain/visible.ts";

export const protocol = "cleanloop-proposer/1";

const program = z.strictObject({
  text: z
    .string()
    .check(z.minLength(1), z.maxLength(maxGenomeBytes))
    .register(z.globalRegistry, { description: "the whole genome, TypeScript" }),
  hypothesis: z
    .string()
    .check(z.minLength(1))
    .register(z.globalRegistry, { description: "one line: what this change is thought to mend" }),
});

/** What a command may answer: one candidate, several, or that it has nothing left to try. */
export const commandAnswerSchema = z.union([
  program,
  z.strictObject({ candidates: z.array(program).check(z.minLength(1)) }),
  z.strictObject({ saturated: z.string().check(z.minLength(1)) }),
]);

/** What a command is given on stdin. */
export const commandRequest = (assignment: Assignment): string =>
  JSON.stringify({ protocol, ...assignment });

/** A program of the operator's: asked on stdin, heard on stdout. */
export const commandProposer = (name: string, caller: Caller): Proposer => ({
  name,
  notHidden: caller.notHidden,
  origin: "command",
  propose: async (assignment: Assignment, { signal, note }: Proposing): Promise<Answer> => {
    const start = caller.elapsed();
    const spoken = await caller.call(commandRequest(assignment), signal);
    signal.throwIfAborted();
    for (const line of spoken.stderr.trim().split("\n").slice(0, mostLines))
      if (line !== "") note(`${name}: ${visible(line, 200)}`);
    const asked: Asked = {
      proposer: name,
      model: null,
      tokens: { input: 0, output: 0 },
      costUsd: null,
      proposeMs: caller.elapsed() - start,
    };
    return spoken.ok ? answerIn(spoken.stdout, asked) : unanswered(asked, spoken.detail);
  },
  close: caller.close,
});

const mostLines = 20;

const answerIn = (stdout: string, asked: Asked): Answer => {
  const read = commandAnswerSchema.safeParse(parsed(stdout));
  if (!read.success) return unanswered(asked, `its answer is of no use: ${faultIn(stdout)}`);
  const { data } = read;
  if ("saturated" in data)
    return {
      proposals: [],
      unanswered: [],
      saturated: visible(data.saturated, 300),
      problem: null,
    };
  const programs = "candidates" in data ? data.candidates : [data];
  return {
    proposals: programs.map((one): Proposal => ({ ...asked, ...one, origin: "command" })),
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
  if (parsed(stdout) === undefined) return `no JSON, but ${visible(JSON.stringify(stdout), 120)}`;
  return `neither {"text", "hypothesis"} nor {"candidates"} nor {"saturated"}: ${visible(stdout, 120)}`;
};

const unanswered = (asked: Asked, detail: string): Answer => ({
  proposals: [],
  unanswered: [{ ...asked, detail }],
  saturated: null,
  problem: null,
});
