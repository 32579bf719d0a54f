import { setTimeout as after } from "node:timers/promises";
import type { Deadline } from "../processes/deadline.ts";
import type { Exit, RunningProgram } from "../processes/start-program.ts";
import { type Launch, type Located, SetupFailed } from "./backends/backend.ts";

const lookAgainMs = 1;
const patienceMs = 5000;

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
  for (
    let waited = 0;
    !deadline.isOver() && waited < patienceMs;
    waited = performance.now() - began
  ) {
    try {
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
const neverReady = (refusal: string): SetupFailed =>
  refusal === "" || refusal === "ENOENT"
    ? new SetupFailed("it did not get ready in time", true)
    : new SetupFailed(`its output folder cannot be reached (${refusal})`);

const lastWords = (program: RunningProgram, exit: Exit | null): string => {
  const line = program.stderr.text().trim().split("\n").at(-1) ?? "";
  return line === "" ? `it ended with ${exit?.signal ?? `code ${exit?.code}`}` : line.slice(0, 300);
};
