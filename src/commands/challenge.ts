import { addChallenge } from "../core/challenge/challenge.ts";
import { removeChallenge } from "../core/challenge/removal.ts";
import type { ChallengeLevel } from "../domain/challenge-levels.ts";
import { exitCode } from "../domain/exit-codes.ts";
import { Problem } from "../domain/problems.ts";
import { addedText, removedText } from "../report/challenge.ts";
import { progressText } from "../report/progress.ts";
import type { CommandContext, Rendered, RunCommand } from "./command.ts";

interface Options {
  readonly levels?: readonly ChallengeLevel[];
  readonly count?: number;
  readonly seed?: number;
  readonly remove?: boolean;
}

export const run: RunCommand<Options> = (options, context) =>
  options.remove ? removed(options, context) : added(options, context);

const added = async (
  { levels, count = 12, seed = 1 }: Options,
  context: CommandContext,
): Promise<Rendered> => {
  if (levels === undefined)
    throw Problem.of("bad-usage", {
      command: "challenge",
      message: "say which levels from 1 to 5, such as --levels 1 2 3, or --remove",
    });
  context.progress(progressText.challenging);
  const inOrder = [...new Set(levels)].sort((a, b) => a - b);
  const result = await addChallenge(context.openWorkspace(), { levels: inOrder, count, seed });
  return { exit: exitCode.done, json: result, text: () => addedText(result, context.style) };
};

const removed = async (options: Options, context: CommandContext): Promise<Rendered> => {
  const clash = (["levels", "count", "seed"] as const).find((flag) => options[flag] !== undefined);
  if (clash !== undefined)
    throw Problem.of("bad-usage", {
      command: "challenge",
      message: `--remove takes every challenge file away, so --${clash} says nothing there`,
    });
  const result = await removeChallenge(context.openWorkspace());
  return { exit: exitCode.done, json: result, text: () => removedText(result, context.style) };
};
