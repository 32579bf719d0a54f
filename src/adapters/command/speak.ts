import { spawn } from "node:child_process";
import { constants } from "node:os";
import type { Spoken } from "../../domain/proposing.ts";
import { endGroup } from "../end-group.ts";

export interface Call {
  readonly words: readonly string[];
  readonly cwd: string;
  readonly request: string;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}

const mostMb = 4;
const mostAnswer = mostMb * 1_048_576;
const mostStderr = 65_536;

/** A process that left the program's group may keep its pipes; it is not waited for. */
const drainMs = 500;

/** Tells a program the request, and hears it out: at most so long, and at most so much. */
export const speak = ({ words, cwd, request, timeoutSeconds, signal }: Call): Promise<Spoken> =>
  new Promise((settle) => {
    const [program = "", ...args] = words;
    const child = spawn(program, args, { cwd, detached: true, stdio: "pipe" });
    let stdout = "";
    let stderr = "";
    let fault: string | null = null;
    let drain: NodeJS.Timeout | undefined;

    const end = (detail: string | null): void => {
      clearTimeout(wall);
      clearTimeout(drain);
      signal.removeEventListener("abort", abandon);
      child.removeAllListeners();
      child.on("error", () => {});
      endGroup(child.pid);
      for (const stream of child.stdio) stream?.destroy();
      settle(detail === null ? { ok: true, stdout, stderr } : { ok: false, detail, stderr });
    };
    const abandon = (): void => end("it was ended");
    const wall = setTimeout(
      () => end(`it gave no answer within ${timeoutSeconds} s`),
      timeoutSeconds * 1000,
    );
    signal.addEventListener("abort", abandon, { once: true });

    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      if (stdout.length > mostAnswer) end(`it printed more than ${mostMb} MB`);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr = (stderr + text).slice(0, mostStderr);
    });
    child.stdin.on("error", () => {}); // a program need not read all that it is told
    child.on("error", (error) => end(`it did not start: ${error.message}`));
    child.on("exit", (code, killer) => {
      fault = faultOf(code, killer);
      endGroup(child.pid);
      drain = setTimeout(() => end(fault), drainMs);
    });
    child.on("close", () => end(fault));
    child.stdin.end(request);
    if (signal.aborted) abandon();
  });

const faultOf = (code: number | null, killer: string | null): string | null => {
  if (code === 0) return null;
  return killer ? `it was ended by ${killer}` : `it exited with ${code}${signalIn(code ?? 0)}`;
};

/** Whoever starts a program for us says so when a signal ended it. */
const signalIn = (code: number): string => {
  const [name] =
    Object.entries(constants.signals).find(([, number]) => number === code - 128) ?? [];
  return name ? ` (${name})` : "";
};
