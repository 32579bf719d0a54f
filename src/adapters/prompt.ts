import { createInterface } from "node:readline/promises";

export type Prompt = (question: string, signal: AbortSignal) => Promise<string>;

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
        } finally {
          lines.close();
        }
      }
    : null;
