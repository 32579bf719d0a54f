import { work } from "../core/worker/worker.ts";
import { exitCode } from "../domain/exit-codes.ts";
import { progressText } from "../report/progress.ts";
import {
  enrolledText,
  standingText,
  weakText,
  workerNewsText,
  workerSummary,
  workerText,
} from "../report/worker.ts";
import type { RunCommand } from "./command.ts";

interface Options {
  readonly queue?: string;
  readonly concurrency?: number;
}

/** How often a supervisor hears that it is still there. */
const healthMs = 10_000;

export const run: RunCommand<Options> = async ({ queue, concurrency }, context) => {
  const { style } = context;
  context.progress("reaching the queue");
  const tools = await context.openWorker(queue);
  let standing = { running: 0, ok: 0, notOk: 0, handedBack: 0 };
  let reachable = true;
  const sayHealth = (): void =>
    context.say(() => [], { type: "health", queue: reachable ? "up" : "down", ...standing });
  let timer: NodeJS.Timeout | undefined;
  try {
    const result = await work(
      tools,
      context.newProject,
      { concurrency: concurrency ?? null },
      {
        attacking: (done, total) => context.progress(progressText.attacking(done, total)),
        enrolled: (enrolled) => {
          for (const line of weakText(enrolled)) context.note(`WARNING: ${line}`);
          context.say(() => enrolledText(enrolled, style), { type: "enrolled", ...enrolled });
          timer = setInterval(sayHealth, healthMs);
        },
        news: (news, tally) => {
          standing = tally;
          if (news.type === "queue") reachable = news.reachable;
          context.say(() => workerNewsText(news, style), news);
          context.progress(standingText(tally));
        },
      },
      context.signal,
    );
    return {
      exit: exitCode.done,
      json: workerSummary(result),
      isLastLine: true,
      text: () => workerText(result),
    };
  } finally {
    clearInterval(timer);
  }
};
