import { setTimeout as after } from "node:timers/promises";
import type { Deadline } from "../processes/deadline.ts";
import type { Exit, RunningProgram } from "../processes/start-program.ts";
import { type Launch, type Located, SetupFailed } from "./backends/backend.ts";

const lookAgainMs = 1;
/** How long anything but time may stand in the way; on a busy machine a set-up may take longer. */
const refusalPatienceMs = 5000;
const patienceMs = 30_000;

/**
 * Waits until the set-up is done and takes hold of the output folder; the program still waits.
 * Throws `SetupFailed` when the run was over before that.
 */
export const awaitReady = async (
  program: RunningProgram,
  launch: Launch,
  deadline: Deadline,
): Promise<Located> => {
  const began = performance.now();
  let refusal = "";
  const isLate = (): boolean =>
    performance.now() - began > (isLasting(refusal) ? refusalPatienceMs : patienceMs);
  while (!deadline.isOver() && !isLate()) {
    try {
      refusal = "";
      const located = launch.locate(program.announced(), program.pid);
      if (located) return located;
    } catch (error) {
      refusal = error instanceof Error && "code" in error ? String(error.code) : String(error);
    }
    await after(lookAgainMs);
  }
  throw deadline.exit()
    ? new SetupFailed(lastWords(program, deadline.exit()))
    : neverReady(refusal);
};

/** What is announced may not be there yet; whatever else stands in the way will stay so. */
const isLasting = (refusal: string): boolean => refusal !== "" && refusal !== "ENOENT";

const neverReady = (refusal: string): SetupFailed =>
  isLasting(refusal)
    ? new SetupFailed(`its output folder cannot be reached (${refusal})`)
    : new SetupFailed("it did not get ready in time", true);

const lastWords = (program: RunningProgram, exit: Exit | null): string => {
  const line = program.stderr.text().trim().split("\n").at(-1) ?? "";
  return line === "" ? `it ended with ${exit?.signal ?? `code ${exit?.code}`}` : line.slice(0, 300);
};
