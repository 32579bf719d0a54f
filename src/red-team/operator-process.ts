import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { getPriority } from "node:os";
import { createInterface } from "node:readline";
import { attempted } from "./attempted.ts";
import type { Answer } from "./order.ts";

/** The process that stands in for CleanLoop, seen from outside. */
export interface Operator {
  readonly pid: number;
  /** Its answer, or what became of it. */
  readonly answer: Promise<Answer | "died" | "silent">;
  /** What was done to it. */
  harm(): string[];
  end(): Promise<void>;
}

export const startOperator = (
  program: string,
  orderFile: string,
  environment: Readonly<Record<string, string>>,
  patienceMs: number,
): Operator => {
  const child = spawn(process.execPath, [program, orderFile], {
    env: { PATH: process.env.PATH ?? "", ...environment },
    stdio: ["pipe", "pipe", "ignore"],
  });
  child.on("error", () => {});
  const exited = once(child, "exit").catch(() => {});
  const pid = child.pid ?? 0;
  const priority = attempted(() => getPriority(pid));
  const answer = firstWord(child, patienceMs);
  let last: Awaited<typeof answer> = "silent";
  void answer.then((given) => {
    last = given;
  });
  return {
    pid,
    answer,
    harm: () => {
      if (last === "died") return [`CleanLoop was ended (${child.signalCode ?? child.exitCode})`];
      if (last === "silent") return ["CleanLoop never answered"];
      return [
        ...(last.debuggerOpen ? ["the debugger of CleanLoop was opened"] : []),
        ...(getPriority(pid) === priority ? [] : ["CleanLoop was slowed down"]),
      ];
    },
    end: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
};

const firstWord = (child: ChildProcess, patienceMs: number): Operator["answer"] =>
  new Promise((settle) => {
    const clock = setTimeout(() => settle("silent"), patienceMs);
    const settled = (answer: Answer | "died"): void => {
      clearTimeout(clock);
      settle(answer);
    };
    child.on("exit", () => settled("died"));
    if (child.stdout)
      createInterface(child.stdout).once("line", (line) => settled(JSON.parse(line)));
  });
