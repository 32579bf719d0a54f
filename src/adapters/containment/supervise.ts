import { constants } from "node:os";
import { setTimeout as after } from "node:timers/promises";
import type { Ending, Overflow } from "../../policy/classify.ts";
import { type Deadline, setDeadline } from "../processes/deadline.ts";
import {
  type Exit,
  NotStarted,
  type RunningProgram,
  type StartOptions,
  startProgram,
} from "../processes/start-program.ts";
import { awaitReady } from "./await-ready.ts";
import { type Launch, type Located, SetupFailed } from "./backends/backend.ts";
import type { Bounds } from "./bounds.ts";
import {
  end,
  holdersOf,
  identify,
  isAlive,
  kernelShowsProcesses,
  type ProcessId,
  pipesOf,
} from "./kernel-processes.ts";
import type { OutputFolder } from "./output-folder.ts";
import { overflowOf, type Seen, watch } from "./watch.ts";

/** One program, from its start to the certain end of everything that it started. */
export interface EndedRun {
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

/** A program between walls that stand, before anything of a job has reached it. */
export interface WalledProgram {
  readonly program: RunningProgram;
  readonly located: Located;
  readonly first: ProcessId;
  readonly pipes: readonly string[];
}

/** How it must have ended when the kernel has not said so in time. */
const killed: Exit = { code: null, signal: "SIGKILL" };

/** Throws `SetupFailed` when the program never began, and the signal's reason when it is aborted. */
export const supervise = async (
  launch: Launch,
  handOver: () => void,
  bounds: Bounds,
  signal?: AbortSignal,
): Promise<EndedRun> => {
  signal?.throwIfAborted();
  const program = await start(launch.command, bounds, "nothing");
  return orEnded(program, signal, async (deadline) => {
    const walled = await wallsAround(program, launch, deadline);
    // Not before every wall stands: should CleanLoop die until then, there is nothing to run.
    const begin = (): void => {
      handOver();
      program.goOn();
    };
    return watchOver(walled, begin, deadline, bounds);
  });
};

/** Starts a program ahead of its job: it waits until its standard input ends, or dies with us. */
export const startAhead = async (
  launch: Launch,
  bounds: Bounds,
  signal: AbortSignal,
): Promise<WalledProgram> => {
  signal.throwIfAborted();
  const program = await start(launch.command, bounds, "open");
  return orEnded(program, signal, async (deadline) => {
    const walled = await wallsAround(program, launch, deadline);
    program.goOn();
    return walled;
  });
};

/** The run of a program that was started ahead and finds its job by now; its time begins here. */
export const superviseAhead = (
  walled: WalledProgram,
  bounds: Bounds,
  signal: AbortSignal | undefined,
): Promise<EndedRun> =>
  orEnded(walled.program, signal, (deadline) =>
    watchOver(walled, walled.program.endInput, deadline, bounds),
  );

/** Does its work within a deadline; where that comes to nothing, the program is ended. */
const orEnded = async <Result>(
  program: RunningProgram,
  signal: AbortSignal | undefined,
  work: (deadline: Deadline) => Promise<Result>,
): Promise<Result> => {
  const deadline = setDeadline(program, signal);
  try {
    return await work(deadline);
  } catch (error) {
    await endAll(program, [], []);
    signal?.throwIfAborted();
    throw error;
  } finally {
    deadline.disarm();
  }
};

const wallsAround = async (
  program: RunningProgram,
  launch: Launch,
  deadline: Deadline,
): Promise<WalledProgram> => {
  const located = await awaitReady(program, launch, deadline);
  const { pid, wrapped } = located;
  return { program, located, first: identify(pid), pipes: wrapped ? [] : pipesOf(pid) };
};

const keptLogBytes = 65_536;

/** The time zone is set so that every machine reads dates alike; there is no other variable. */
const env = { TZ: "UTC" };

const start = async (
  command: Launch["command"],
  bounds: Bounds,
  stdin: StartOptions["stdin"],
): Promise<RunningProgram> => {
  try {
    return await startProgram(
      { ...command, env },
      { stdin, handshake: true, keptLogBytes, mostLogBytes: bounds.logBytes },
    );
  } catch (error) {
    throw error instanceof NotStarted ? new SetupFailed(error.message) : error;
  }
};

const watchOver = async (
  { program, located, first, pipes }: WalledProgram,
  begin: () => void,
  deadline: Deadline,
  bounds: Bounds,
): Promise<EndedRun> => {
  const { output, wrapped } = located;
  const watching = watch(located, bounds, (wall) => deadline.stop(wall));
  try {
    deadline.start(bounds.wallMs);
    begin();
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

/** How long we take its pipes to be held only by who is dying. */
const graceMs = 200;
/** What was killed is gone at once, unless the machine is very busy or the kernel does not let go. */
const buryingMs = 5000;

/**
 * Ends whatever is left of a run and returns when it is gone. Who left the process group is found
 * by the pipes that it still holds. What the kernel itself does not let go is not waited for.
 */
export const endAll = async (
  program: RunningProgram,
  others: readonly ProcessId[],
  pipes: readonly string[],
): Promise<void> => {
  program.killGroup();
  for (const one of others) end(one);
  if (!(await isQuiet(program, graceMs))) {
    for (const holder of holdersOf(pipes)) end(holder);
    await isQuiet(program, kernelShowsProcesses() ? buryingMs : graceMs);
  }
  program.letGo();
  const deadline = performance.now() + buryingMs;
  while (others.some(isAlive) && performance.now() < deadline) await after(1);
};

const isQuiet = (program: RunningProgram, patienceMs: number): Promise<boolean> =>
  Promise.race([
    Promise.all([program.exited, program.released]).then(() => true),
    after(patienceMs, false, { ref: false }),
  ]);

/** Of two names for one signal the first is the usual one. */
const signalNames = new Map<number, string>(
  Object.entries(constants.signals)
    .map(([name, number]) => [number, name] as const)
    .reverse(),
);

/** Whoever waits for the program in its namespace passes a death by signal on as 128 + n. */
export const unwrapped = (exit: Exit): Exit => {
  const signal = signalNames.get((exit.code ?? 0) - 128);
  return signal ? { code: null, signal } : exit;
};

export const endingOf = ({ code, signal }: Exit): Ending =>
  signal === null ? { by: "exit", code: code ?? 0 } : { by: "signal", signal };
