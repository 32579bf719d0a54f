import type { Ending, Overflow } from "../../policy/classify.ts";
import type { Launch, Located } from "./backends/backend.ts";
import type { Bounds } from "./bounds.ts";
import { type Child, type Exit, startChild } from "./child.ts";
import { Course } from "./course.ts";
import { endAll } from "./end-all.ts";
import { endingOf, unwrapped } from "./exit.ts";
import { meet } from "./handshake.ts";
import type { OutputFolder } from "./output-folder.ts";
import { identify, pipesOf } from "./proc.ts";
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
  const child = await startChild(launch.command, bounds.logBytes);
  const course = new Course(child, bounds.wallMs, signal);
  try {
    const located = await meet(child, launch, course);
    return await supervise(child, located, handOver, course, bounds);
  } catch (error) {
    await endAll(child, [], []);
    signal?.throwIfAborted();
    throw error;
  } finally {
    course.disarm();
  }
};

const supervise = async (
  child: Child,
  { output, pid, wrapped }: Located,
  handOver: () => void,
  course: Course,
  bounds: Bounds,
): Promise<Session> => {
  const first = identify(pid);
  const pipes = wrapped ? [] : pipesOf(pid);
  const watching = watch({ output, pid, wrapped }, bounds, (wall) => course.stop(wall));
  try {
    // Not before every wall stands: should CleanLoop die until then, there is nothing to run.
    handOver();
    child.goOn();
    const stop = await course.over;
    const durationMs = course.elapsedMs();
    const leaderExited = course.exit !== null;
    const seen = watching.stop();
    await endAll(child, [first, ...seen.processes], pipes);
    if (stop === "abort") throw new Error("ended by the operator");
    const ended = course.exit ?? killed;
    const exit = wrapped ? unwrapped(ended) : ended;
    return {
      ending: stop ? { by: "wall", wall: stop, leaderExited } : endingOf(exit),
      exit,
      seen,
      durationMs,
      stdout: child.stdout.text(),
      stderr: child.stderr.text(),
      truncated: child.stdout.truncated || child.stderr.truncated,
      overflow: overflowOf(output, bounds),
      output,
    };
  } catch (error) {
    watching.stop();
    output.close();
    throw error;
  }
};
