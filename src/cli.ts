import { runCommandLine } from "./command-line.ts";
import { exitCode } from "./domain/exit-codes.ts";

const interruption = new AbortController();

const main = async (): Promise<void> => {
  process.stdout.on("error", endUnheard);
  process.stderr.on("error", () => {}); // nobody watches any more; the answer may still be wanted
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      if (interruption.signal.aborted) process.exit(exitCode.interrupted);
      interruption.abort(signal);
    });
  process.exitCode = await runCommandLine({
    argv: process.argv.slice(2),
    env: process.env,
    cwd: process.cwd(),
    stdout: process.stdout,
    stderr: process.stderr,
    signal: interruption.signal,
  });
};

/** Nobody hears the answer: once it is given that is nothing, before it ends the command. */
const endUnheard = ({ code }: NodeJS.ErrnoException): void => {
  if (interruption.signal.aborted) return;
  const { exitCode: given } = process;
  const isLeft = code === "EPIPE"; // the reader of a pipe may go
  if (!isLeft) {
    process.stderr.write(`error: cannot write the answer to stdout: ${code}\n`);
    process.stderr.write("  hint: free some space where stdout goes, then run the command again\n");
  }
  if (given === undefined) interruption.abort(code);
  else process.exit(isLeft ? given : exitCode.mistake);
};

/** Settles when the command has given its answer. */
export const finished: Promise<void> = main();
