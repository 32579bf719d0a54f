import { addChallenge } from "../core/challenge/challenge.ts";
import { removeChallenge } from "../core/challenge/removal.ts";
import type { ChallengeLevel } from "../domain/challenge-levels.ts";
import { exitCode } from "../domain/exit-codes.ts";
import { Problem } from "../domain/problems.ts";
import { addedText, removedText } from "../report/challenge.ts";
import type { Command, Rendered, Surroundings } from "./command.ts";

interface Options {
  readonly levels?: readonly ChallengeLevel[];
  readonly count?: number;
  readonly seed?: number;
  readonly remove?: boolean;
}

export const run: Command<Options> = (options, here) =>
  options.remove ? removed(options, here) : added(options, here);

const added = async (
  { levels, count = 12, seed = 1 }: Options,
  here: Surroundings,
): Promise<Rendered> => {
  if (levels === undefined)
    throw Problem.of("bad-usage", {
      message: "say which levels from 1 to 5, such as --levels 1 2 3, or --remove",
    });
  here.progress("disturbing rows whose answer is known");
  const result = await addChallenge(here.openWorkspace(), { levels, count, seed });
  return { exit: exitCode.done, json: result, text: () => addedText(result, here.style) };
};

const removed = async (options: Options, here: Surroundings): Promise<Rendered> => {
  const clash = (["levels", "count", "seed"] as const).find((flag) => options[flag] !== undefined);
  if (clash !== undefined)
    throw Problem.of("bad-usage", {
      message: `--remove takes every challenge file away, so --${clash} says nothing there`,
    });
  const result = await removeChallenge(here.openWorkspace());
  return { exit: exitCode.done, json: result, text: () => removedText(result, here.style) };
};
