import type { Ending, Overflow } from "../../policy/classify.ts";
import { type Deadline, setDeadline } from "../processes/deadline.ts";
import {
  type Exit,
  NotStarted,
  type RunningProgram,
  startProgram,
} from "../processes/start-program.ts";
import type { Launch, Located } from "./backends/backend.ts";
import type { Bounds } from "./bounds.ts";
import { endAll } from "./end-all.ts";
import { endingOf, unwrapped } from "./exit.ts";
import { meet } from "./handshake.ts";
import type { OutputFolder } from "./output-folder.ts";
import { identify, pipesOf } from "./proc.ts";
import { SetupFailed } from "./setup-failed.ts";
import { overflowOf, type Seen, watch } from "./watch.ts";

/** One program, from its start to the certain end of everything that it started. */
export interface Session {
  readonly ending: Ending;
  readonly exit: Exit;
  readonly seen: Seen;
  readonly durationMs: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
  readonly overflow: Overflow | null;
  /** Stays open for the intake; the caller closes it. */
  readonly output: OutputFolder;
}

/** How it must have ended when the kernel has not said so in time. */
const killed: Exit = { code: null, signal: "SIGKILL" };

/** Throws `SetupFailed` when the program never began, and the signal's reason when it is aborted. */
export const runSession = async (
  launch: Launch,
  handOver: () => void,
  bounds: Bounds,
  signal?: AbortSignal,
): Promise<Session> => {
  signal?.throwIfAborted();
  const program = await start(launch.command, bounds);
  const deadline = setDeadline(program, bounds.wallMs, signal);
  try {
    const located = await meet(program, launch, deadline);
    return await supervise(program, located, handOver, deadline, bounds);
  } catch (error) {
    await endAll(program, [], []);
    signal?.throwIfAborted();
    throw error;
  } finally {
    deadline.disarm();
  }
};

const keptLogBytes = 65_536;

/** The time zone is set so that every machine reads dates alike; there is no other variable. */
const env = { TZ: "UTC" };

const start = async (command: Launch["command"], bounds: Bounds): Promise<RunningProgram> => {
  try {
    return await startProgram(
      { ...command, env },
      { stdin: "nothing", handshake: true, keptLogBytes, mostLogBytes: bounds.logBytes },
    );
  } catch (error) {
    throw error instanceof NotStarted ? new SetupFailed(error.message) : error;
  }
};

const supervise = async (
  program: RunningProgram,
  { output, pid, wrapped }: Located,
  handOver: () => void,
  deadline: Deadline,
  bounds: Bounds,
): Promise<Session> => {
  const first = identify(pid);
  const pipes = wrapped ? [] : pipesOf(pid);
  const watching = watch({ output, pid, wrapped }, bounds, (wall) => deadline.stop(wall));
  try {
    // Not before every wall stands: should CleanLoop die until then, there is nothing to run.
    handOver();
    program.goOn();
    const stop = await deadline.over;
    const durationMs = deadline.elapsedMs();
    const leaderExited = deadline.exit() !== null;
    const seen = watching.stop();
    await endAll(program, [first, ...seen.processes], pipes);
    if (stop === "abort") throw new Error("ended by the operator");
    const ended = deadline.exit() ?? killed;
    const exit = wrapped ? unwrapped(ended) : ended;
    return {
      ending: stop ? { by: "wall", wall: stop, leaderExited } : endingOf(exit),
      exit,
      seen,
      durationMs,
      stdout: program.stdout.text(),
      stderr: program.stderr.text(),
      truncated: program.stdout.truncated || program.stderr.truncated,
      overflow: overflowOf(output, bounds),
      output,
    };
  } catch (error) {
    watching.stop();
    output.close();
    throw error;
  }
};
