import { setTimeout as after, setImmediate as turn } from "node:timers/promises";
import { type Stop, setDeadline } from "./deadline.ts";
import { type Exit, type ProgramToStart, startProgram } from "./start-program.ts";

export interface RunToEnd {
  /** What it reads on its standard input. */
  readonly input: string;
  readonly timeoutMs: number;
  readonly keptLogBytes: number;
  readonly mostLogBytes: number;
  readonly signal?: AbortSignal;
}

export interface EndedProgram {
  /** Why we ended it; null when it ended by itself. */
  readonly stop: Stop | null;
  /** Null when the kernel has not said so in time. */
  readonly exit: Exit | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process that left the program's group may keep its pipes; it is not waited for. */
const drainMs = 500;

/** Runs a program to its end or to ours, and ends whatever of its group is left. May throw `NotStarted`. */
export const runToEnd = async (
  program: ProgramToStart,
  { input, timeoutMs, keptLogBytes, mostLogBytes, signal }: RunToEnd,
): Promise<EndedProgram> => {
  const running = await startProgram(program, {
    stdin: { text: input },
    handshake: false,
    keptLogBytes,
    mostLogBytes,
  });
  const deadline = setDeadline(running, signal);
  deadline.start(timeoutMs);
  const drained = running.exited.then(async () => {
    deadline.disarm();
    running.killGroup();
    await after(drainMs, null, { ref: false });
    await turn(); // so that what it printed is read first, however busy we are
    return null;
  });
  const stop = await Promise.race([deadline.over, drained]);
  deadline.disarm();
  running.killGroup();
  await Promise.race([running.exited, after(drainMs, null, { ref: false })]);
  running.letGo();
  return {
    stop,
    exit: deadline.exit(),
    stdout: running.stdout.text(),
    stderr: running.stderr.text(),
  };
};
