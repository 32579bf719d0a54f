import type { Limits, Outcome } from "../domain/run.ts";

/** The walls of ours that can end a run. */
export type Wall = "time" | "log" | "output" | "memory" | "processes";

export type Ending =
  | { readonly by: "nothing-started"; readonly reason: string }
  | { readonly by: "wall"; readonly wall: Wall; readonly leaderExited: boolean }
  | { readonly by: "signal"; readonly signal: string }
  | { readonly by: "exit"; readonly code: number };

/** What was found in the output folder of a run that ended well. */
export type Intake =
  | { readonly taken: true }
  | { readonly taken: false; readonly fault: string; readonly forbidden: boolean };

/** Facts seen from outside, by the kernel or by us; nothing that the program said. */
export interface ObservedRun {
  readonly ending: Ending;
  readonly limits: Limits;
  /** Null where the machine does not show it. */
  readonly peakMemoryMb: number | null;
  /** The most processes beyond the program's own that were alive at once. */
  readonly extraProcesses: number;
  /** What the output folder held when the run was over, if that is more than it may. */
  readonly overflow: Overflow | null;
  /** Null unless the run got so far that its tables were looked at. */
  readonly intake: Intake | null;
}

export interface Overflow {
  readonly mb: number;
  readonly files: number;
}

export interface ClassifiedRun {
  readonly outcome: Exclude<Outcome, "rejected" | "lost">;
  /** One sentence for people, with the numbers. */
  readonly detail: string;
  readonly violation: boolean;
}

/** Whatever the output limit, more than this on stdout and stderr is nothing that anyone reads. */
const mostLogMb = 8;
export const logMb = ({ outputMb }: Limits): number => Math.min(outputMb, mostLogMb);

/** V8 stops well before the whole allowance is in use: its own heap limit is a part of it. */
const shareAtHeapLimit = 0.6;
const memorySignals = ["SIGABRT", "SIGTRAP", "SIGILL", "SIGKILL", "SIGSEGV"];

/** From facts to a verdict, in one order: what ended the run first decides. */
export const classify = (observed: ObservedRun): ClassifiedRun => {
  const [outcome, detail] = outcomeOf(observed);
  return { outcome, detail, violation: isViolation(observed) };
};

type OutcomeAndDetail = readonly [outcome: ClassifiedRun["outcome"], detail: string];

const outcomeOf = (observed: ObservedRun): OutcomeAndDetail => {
  const { ending } = observed;
  switch (ending.by) {
    case "nothing-started":
      return ["not_started", `the sandbox could not be set up: ${ending.reason}`];
    case "wall":
      return stoppedBy(ending, observed);
    case "signal":
      return signalled(ending.signal, observed);
    case "exit":
      return ending.code === 0 ? finished(observed) : failed(ending.code, observed);
  }
};

const stoppedBy = (
  { wall, leaderExited }: Ending & { by: "wall" },
  { limits, extraProcesses, overflow, peakMemoryMb }: ObservedRun,
): OutcomeAndDetail => {
  switch (wall) {
    case "time":
      return ["timeout", timedOut(limits.timeoutSeconds, leaderExited, extraProcesses)];
    case "log":
      return ["output_flood", `printed more than the ${logMb(limits)} MB it may`];
    case "output":
      return ["output_flood", flooded(limits, overflow)];
    case "memory":
      return [
        "out_of_memory",
        `used ${peakMemoryMb} MB of memory; it may use ${limits.memoryMb} MB`,
      ];
    case "processes":
      return ["crash", `started processes, ${extraProcesses} at once, and was stopped`];
  }
};

const timedOut = (seconds: number, leaderExited: boolean, extra: number): string => {
  const ended = extra > 0 ? `; ${processes(extra + (leaderExited ? 0 : 1))} ended` : "";
  return leaderExited
    ? `exited, but something of it held on until the limit of ${seconds} s${ended}`
    : `timed out after ${seconds} s${ended}`;
};

const signalled = (signal: string, observed: ObservedRun): OutcomeAndDetail => {
  if (signal === "SIGXCPU") return ["timeout", "used up its processor time"];
  if (signal === "SIGXFSZ") return ["output_flood", flooded(observed.limits, observed.overflow)];
  if (signal === "SIGSYS")
    return ["crash", "made a system call that is forbidden, and the kernel ended it"];
  if (memorySignals.includes(signal) && memoryIsShort(observed, shareAtHeapLimit))
    return [
      "out_of_memory",
      `needed more memory than the ${observed.limits.memoryMb} MB it may use`,
    ];
  return ["crash", `was ended by ${signal}`];
};

const failed = (code: number, observed: ObservedRun): OutcomeAndDetail => {
  const { limits, overflow } = observed;
  if (overflow) return ["output_flood", flooded(limits, overflow)];
  if (memoryIsShort(observed, 1))
    return ["out_of_memory", `needed more memory than the ${limits.memoryMb} MB it may use`];
  return ["crash", `exited with code ${code}`];
};

const finished = ({ intake, overflow, limits }: ObservedRun): OutcomeAndDetail => {
  if (overflow) return ["output_flood", flooded(limits, overflow)];
  if (intake === null) return ["bad_output", "its tables were never looked at"];
  return intake.taken ? ["ok", "finished"] : ["bad_output", intake.fault];
};

const memoryIsShort = ({ peakMemoryMb, limits }: ObservedRun, share: number): boolean =>
  peakMemoryMb !== null && peakMemoryMb >= share * limits.memoryMb;

const flooded = ({ outputMb }: Limits, overflow: Overflow | null): string =>
  overflow && overflow.mb <= outputMb
    ? `wrote ${overflow.files} files, far more than any run needs`
    : `wrote more than the ${outputMb} MB it may`;

const processes = (count: number): string => (count === 1 ? "1 process" : `${count} processes`);

const isViolation = ({ ending, extraProcesses, intake }: ObservedRun): boolean =>
  extraProcesses > 0 ||
  (ending.by === "wall" && (ending.wall === "processes" || ending.leaderExited)) ||
  (ending.by === "signal" && ending.signal === "SIGSYS") ||
  (intake !== null && !intake.taken && intake.forbidden);
