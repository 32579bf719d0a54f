import { reset } from "../core/reset/reset.ts";
import { exitCode } from "../domain/exit-codes.ts";
import { resetText } from "../report/reset.ts";
import type { Command } from "./command.ts";

interface Options {
  readonly dryRun?: boolean;
  readonly to?: string;
}

export const run: Command<Options> = async ({ dryRun = false, to }, here) => {
  const result = await reset(here.openWorkspace(), { dryRun, to });
  return { exit: exitCode.done, json: result, text: () => resetText(result, here.style) };
};
