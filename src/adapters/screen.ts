import type { WriteStream } from "node:tty";

export interface Screen {
  readonly width: number;
  readonly redraw: ((lines: readonly string[]) => void) | null;
}

const widthOfPipes = 160;
const home = "\u001b[H";
const toLineEnd = "\u001b[K";
const toScreenEnd = "\u001b[J";

/** A terminal is drawn over from its top, so that nothing flickers. */
export const screenOn = (stream: WriteStream, wanted: boolean): Screen => ({
  width: stream.columns ?? widthOfPipes,
  redraw: wanted && stream.isTTY ? (lines) => drawOver(stream, lines) : null,
});

const drawOver = (stream: WriteStream, lines: readonly string[]): void => {
  const fitting = lines.slice(0, Math.max(1, stream.rows - 1));
  const drawn = fitting.map((line) => `${line}${toLineEnd}\n`).join("");
  stream.write(`${home}${drawn}${toScreenEnd}`);
};
