import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative, resolve, sep } from "node:path";
import { performance } from "node:perf_hooks";
import { Problem } from "../../domain/problems.ts";
import type { Caller, Spoken } from "../../domain/proposing.ts";
import { endGroup } from "../end-group.ts";
import { isPlainFile } from "../files.ts";
import { findHiding } from "./hiding.ts";

export interface CommandOptions {
  readonly command: string;
  readonly root: string;
  readonly cwd: string;
  readonly timeoutSeconds: number;
}

const mostBytes = 4 * 1_048_576;
const mostStderr = 65_536;

/** Calls the operator's program, each time in an empty folder and without the project in sight. */
export const commandCaller = (options: CommandOptions): Caller => {
  const root = realpathSync(options.root);
  const scratch = mkdtempSync(join(tmpdir(), "cleanloop-command-"));
  const hiding = findHiding(root, scratch);
  const words = ownCopies(options, root, scratch);
  let calls = 0;
  return {
    notHidden: hiding
      ? null
      : `no namespaces here, so ${options.command} can see the project, its gold too; trust is capped at NOTIFY`,
    elapsed: () => performance.now(),
    call: (request, signal) => {
      const empty = join(scratch, `call-${++calls}`);
      mkdirSync(empty);
      return speak(hiding?.wrap(words, root, empty) ?? words, empty, request, options, signal);
    },
    close: async () => rmSync(scratch, { recursive: true, force: true }),
  };
};

/** Files of the project that the command names are copied out, since it will not see them there. */
const ownCopies = (
  { command, cwd }: CommandOptions,
  root: string,
  scratch: string,
): readonly string[] => {
  const words = command.split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) throw badCommand(command, "names no program");
  return words.map((word, at) => {
    const path = resolve(cwd, word);
    if (!isPlainFile(path)) {
      if (at === 0 && word.includes(sep)) throw badCommand(command, `is not there: ${path}`);
      return word;
    }
    if (at === 0 && !word.includes(sep)) return word; // a name is looked up, as shells do
    const real = realpathSync(path);
    if (relative(root, real).startsWith("..")) return real;
    const copy = join(scratch, `${at}-${basename(real)}`);
    copyFileSync(real, copy);
    return copy;
  });
};

const badCommand = (command: string, finding: string): Problem =>
  Problem.of("bad-proposer", { value: `command:${command}`, finding });

const speak = (
  [program = "", ...args]: readonly string[],
  cwd: string,
  request: string,
  { timeoutSeconds }: CommandOptions,
  signal: AbortSignal,
): Promise<Spoken> =>
  new Promise((settle) => {
    const child = spawn(program, args, { cwd, detached: true, stdio: "pipe" });
    let stdout = "";
    let stderr = "";
    let over = false;
    const end = (spoken: { readonly ok: boolean; readonly detail: string }): void => {
      if (over) return;
      over = true;
      clearTimeout(wall);
      signal.removeEventListener("abort", abandon);
      endGroup(child.pid);
      for (const stream of child.stdio) stream?.destroy();
      const { ok, detail } = spoken;
      settle(ok ? { ok, stdout, stderr } : { ok: false, detail, stderr });
    };
    const abandon = (): void => end({ ok: false, detail: "it was ended" });
    const wall = setTimeout(
      () => end({ ok: false, detail: `it gave no answer within ${timeoutSeconds} s` }),
      timeoutSeconds * 1000,
    );
    signal.addEventListener("abort", abandon, { once: true });
    if (signal.aborted) abandon();
    child.stdout.on("data", (data) => {
      stdout += data;
      if (stdout.length > mostBytes)
        end({ ok: false, detail: `it printed more than ${mostBytes} bytes` });
    });
    child.stderr.on("data", (data) => {
      stderr = (stderr + data).slice(0, mostStderr);
    });
    child.stdin.on("error", () => {}); // a program need not read all that it is told
    child.on("error", (error) => end({ ok: false, detail: `it did not start: ${error.message}` }));
    child.on("exit", (code, killed) => {
      if (code !== 0)
        end({ ok: false, detail: killed ? `it was ended by ${killed}` : `it exited with ${code}` });
    });
    child.on("close", () => end({ ok: true, detail: "" }));
    child.stdin.end(request);
  });
