import type { Output } from "../domain/ports/output.ts";

export interface LiveLine {
  readonly show: (now: string) => void;
  readonly clear: () => void;
}

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/** One line on a terminal that says what goes on and for how long; silent anywhere else. */
export const liveLine = (stream: Output, wanted: boolean): LiveLine => {
  if (!wanted || !stream.isTTY) return { show: () => {}, clear: () => {} };
  let timer: NodeJS.Timeout | undefined;
  const clear = (): void => {
    if (timer === undefined) return;
    clearInterval(timer);
    timer = undefined;
    stream.write("\r\u001b[K");
  };
  const show = (now: string): void => {
    clear();
    const start = performance.now();
    let frame = 0;
    const draw = (): void => {
      const elapsed = ((performance.now() - start) / 1000).toFixed(1);
      const line = `${frames[frame++ % frames.length]} ${now}  ${elapsed} s`;
      stream.write(`\r\u001b[K${line.slice(0, Math.max(1, (stream.columns ?? 0) - 1))}`);
    };
    draw();
    timer = setInterval(draw, 100);
    timer.unref();
  };
  return { show, clear };
};

/** The answer, or null when whoever was asked has closed the input. */
export type Prompt = (question: string, signal: AbortSignal) => Promise<string | null>;

/** Asks on the terminal; null unless somebody can both read the question and answer it. */
export const terminalPrompt = (before: () => void): Prompt | null =>
  process.stdin.isTTY && process.stderr.isTTY
    ? async (question, signal) => {
        before();
        const { createInterface } = await import("node:readline/promises");
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

/** Shows lines a screenful at a time, until the reader has seen them all or has enough. */
export type Page = (lines: readonly string[], signal: AbortSignal) => Promise<void>;

/** Null where nobody reads along, or nobody could ask for more. */
export const pager = (stream: Output, prompt: Prompt | null): Page | null =>
  stream.isTTY && prompt !== null
    ? async (lines, signal) => {
        // A terminal that does not know its height says 0.
        const { rows = 0 } = stream;
        const screenful = rows > 0 ? Math.max(5, rows - 1) : lines.length;
        for (let at = 0; at < lines.length; at += screenful) {
          stream.write(
            lines
              .slice(at, at + screenful)
              .map((line) => `${line}\n`)
              .join(""),
          );
          const left = lines.length - at - screenful;
          if (left <= 0) return;
          const answer = await prompt(`${left} more lines: Enter shows them, q ends: `, signal);
          if (answer === null || answer.trim().toLowerCase().startsWith("q")) return;
        }
      }
    : null;

export interface Screen {
  readonly width: number;
  readonly redraw: ((lines: readonly string[]) => void) | null;
}

const widthOfPipes = 160;
const home = "\u001b[H";
const toLineEnd = "\u001b[K";
const toScreenEnd = "\u001b[J";

/** A terminal is drawn over from its top, so that nothing flickers. */
export const screenOn = (stream: Output, wanted: boolean): Screen => ({
  width: stream.columns ?? widthOfPipes,
  redraw: wanted && stream.isTTY ? (lines) => drawOver(stream, lines) : null,
});

const drawOver = (stream: Output, lines: readonly string[]): void => {
  const fitting = lines.slice(0, Math.max(1, (stream.rows ?? 0) - 1));
  const drawn = fitting.map((line) => `${line}${toLineEnd}\n`).join("");
  stream.write(`${home}${drawn}${toScreenEnd}`);
};
