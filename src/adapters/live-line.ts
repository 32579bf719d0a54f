import type { WriteStream } from "node:tty";

export interface LiveLine {
  readonly show: (now: string) => void;
  readonly clear: () => void;
}

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/** One line on a terminal that says what goes on and for how long; silent anywhere else. */
export const liveLine = (stream: WriteStream, wanted: boolean): LiveLine => {
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
      stream.write(`\r\u001b[K${line.slice(0, Math.max(1, stream.columns - 1))}`);
    };
    draw();
    timer = setInterval(draw, 100);
    timer.unref();
  };
  return { show, clear };
};
