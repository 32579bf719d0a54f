import { createInterface } from "node:readline/promises";

/** The answer, or null when whoever was asked has closed the input. */
export type Prompt = (question: string, signal: AbortSignal) => Promise<string | null>;

/** Asks on the terminal; null unless somebody can both read the question and answer it. */
export const terminalPrompt = (before: () => void): Prompt | null =>
  process.stdin.isTTY && process.stderr.isTTY
    ? async (question, signal) => {
        before();
        const lines = createInterface({ input: process.stdin, output: process.stderr });
        // The terminal hands Ctrl-C to whoever reads it, and here that must end the command.
        lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
        try {
          return await lines.question(question, { signal });
        } catch (error) {
          if (signal.aborted || !isClosed(error)) throw error;
          return null;
        } finally {
          lines.close();
        }
      }
    : null;

/** Node's word for Ctrl-D at a question. */
const isClosed = (error: unknown): boolean => error instanceof Error && error.name === "AbortError";
