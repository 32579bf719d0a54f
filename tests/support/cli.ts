import { type ChildProcess, spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { resolve } from "node:path";

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

const cli = resolve(import.meta.dirname, "../../dist/cli.js");

export interface Running {
  readonly child: ChildProcess;
  readonly answer: Promise<Answer>;
}

/** Runs the built command line as a user would, with nothing of this process's environment. */
export const cleanloop = (args: readonly string[], call: Call = {}): Promise<Answer> =>
  launch(args, call).answer;

/** The same, for whoever does something to it while it runs. */
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
