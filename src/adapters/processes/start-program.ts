import { once } from "node:events";
import { Duplex, type Readable } from "node:stream";
import type { Options, Subprocess } from "execa";
import { clearAtExit } from "./at-exit.ts";
import { CappedLog } from "./capped-log.ts";

/** What is started; each part is spelled out, since nothing is inherited. */
export interface ProgramToStart {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `file` is a line for the operator's shell. */
  readonly shell?: true;
}

export interface StartOptions {
  /** Its standard input: nothing, this text, or a pipe that stays open as long as we live. */
  readonly stdin: "nothing" | "open" | { readonly text: string };
  /** Opens descriptor 3 for what its set-up announces, and 4 for our word to go on. */
  readonly handshake: boolean;
  /** How much of each stream is kept. */
  readonly keptLogBytes: number;
  /** How much it may print on both. */
  readonly mostLogBytes: number;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A program in a session of its own, its output drained and capped from the first byte. */
export interface RunningProgram {
  readonly pid: number;
  readonly stdout: CappedLog;
  readonly stderr: CappedLog;
  /** What is also kept in `stdout`, as it comes. */
  readonly output: Readable;
  /** The leader's end, as the kernel tells it. */
  readonly exited: Promise<Exit>;
  /** Nobody holds its output any more. */
  readonly released: Promise<void>;
  /** It printed more than it may. */
  readonly flooded: Promise<void>;
  /** What it said on descriptor 3 so far. */
  announced(): string;
  /** Our answer, on descriptor 4: go on. */
  goOn(): void;
  /** Nothing more will come on its standard input. */
  endInput(): void;
  killGroup(): void;
  /** Lets go of the pipes, even if another process still holds their other end. */
  letGo(): void;
}

/** The machine would not start a program at all. */
export class NotStarted extends Error {
  override readonly name = "NotStarted";
}

/** Costly to load, so it is loaded once, and where possible while something else waits. */
export const loadExeca = (): Promise<typeof import("execa")> => import("execa");

/**
 * The only place where CleanLoop starts programs. execa ends and waits for the leader alone: a
 * grandchild that holds the pipes would hold us too. So the group, the pipes and the clock are
 * ours, and execa's own limits are left out rather than doubled.
 */
export const startProgram = async (
  program: ProgramToStart,
  options: StartOptions,
): Promise<RunningProgram> => {
  const running = start(await loadExeca(), program, options);
  const { pid } = running;
  if (pid === undefined)
    throw new NotStarted((await running).originalMessage ?? "it did not start");

  const killGroup = (): void => {
    if (process.platform === "win32") running.kill("SIGKILL");
    else endGroup(pid);
  };
  const forget = clearAtExit(killGroup);
  const exited = new Promise<Exit>((resolve) => {
    running.once("exit", (code, signal) => {
      forget();
      resolve({ code, signal });
    });
  });
  const out = pipeOf(running, 1);
  const err = pipeOf(running, 2);
  const stdout = new CappedLog(options.keptLogBytes);
  const stderr = new CappedLog(options.keptLogBytes);
  const flooded = new Promise<void>((resolve) => {
    const keep = (log: CappedLog) => (chunk: Buffer) => {
      log.take(chunk);
      if (stdout.totalBytes + stderr.totalBytes > options.mostLogBytes) resolve();
    };
    out.on("data", keep(stdout));
    err.on("data", keep(stderr));
  });
  return {
    pid,
    stdout,
    stderr,
    output: out,
    exited,
    released: Promise.all([closed(out), closed(err)]).then(() => {}),
    flooded,
    ...(options.handshake ? handshakeWith(running) : noHandshake),
    endInput: () => void running.stdin?.end(),
    killGroup,
    letGo: () => {
      for (const pipe of running.stdio) pipe?.destroy();
    },
  };
};

const start = (
  { execa }: Awaited<ReturnType<typeof loadExeca>>,
  { file, args, cwd, env, shell }: ProgramToStart,
  { stdin, handshake }: StartOptions,
) => {
  try {
    return execa(file, args, {
      cwd,
      env,
      extendEnv: false,
      shell: shell ?? false,
      detached: true,
      reject: false,
      buffer: false,
      stdio: [stdinOf(stdin), "pipe", "pipe", ...extraPipes(handshake)],
    });
  } catch (error) {
    throw new NotStarted(error instanceof Error ? error.message : String(error));
  }
};

const extraPipes = (handshake: boolean): "pipe"[] => (handshake ? ["pipe", "pipe"] : []);

const stdinOf = (stdin: StartOptions["stdin"]): NonNullable<Options["stdin"]> => {
  if (stdin === "nothing") return "ignore";
  return stdin === "open" ? "pipe" : Buffer.from(stdin.text);
};

type Handshake = Pick<RunningProgram, "announced" | "goOn">;

const handshakeWith = (running: Subprocess): Handshake => {
  let announced = "";
  pipeOf(running, 3).on("data", (chunk: Buffer) => {
    announced += chunk.toString("latin1");
  });
  const answers = pipeOf(running, 4);
  return { announced: () => announced, goOn: () => void answers.end("go\n") };
};

const noHandshake: Handshake = { announced: () => "", goOn: () => {} };

/** One of its pipes, each of which goes both ways; how it breaks off says nothing. */
const pipeOf = ({ stdio }: Subprocess, descriptor: number): Duplex => {
  const pipe = stdio[descriptor];
  if (!(pipe instanceof Duplex)) throw new TypeError(`descriptor ${descriptor} is not a pipe`);
  return pipe.on("error", () => {});
};

const closed = async (pipe: Readable): Promise<void> => {
  if (!pipe.closed) await once(pipe, "close");
};

/** The leader began a session, so its group is every process that did not leave it on purpose. */
const endGroup = (leader: number): void => {
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // Nobody is left in the group.
  }
};
