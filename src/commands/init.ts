import { resolve } from "node:path";
import { init } from "../core/init/init.ts";
import type { AskReading } from "../core/init/settled-reading.ts";
import { exitCode } from "../domain/exit-codes.ts";
import { initJson, initText, readingPrompt } from "../report/init.ts";
import { progressText } from "../report/progress.ts";
import { missingIsolationText } from "../report/run.ts";
import type { CommandContext, RunCommand } from "./command.ts";

interface Options {
  readonly dir?: string;
  readonly input?: readonly string[];
  readonly gold?: string;
  readonly partial?: boolean;
  readonly link?: boolean;
  readonly force?: boolean;
}

export const run: RunCommand<Options> = async (options, context) => {
  const { cwd, style, signal } = context;
  const { dir = ".", input = [], gold, partial = false, link = false, force = false } = options;
  context.progress(progressText.initiating);
  const result = await init(
    await context.newProject(),
    {
      root: resolve(cwd, dir),
      inputs: input.map((path) => resolve(cwd, path)),
      gold: gold === undefined ? null : resolve(cwd, gold),
      partial,
      link,
      force,
    },
    askerAt(context),
    signal,
  );
  return {
    exit: exitCode.done,
    warnings: missingIsolationText(result.evaluated.missing),
    json: initJson(result),
    text: () => initText(result, { dir, isHere: resolve(cwd, dir) === cwd }, style),
  };
};

const askerAt = ({ prompt, signal }: CommandContext): AskReading | null =>
  prompt &&
  (async (question) => {
    for (;;) {
      const answer = (await prompt(readingPrompt(question), signal))?.trim();
      if (answer === undefined) return null;
      if (answer === "1") return 0;
      if (answer === "2") return 1;
    }
  });
