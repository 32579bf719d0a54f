import { setTimeout as after } from "node:timers/promises";
import type { Launch, Located } from "./backends/backend.ts";
import type { Child } from "./child.ts";
import type { Course } from "./course.ts";
import { SetupFailed } from "./setup-failed.ts";

const lookAgainMs = 1;
const patienceMs = 5000;

/**
 * Waits until the set-up is done and takes hold of the output folder; the program still waits.
 * Throws `SetupFailed` when the run was over before that.
 */
export const meet = async (child: Child, launch: Launch, course: Course): Promise<Located> => {
  let announced = "";
  child.announcements.on("data", (chunk: Buffer) => {
    announced += chunk.toString("latin1");
  });
  const began = performance.now();
  let refusal = "";
  for (let waited = 0; !course.isOver && waited < patienceMs; waited = performance.now() - began) {
    try {
      const located = launch.locate(announced, child.pid);
      if (located) return located;
    } catch (error) {
      refusal = error instanceof Error && "code" in error ? String(error.code) : String(error);
    }
    await after(lookAgainMs);
  }
  throw course.exit ? new SetupFailed(lastWords(child, course)) : neverReady(refusal);
};

/** What is announced may not be there yet; whatever else stands in the way will stay so. */
const neverReady = (refusal: string): SetupFailed =>
  refusal === "" || refusal === "ENOENT"
    ? new SetupFailed("it did not get ready in time", true)
    : new SetupFailed(`its output folder cannot be reached (${refusal})`);

const lastWords = (child: Child, { exit }: Course): string => {
  const line = child.stderr.text().trim().split("\n").at(-1) ?? "";
  return line === "" ? `it ended with ${exit?.signal ?? `code ${exit?.code}`}` : line.slice(0, 300);
};
