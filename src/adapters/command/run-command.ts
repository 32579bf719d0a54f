import { constants } from "node:os";
import type { CommandAnswer } from "../../domain/proposing.ts";
import { type EndedProgram, runToEnd } from "../processes/run-to-end.ts";
import { type Exit, NotStarted } from "../processes/start-program.ts";

export interface CommandCall {
  readonly command: readonly string[];
  readonly cwd: string;
  /** The operator's program gets the operator's environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly request: string;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}

const mostMb = 4;
const mostBytes = mostMb * 1_048_576;

/** Gives a program the request on stdin and takes its answer: at most so late, and at most so long. */
export const runCommand = async (call: CommandCall): Promise<CommandAnswer> => {
  const { command, cwd, env, request, timeoutSeconds, signal } = call;
  const [file = "", ...args] = command;
  try {
    const ended = await runToEnd(
      { file, args, cwd, env },
      {
        input: request,
        timeoutMs: timeoutSeconds * 1000,
        keptLogBytes: mostBytes,
        mostLogBytes: mostBytes,
        signal,
      },
    );
    const { stdout, stderr } = ended;
    const detail = faultOf(ended, timeoutSeconds);
    return detail === null ? { ok: true, stdout, stderr } : { ok: false, detail, stderr };
  } catch (error) {
    if (!(error instanceof NotStarted)) throw error;
    return { ok: false, detail: `it did not start: ${error.message}`, stderr: "" };
  }
};

/** How it ended comes before what it said: a program that was killed has no reason to be silent. */
const faultOf = ({ stop, exit }: EndedProgram, timeoutSeconds: number): string | null => {
  if (stop === "abort") return "it was ended";
  if (stop === "log") return `it printed more than ${mostMb} MB`;
  if (stop !== null || exit === null) return `it gave no answer within ${timeoutSeconds} s`;
  return exit.code === 0 ? null : endOf(exit);
};

const endOf = ({ code, signal }: Exit): string =>
  signal === null ? `it exited with ${code}${signalIn(code ?? 0)}` : `it was ended by ${signal}`;

/** A program that starts another one passes its death by signal on as 128 + n. */
const signalIn = (code: number): string => {
  const [name] =
    Object.entries(constants.signals).find(([, number]) => number === code - 128) ?? [];
  return name ? ` (${name})` : "";
};
