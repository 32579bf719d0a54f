import { type ChildProcess, spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { runCommandLine } from "../../src/command-line.ts";

export interface Answer {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Call {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A program that starts the command line, such as setpriv or unshare, with its arguments. */
  readonly through?: readonly string[];
}

const cli = resolve(import.meta.dirname, "../../dist/cli.cjs");

export interface Running {
  readonly child: ChildProcess;
  readonly answer: Promise<Answer>;
}

/** Runs the built command line as a user would, with nothing of this process's environment. */
export const cleanloop = (args: readonly string[], call: Call = {}): Promise<Answer> =>
  launch(args, call).answer;

/**
 * The same command line within this process: for tests of what is said and what is left behind,
 * which a process of its own only makes dearer. Where a program is to start it, it gets one.
 */
export const cleanloopHere = async (args: readonly string[], call: Call = {}): Promise<Answer> => {
  if (call.through) return cleanloop(args, call);
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const said = Promise.all([text(stdout), text(stderr)]);
  const exit = await runCommandLine({
    argv: args,
    env: { PATH: process.env.PATH, ...call.env },
    cwd: call.cwd ?? tmpdir(),
    stdout,
    stderr,
    signal: new AbortController().signal,
  });
  stdout.end();
  stderr.end();
  const [heard, warned] = await said;
  return { exit, stdout: heard, stderr: warned };
};

/** Starts it, for whoever does something to it while it runs. */
export const launch = (args: readonly string[], call: Call = {}): Running => {
  const [program = "", ...rest] = [...(call.through ?? []), process.execPath, cli, ...args];
  const child = spawn(program, rest, {
    cwd: call.cwd ?? tmpdir(), // never the checkout, which is a project too
    env: { PATH: process.env.PATH ?? "", ...call.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data) => {
    stdout += data;
  });
  child.stderr.on("data", (data) => {
    stderr += data;
  });
  const answer = new Promise<Answer>((done, failed) => {
    child.on("error", failed);
    child.on("close", (exit) => done({ exit, stdout, stderr }));
  });
  return { child, answer };
};
