import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Duplex, type Readable } from "node:stream";
import { CappedLog } from "./capped-log.ts";
import { Deferred } from "./deferred.ts";
import { clearAtExit } from "./leftovers.ts";
import { SetupFailed } from "./setup-failed.ts";

const keptLogBytes = 65_536;

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

/** Nothing is inherited; the time zone is set so that every machine reads dates alike. */
const environment = { TZ: "UTC" };

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A started command in a session of its own, its output drained and capped from the first byte. */
export interface Child {
  readonly pid: number;
  readonly stdout: CappedLog;
  readonly stderr: CappedLog;
  /** The leader's end, as the kernel tells it. */
  readonly exited: Promise<Exit>;
  /** Nobody holds its output any more. */
  readonly released: Promise<void>;
  /** It printed more than anyone may. */
  readonly flooded: Promise<void>;
  /** What it says on descriptor 3, for us. */
  readonly announcements: Readable;
  /** Our answer, on descriptor 4: go on. */
  goOn(): void;
  killGroup(): void;
  /** Lets go of the pipes, whoever still holds their other end. */
  letGo(): void;
}

export const startChild = async (command: Command, mostLogBytes: number): Promise<Child> => {
  const running = start(command);
  const { pid } = running;
  if (pid === undefined) throw new SetupFailed(await refusalOf(running));

  const out = pipeOf(running, 1);
  const err = pipeOf(running, 2);
  const announcements = pipeOf(running, 3);
  const answers = pipeOf(running, 4);
  const killGroup = (): void => {
    if (process.platform === "win32") running.kill("SIGKILL");
    else killAll(pid);
  };
  const forget = clearAtExit(killGroup);
  const flooded = new Deferred<void>();
  const stdout = new CappedLog(keptLogBytes);
  const stderr = new CappedLog(keptLogBytes);
  const keep = (log: CappedLog) => (chunk: Buffer) => {
    log.take(chunk);
    if (stdout.totalBytes + stderr.totalBytes > mostLogBytes) flooded.resolve();
  };
  out.on("data", keep(stdout));
  err.on("data", keep(stderr));
  return {
    pid,
    stdout,
    stderr,
    exited: once(running, "exit").then(([code, signal]): Exit => {
      forget();
      return { code, signal };
    }),
    released: Promise.all([closed(out), closed(err)]).then(() => {}),
    flooded: flooded.promise,
    announcements,
    goOn: () => void answers.end("go\n"),
    killGroup,
    letGo: () => {
      for (const pipe of running.stdio) pipe?.destroy();
    },
  };
};

const start = ({ file, args, cwd }: Command): ChildProcess => {
  try {
    return spawn(file, args, {
      cwd,
      env: environment,
      detached: true,
      windowsHide: true,
      stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
    });
  } catch (error) {
    throw new SetupFailed(wordsOf(error));
  }
};

const refusalOf = async (running: ChildProcess): Promise<string> => {
  const [error]: unknown[] = await once(running, "error");
  return wordsOf(error);
};

const wordsOf = (error: unknown): string =>
  error instanceof Error ? error.message : "it did not start";

/** One of its pipes, each of which goes both ways; how it breaks off says nothing. */
const pipeOf = ({ stdio }: ChildProcess, descriptor: number): Duplex => {
  const pipe = stdio[descriptor];
  if (!(pipe instanceof Duplex)) throw new TypeError(`descriptor ${descriptor} is no pipe`);
  return pipe.on("error", () => {});
};

const closed = async (pipe: Readable): Promise<void> => {
  if (!pipe.closed) await once(pipe, "close");
};

/** The leader began a session, so its group is every process that did not leave it on purpose. */
const killAll = (leader: number): void => {
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // Nobody is left in the group.
  }
};
