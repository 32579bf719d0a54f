import { getPriority } from "node:os";
import { createInterface } from "node:readline";
import { isHalted } from "../adapters/containment/kernel-processes.ts";
import { type RunningProgram, startProgram } from "../adapters/processes/start-program.ts";
import { attempted } from "./attempted.ts";
import type { OperatorAnswer } from "./request.ts";

/** It was ended, it was halted by a signal, or it has said nothing for far too long. */
export type NoAnswer = "died" | "frozen" | "silent";

/** The process that stands in for CleanLoop, seen from outside. */
export interface OperatorProcess {
  readonly pid: number;
  /** Its answer, or what became of it. */
  readonly answer: Promise<OperatorAnswer | NoAnswer>;
  /** What was done to it. */
  harm(): string[];
  end(): Promise<void>;
}

export const startOperator = async (
  program: string,
  requestFile: string,
  environment: Readonly<Record<string, string>>,
  patienceMs: number,
): Promise<OperatorProcess> => {
  const running = await startProgram(
    {
      file: process.execPath,
      args: [program, requestFile],
      cwd: process.cwd(),
      env: { PATH: process.env.PATH, ...environment },
    },
    { stdin: "open", handshake: false, keptLogBytes: 0, mostLogBytes: Number.POSITIVE_INFINITY },
  );
  const { pid, exited } = running;
  const priority = attempted(() => getPriority(pid));
  const answer = firstWord(running, patienceMs);
  let last: Awaited<typeof answer> = "silent";
  void answer.then((given) => {
    last = given;
  });
  let ended = "";
  void exited.then(({ signal, code }) => {
    ended = signal ?? `${code}`;
  });
  return {
    pid,
    answer,
    harm: () => {
      if (last === "died") return [`CleanLoop was ended (${ended})`];
      if (last === "frozen") return ["CleanLoop was frozen"];
      if (last === "silent") return ["CleanLoop never answered"];
      return [
        ...(last.debuggerOpen ? ["the debugger of CleanLoop was opened"] : []),
        ...(getPriority(pid) === priority ? [] : ["CleanLoop was slowed down"]),
      ];
    },
    end: async () => {
      running.killGroup();
      await exited;
      running.letGo();
    },
  };
};

const lookEveryMs = 50;

const firstWord = (
  { pid, output, exited }: RunningProgram,
  patienceMs: number,
): OperatorProcess["answer"] =>
  new Promise((settle) => {
    const clock = setTimeout(() => settled("silent"), patienceMs);
    const look = setInterval(() => isHalted(pid) && settled("frozen"), lookEveryMs);
    const settled = (answer: OperatorAnswer | NoAnswer): void => {
      clearTimeout(clock);
      clearInterval(look);
      settle(answer);
    };
    void exited.then(() => settled("died"));
    createInterface(output).once("line", (line) => settled(JSON.parse(line)));
  });

/** A process that has nothing to do with any run. */
export interface Bystander {
  readonly pid: number;
  /** What was done to it. */
  harm(): string[];
  end(): void;
}

export const startBystander = async (): Promise<Bystander> => {
  const { pid, exited, killGroup } = await startProgram(
    { file: "sleep", args: ["3600"], cwd: "/", env: { PATH: process.env.PATH } },
    { stdin: "nothing", handshake: false, keptLogBytes: 0, mostLogBytes: 0 },
  );
  let endedBy: string | null = null;
  void exited.then(({ signal }) => {
    endedBy = signal;
  });
  return {
    pid,
    harm: () => (endedBy === null ? [] : [`a bystander was ended (${endedBy})`]),
    end: killGroup,
  };
};
